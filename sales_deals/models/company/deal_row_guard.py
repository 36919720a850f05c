"""Errors of the database that tell no row."""

from contextlib import contextmanager

from psycopg2 import IntegrityError

from odoo import models


class DealRowGuard(models.AbstractModel):
    """Keep the rows of a model out of errors.

    When a required value is missing, or a check fails, PostgreSQL adds the whole row to the error,
    and Odoo sends it to the user with the traceback: with values that the user may not see.
    """

    _name = 'deal.row.guard'
    _description = "Guard of Rows in Errors"

    def _create(self, data_list):
        with _without_rows():
            return super()._create(data_list)

    def _write_multi(self, vals_list):
        with _without_rows():
            return super()._write_multi(vals_list)


@contextmanager
def _without_rows():
    """Take out of an error what PostgreSQL adds to its first line."""
    try:
        yield
    except IntegrityError as error:
        error.args = (str(error).partition('\n')[0],)
        raise
