"""Working hours in which deals are assigned."""

from odoo import models
from odoo.tools.intervals import Intervals


class ResourceCalendar(models.Model):
    _inherit = 'resource.calendar'

    def _get_deal_hours(self, start, end):
        """Return the working time of this calendar; any time if empty or flexible.

        :param datetime start: with a time zone, like ``end``
        """
        if not self or self.flexible_hours:
            return Intervals([(start, end, self)])
        return self._attendance_intervals_batch(start, end)[False]
