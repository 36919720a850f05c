"""What no form lets users enter can't be entered by any other way, and what is in use is told."""

import re

from babel.dates import format_date
from psycopg2.errors import ForeignKeyViolation

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.misc import get_lang

ADDON = 'sales_deals'
#: How babel writes a month's name that no day stands before.
LONE_MONTH = 'LLLL yyyy'
#: The database names the record that can't be deleted, in words of any language around this.
DELETED_ID = re.compile(r'\(id\)=\((\d+)\)')


class Base(models.AbstractModel):
    _inherit = 'base'

    @api.model
    def _check_field_access(self, field, operation):
        super()._check_field_access(field, operation)
        if operation == 'write' and not self.env.su and self._is_closed_by_deals(field):
            raise AccessError(
                self.env._(
                    "“%(field)s” of “%(model)s” can't be entered: it follows from what is done.",
                    field=field._description_string(self.env),
                    model=self.env['ir.model']._get(self._name).name,
                )
            )

    @api.model
    def _is_closed_by_deals(self, field):
        """Return whether a field of the addon is written by its own code alone, as superuser.

        Those are the fields that are read-only for every form. Dialogues are not records: what
        they are given is checked when it is used.
        """
        return field.readonly and not self._transient and self._is_field_of_deals(field)

    @api.model
    def _is_field_of_deals(self, field):
        """Return whether the addon has made a field: on models of others its name says so, too."""
        is_named = ADDON in field._modules and 'deal' in field.name
        return is_named or self._original_module == ADDON

    # Headings of groups

    @api.model
    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Name months as they stand alone: „grudzień 2026”, where Odoo says „grudnia 2026”."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if not groupby_spec.endswith(':month') or not self._is_about_deals():
            return formatter

        def with_lone_month(value):
            heading, domain = formatter(value)
            if not value or not isinstance(heading, tuple):
                return heading, domain
            locale = get_lang(self.env).code
            return (heading[0], format_date(value, LONE_MONTH, locale=locale)), domain

        return with_lone_month

    @api.model
    def _is_about_deals(self):
        """Return whether the model is that of deals, one of the addon or of a report on deals."""
        return self._name.startswith('crm.') or self._original_module == ADDON

    # Deletions that the database refuses

    @api.model
    def _sql_error_to_message_generic(self, exc):
        """Say what uses a record that can't be deleted, where that are records of the addon."""
        if isinstance(exc, ForeignKeyViolation) and (message := self._get_use_message(exc.diag)):
            return message
        return super()._sql_error_to_message_generic(exc)

    @api.model
    def _get_use_message(self, diag):
        """Return what uses a record that was to be deleted, how often, and what to do; else ''.

        :param diag: psycopg2's details of the error
        """
        target = self._find_kept_record(diag)
        fields = target._get_fields_that_keep() if target else ()
        if diag.table_name not in {table for _field, table, _column in fields}:
            return ''
        counts = ((field, target._count_uses(table, column)) for field, table, column in fields)
        uses = [f'{self._get_use_name(field)}: {count}' for field, count in counts if count]
        uses = uses or [self.env._("in another company")]
        values = {'record': target.display_name, 'uses': "; ".join(uses)}
        if target._active_name:
            return self.env._(
                "“%(record)s” is in use and can't be deleted: %(uses)s. Archive it instead.",
                **values,
            )
        return self.env._(
            "“%(record)s” is in use and can't be deleted: %(uses)s. Choose another one there"
            " first.",
            **values,
        )

    @api.model
    def _find_kept_record(self, diag):
        """Return the record that the database did not delete, or None for another error."""
        found = DELETED_ID.search(diag.message_detail or '')
        query = SQL(
            "SELECT parent.relname FROM pg_constraint JOIN pg_class AS parent"
            " ON parent.oid = confrelid WHERE conname = %s AND conrelid = to_regclass(%s)",
            diag.constraint_name,
            diag.table_name,
        )
        [[table], *_rest] = (found and self.env.execute_query(query)) or [[None]]
        for model in self.env.registry.values() if table else ():
            if model._table == table and model._auto and not model._abstract:
                # Whoever may delete a record may know its name.
                return self.env[model._name].sudo().browse(int(found[1]))
        return None

    @api.model
    def _get_fields_that_keep(self):
        """Return the fields of deals and of the addon's records that keep records of this model.

        :return: list of tuples (field, table, column)
        """
        found = []
        for model in self.env.registry.values():
            if not model._auto or model._abstract or model._transient:
                continue
            for field in self.env[model._name]._get_fields_of_deals():
                if field.comodel_name != self._name or field.ondelete != 'restrict':
                    continue
                if field.type == 'many2one':
                    found.append((field, model._table, field.name))
                else:
                    found.append((field, field.relation, field.column2))
        return found

    @api.model
    def _get_fields_of_deals(self):
        """Return the stored fields that are relations of the addon's records, or of its own."""
        return [
            field
            for field in self._fields.values()
            if field.type in ('many2one', 'many2many')
            and field.store
            and not field.company_dependent
            and (self._name == 'crm.lead' or self._is_field_of_deals(field))
        ]

    def _count_uses(self, table, column):
        """Return how many rows of a table refer to this record, whoever may see them.

        Those of companies that the user does not work in are not counted.
        """
        query = SQL(
            "SELECT count(*) FROM %s AS used WHERE %s = %s"
            # A table without a company has none of its own here either.
            " AND COALESCE((to_jsonb(used) ->> 'company_id')::int = ANY(%s), TRUE)",
            SQL.identifier(table),
            SQL.identifier('used', column),
            self.id,
            self.env.user.sudo().company_ids.ids,
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _get_use_name(self, field):
        """Return the names of a model and of its field, as users read them."""
        model = self.env[field.model_name]
        return f'{model._get_shown_name()}, {field._description_string(self.env)}'

    @api.model
    def _get_shown_name(self):
        """Return the name of this model, as users read it. To be extended."""
        return self.env['ir.model']._get(self._name).name
