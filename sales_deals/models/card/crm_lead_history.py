"""History of a deal's value, stage and decision date, with postponements of the decision."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..company.lagging_replica import empty_if_missing

#: Newest changes that are shown, at most.
SHOWN = 200


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # Odoo tracks value and stage already.
    date_deadline = fields.Date(tracking=True)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    @empty_if_missing(list)
    def get_deal_history(self):
        """Return changes of the deal's value, stage and decision date, the newest first.

        :return: list of dictionaries: id, date (UTC), user, field (its name), label, type
            (``monetary``, ``date`` or ``char``), old and new (a number, a date, a text, or False),
            currency_id, and is_slip for a postponed decision
        """
        self.ensure_one()
        self.check_access('read')
        names = self._get_history_fields()
        described = self.fields_get(names, ['string', 'type'])
        rows = self.env.execute_query(self._get_history_query(described))
        return [self._prepare_change(described, *row) for row in rows]

    @api.model
    def _get_history_fields(self):
        """Return the tracked fields whose changes make the history. Extend it to show more."""
        return ['expected_revenue', 'stage_id', 'date_deadline']

    def _get_slips(self):
        """Count how often the decision of these deals was postponed.

        :return: dictionary of deal's id to a number above 0
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        query = SQL(
            """
            SELECT message.res_id, COUNT(*)
              FROM mail_tracking_value AS change
              JOIN mail_message AS message ON message.id = change.mail_message_id
             WHERE message.model = 'crm.lead' AND message.res_id IN %s AND %s
          GROUP BY message.res_id
            """,
            tuple(self.ids),
            self._get_slip_condition(),
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _get_slip_condition(self):
        """Return the condition of ``mail_tracking_value AS change`` that puts a decision off."""
        return SQL(
            "(change.field_id = %s AND change.new_value_datetime > change.old_value_datetime)",
            self.env['ir.model.fields']._get('crm.lead', 'date_deadline').id,
        )

    def _get_history_query(self, names):
        """Return the query of changes; callers check access to the deal and the fields."""
        self.env.flush_all()
        known = [self.env['ir.model.fields']._get(self._name, name).id for name in names]
        return SQL(
            """
            SELECT change.id, message.date, COALESCE(author.name, message.email_from), field.name,
                   COALESCE(%s, FALSE), change.old_value_float, change.new_value_float,
                   change.old_value_char, change.new_value_char,
                   change.old_value_datetime, change.new_value_datetime, change.currency_id
              FROM mail_tracking_value AS change
              JOIN mail_message AS message ON message.id = change.mail_message_id
              JOIN ir_model_fields AS field ON field.id = change.field_id
         LEFT JOIN res_partner AS author ON author.id = message.author_id
             WHERE message.model = 'crm.lead' AND message.res_id = %s AND change.field_id IN %s
          ORDER BY message.date DESC, change.id DESC
             LIMIT %s
            """,
            self._get_slip_condition(),
            self.id,
            tuple(known),
            SHOWN,
        )

    @api.model
    def _prepare_change(self, described, change_id, date, user, name, is_slip, *values):
        """Return an entry of :meth:`get_deal_history`."""
        *pairs, currency_id = values
        kind = described[name]['type']
        place = {'monetary': 0, 'date': 4}.get(kind, 2)
        old, new = pairs[place : place + 2]
        if kind == 'date':
            old, new = (moment and fields.Date.to_string(moment) for moment in (old, new))
        return {
            'id': change_id,
            'date': fields.Datetime.to_string(date),
            'user': user,
            'field': name,
            'label': described[name]['string'],
            'type': kind if kind in ('monetary', 'date') else 'char',
            'old': old or (0.0 if kind == 'monetary' else False),
            'new': new or (0.0 if kind == 'monetary' else False),
            'currency_id': currency_id,
            'is_slip': is_slip,
        }
