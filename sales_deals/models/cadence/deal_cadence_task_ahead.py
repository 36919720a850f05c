"""Messages that go by themselves until the end of the next sending day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...tools.cadence import timing
from . import deal_cadence_task  # noqa: F401 (extended below)
from .deal_cadence_task_plan import OpenDays


class DealCadenceTask(models.Model):
    _inherit = 'deal.cadence.task'

    goes_next = fields.Boolean(
        string="Goes by Itself Next",
        compute='_compute_goes_next',
        search='_search_goes_next',
        help="A message that goes by itself until the end of the next working day.",
    )

    @api.depends('state', 'due_on', 'run_id.state', 'cadence_id.reading')
    def _compute_goes_next(self):
        going = self.filtered_domain(self._get_going_next_domain())
        for task in self:
            task.goes_next = task in going

    @api.model
    def _search_goes_next(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_going_next_domain()

    @api.model
    @api.readonly
    def action_view_going_next(self):
        """Open what goes by itself next: the user's own messages, to managers those of all."""
        action = self.env['ir.actions.act_window']._for_xml_id(
            'sales_deals.deal_cadence_task_action_going_next'
        )
        is_manager = self.env['crm.lead']._is_sales_manager()
        return {**action, 'context': {} if is_manager else {'search_default_mine': 1}}

    @api.model
    def _get_going_next_domain(self):
        """Return the domain of what goes next; each company has its own working days."""
        ends = fields.Domain.OR(
            fields.Domain('run_id.company_id', '=', company.id)
            & fields.Domain('due_on', '<', self._get_end_of_next_day(company))
            for company in self.env.companies
        )
        return ends & fields.Domain(
            [
                ('state', '=', 'planned'),
                ('kind', '=', 'message'),
                ('run_id.state', '=', 'running'),
                ('run_id.cadence_id.reading', '=', 'auto'),
            ]
        )

    @api.model
    def _get_end_of_next_day(self, company):
        """Return the end (UTC) of the first working day after today.

        :param company: ``res.company`` record
        """
        zone = ZoneInfo(company.resource_calendar_id.tz or self.env.user.tz or 'UTC')
        hours = timing.Hours(0, 24 * 60, zone)
        today = hours.local(fields.Datetime.now()).date()
        return hours.end(timing.next_open(today + timedelta(days=1), OpenDays(company)))
