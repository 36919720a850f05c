"""Whether a deal is open, suspended, won or lost, and what follows when that changes."""

from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.language import persian

#: Deals that a message names at most.
NAMED = 10
#: What is written when a deal is won, lost, suspended or restored.
STATE_WRITES = {'active', 'probability', 'stage_id', 'lost_reason_id', 'deal_is_suspended'}


class Standing(NamedTuple):
    """How a deal stood before something was written."""

    state: str = 'open'
    active: bool = True
    probability: float = 0.0
    automated_probability: float = 0.0
    has_reason: bool = False


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_state = fields.Selection(
        [('open', "Open"), ('suspended', "Suspended"), ('won', "Won"), ('lost', "Lost")],
        string="Status",
        compute='_compute_deal_state',
        store=True,
    )

    # What is open, and what was won lately: of a million deals the teams' cards read these alone.
    _deal_open_index = models.Index("(team_id) WHERE active IS TRUE AND won_status = 'pending'")
    _deal_won_index = models.Index("(date_closed) WHERE won_status = 'won'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('won_status', 'deal_is_suspended')
    def _compute_deal_state(self):
        for lead in self:
            pending = 'suspended' if lead.deal_is_suspended else 'open'
            lead.deal_state = lead.won_status if lead.won_status in ('won', 'lost') else pending

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads.filtered(lambda lead: not lead.active)._follow_state_changes({})
        return leads

    def write(self, vals):
        if not STATE_WRITES & vals.keys():
            return super().write(vals)
        before = {lead.id: lead._get_standing() for lead in self}
        result = super().write(vals)
        self._follow_state_changes(before)
        return result

    def _follow_state_changes(self, before):
        """Let follow what belongs to being won, lost, suspended or restored.

        Deals that were merged into others are no deals of their own: nothing follows.

        :param dict before: id of a deal to its :class:`Standing`; new deals are not in it
        """
        leads = self.filtered(lambda lead: not lead.deal_merged_into_id)
        for (old, new), moved in leads.grouped(
            lambda lead: (before.get(lead.id, Standing()).state, lead.deal_state)
        ).items():
            if old != new:
                moved._after_state_change(old, new, before)

    def _after_state_change(self, old, new, before):
        """To be extended: what follows when these deals go from one state to another.

        :param str old: one of ``deal_state``
        :param str new: another one
        :param dict before: see :meth:`_follow_state_changes`
        """
        if new != 'open':
            self._settle_activities(new)

    def _settle_activities(self, state):
        """Keep, cancel or move the open activities of deals that are won, lost or suspended.

        As the company has decided; what is cancelled is named in a note on the deal.
        """
        by_policy = self.grouped(
            lambda lead: lead._get_deciding_company()[f'deal_activities_{state}']
        )
        cancelling = by_policy.get('cancel', self.browse())
        if moving := by_policy.get('move'):
            days = moving._get_days_of_activities(state)
            moving._move_activities(days)
            cancelling |= moving.filtered(lambda lead: lead.id not in days)
        cancelling._cancel_activities()

    def _cancel_activities(self):
        """Delete the open activities of these deals, and name them in a note on each."""
        activities = self._get_open_activities()
        if not activities:
            return
        notes = {
            lead_id: self._get_cancel_note(cancelled)
            for lead_id, cancelled in activities.grouped('res_id').items()
        }
        activities.unlink()
        self.browse(notes)._message_log_batch(notes)

    def _move_activities(self, days):
        """Put off to a day what is due before it; meetings stay where they are in the calendar.

        :param dict days: id of a deal -> day
        """
        early = self._get_open_activities().filtered(
            lambda activity: (
                activity.date_deadline < days.get(activity.res_id, date.min)
                and not activity.calendar_event_id
            )
        )
        for day, activities in early.grouped(lambda activity: days[activity.res_id]).items():
            activities.date_deadline = day

    def _get_days_of_activities(self, state):
        """To be extended: to which day open activities move when these deals go to a state.

        :return: dictionary of a deal's id to the day; those of deals without one are cancelled
        """
        return {}

    def _get_open_activities(self):
        # They are the deals', which the user has just changed, whoever is to do them.
        return self.sudo().activity_ids.filtered('active')

    def _get_standing(self):
        return Standing(
            self.deal_state,
            self.active,
            self.probability,
            self.automated_probability,
            bool(self.lost_reason_id),
        )

    @api.model
    def _get_cancel_note(self, activities):
        names = [
            f'{activity.summary or activity.activity_type_id.name} '
            f'({self._format_day(activity.date_deadline)})'
            for activity in activities
        ]
        return self.env._("Open activities were cancelled: %s.", ", ".join(names))

    @api.model
    def _format_day(self, day):
        """As users write it; for Persian ones in their calendar, as their web client does."""
        if persian.is_persian(self.env.lang):
            return persian.day(day)
        return format_date(self.env, day)

    def _get_names(self):
        """The names of these deals, for a message to the user."""
        names = self[:NAMED].mapped('display_name')
        return ", ".join([*names, "…"] if len(self) > NAMED else names)

    def _get_deciding_company(self):
        """The company whose settings say what happens to the deal."""
        return self.company_id or self.env.company
