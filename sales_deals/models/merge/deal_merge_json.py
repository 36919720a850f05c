"""Deals that are named within JSON: by company, or as the value of a property."""

import json

from odoo import models
from odoo.tools import SQL

from . import deal_merge  # noqa: F401 (extended below)


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _move_properties(self, survivor, others):
        """Where a property of any model is a deal, or several.

        :return: see :meth:`_move_references`
        """
        moves = []
        for table, column, names in self._get_property_columns():
            query = SQL(
                "SELECT id, %(column)s FROM %(table)s WHERE %(column)s ?| %(names)s",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                names=list(names),
            )
            if table == 'crm_lead':
                query = SQL("%s AND id NOT IN %s", query, (survivor | others)._ids)
            if moved := self._move_json(table, column, query, names, survivor, others):
                moves.append([table, column, 'json', moved])
        return moves

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_rows_by_company(self, table, column, condition, others):
        """The rows of which any company's value is one of the deals: id, cell."""
        return SQL(
            "SELECT id, %(column)s FROM %(table)s WHERE %(condition)s AND EXISTS"
            " (SELECT FROM jsonb_each_text(%(column)s) AS e WHERE e.value IN %(ids)s)",
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            condition=condition,
            ids=tuple(map(str, others.ids)),
        )

    def _get_property_columns(self):
        """List of tuples (table, column, names of the properties that are deals)."""
        columns = []
        tables = self._get_tables()
        for model in self.env.registry.values():
            if model._abstract or model._transient or model._table not in tables:
                continue
            for field in model._fields.values():
                if names := self._get_deal_properties(model, field):
                    columns.append((model._table, field.name, names))
        return columns

    def _get_deal_properties(self, model, field):
        """Names of the properties that are defined as deals, by any record that defines some."""
        if field.type != 'properties' or not field.store or not field.definition_record:
            return set()
        container = self.env[model._fields[field.definition_record].comodel_name]
        query = SQL(
            "SELECT DISTINCT d->>'name' FROM %(table)s, jsonb_path_query(%(column)s, '$[*]') AS d"
            " WHERE d->>'comodel' = 'crm.lead'",
            table=SQL.identifier(container._table),
            column=SQL.identifier(field.definition_record_field),
        )
        return {name for (name,) in self.env.execute_query(query)}

    def _move_json(self, table, column, query, names, survivor, others):
        """:param query: of the rows: id, cell
        :param names: keys whose values are deals; None for all
        :return: list of [row, cell before, cell after]"""
        moved = []
        for row_id, was in self.env.execute_query(query):
            became = {
                key: self._replace_deals(value, survivor, others)
                if names is None or key in names
                else value
                for key, value in was.items()
            }
            if became != was:
                moved.append([row_id, was, became])
                self._write_row(table, row_id, {column: became})
        return moved

    def _replace_deals(self, value, survivor, others):
        if isinstance(value, list):
            new = [self._replace_deals(one, survivor, others) for one in value]
            return list(dict.fromkeys(new)) if new != value else value
        return survivor.id if value in others.ids and value is not True else value

    def _undo_json(self, table, column, rows):
        for row_id, was, became in rows:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(was)s"
                    " WHERE id = %(id)s AND %(column)s = %(became)s",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    id=row_id,
                    was=SQL("%s::jsonb", json.dumps(was)),
                    became=SQL("%s::jsonb", json.dumps(became)),
                )
            )
