"""What read-only methods answer where a replica has not got a record yet."""

from functools import wraps

from odoo.exceptions import MissingError


def empty_if_missing(make_empty):
    """Answer for records that are not there as Odoo's ``read`` does: with nothing, not an error.

    A method that is marked as read-only may ask a replica that lags behind. So a deal that was
    just made, or deleted, is missing for it.

    :param make_empty: callable that makes the empty answer, such as ``list``
    """

    def decorate(method):
        @wraps(method)
        def answer(self, *args, **kwargs):
            try:
                return method(self, *args, **kwargs)
            except MissingError:
                return make_empty()

        return answer

    return decorate
