"""Whose calendar in the web client is the Persian one."""

from odoo import fields, models

from ...tools.language import persian

THURSDAY, FRIDAY = 4, 5


class ResUsers(models.Model):
    _inherit = 'res.users'

    deal_calendar = fields.Selection(
        [('persian', "Persian"), ('gregorian', "Gregorian")],
        string="Calendar",
        help="In which calendar users of Persian pick and type days. Empty: as the company has it.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, 'deal_calendar']

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, 'deal_calendar']

    def _uses_persian_calendar(self):
        """Return whether the user picks days in the Persian calendar."""
        self.ensure_one()
        if not persian.is_persian(self.lang):
            return False
        if self.deal_calendar:
            return self.deal_calendar == 'persian'
        return self.env.company.deal_persian_calendar

    def _get_persian_days_off(self):
        """Return the weekdays that the calendar marks, from 1 for Monday.

        Friday, and Thursday where nobody works on it by the company's working hours.
        """
        hours = self.env.company.resource_calendar_id.attendance_ids
        worked_on = {int(day) + 1 for day in hours.mapped('dayofweek')}
        return [FRIDAY] if not hours or THURSDAY in worked_on else [THURSDAY, FRIDAY]
