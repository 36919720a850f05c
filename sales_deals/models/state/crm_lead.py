"""State of deals: open, suspended, won or lost, and what follows when it changes."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.language import persian

#: Users who decide about other people's deals.
MANAGER_GROUP = 'sales_team.group_sale_manager'
#: The most deals that a message names.
NAMED = 10
#: Fields that are written when a deal is won, lost, suspended or restored.
STATE_WRITES = {'active', 'probability', 'stage_id', 'lost_reason_id', 'deal_is_suspended'}


class Standing(NamedTuple):
    """State of a deal before a write."""

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

    won_status = fields.Selection(string="Won/Lost")
    deal_state = fields.Selection(
        [('open', "Open"), ('suspended', "Suspended"), ('won', "Won"), ('lost', "Lost")],
        string="Status",
        compute='_compute_deal_state',
        store=True,
    )

    # Of a million deals, the teams' cards read the open ones and those won lately alone.
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
        # Odoo's fields must not depend on ours, which say what does not rot.
        self.invalidate_recordset(['is_rotting', 'rotting_days'], flush=False)
        self._follow_state_changes(before)
        return result

    def _follow_state_changes(self, before):
        """Do what follows when deals are won, lost, suspended or restored.

        :param dict before: id of a deal to its :class:`Standing`; new deals are not in it
        """
        states = self._filtered_independent().grouped(
            lambda lead: (before.get(lead.id, Standing()).state, lead.deal_state)
        )
        for (old, new), moved in states.items():
            if old != new:
                moved._after_state_change(old, new, before)
        self._end_suspensions_of_closed(before)

    def _filtered_independent(self):
        """Return those of these deals that nothing else stands for. To be extended."""
        return self

    def _after_state_change(self, old, new, before):
        """Do what follows when these deals go from one state to another. To be extended.

        :param str old: one of ``deal_state``
        :param str new: another one
        :param dict before: see :meth:`_follow_state_changes`
        """
        if new != 'open':
            self._settle_activities(new)

    def _get_standing(self):
        return Standing(
            self.deal_state,
            self.active,
            self.probability,
            self.automated_probability,
            bool(self.lost_reason_id),
        )

    @api.model
    def _format_day(self, day):
        """Format a day as users write it: by the Persian calendar for Persian users; '' if none."""
        if day and persian.is_persian(self.env.lang):
            return persian.day(day)
        return format_date(self.env, day)

    def _get_names(self):
        """Return the names of these deals, for a message to the user."""
        names = self[:NAMED].mapped('display_name')
        return ", ".join([*names, "…"] if len(self) > NAMED else names)

    def _get_deciding_company(self):
        """Return the company whose settings apply to the deal: its own, else the current one."""
        return self.company_id._or_current()

    def _of_users_companies(self):
        """Return the deals of the companies that the user works in now, and those of no company.

        Users may learn how many deals of colleagues there are, but nothing of other companies.
        """
        env = self.sudo(False).env
        if env.su:
            return self
        # The companies of deals that the user may not see are compared, and not disclosed.
        return self.filtered(lambda lead: not lead.sudo().company_id - env.companies)

    def _get_manager(self, company):
        """Return the leader of the deal's team if a sales manager, else one of the company's.

        Empty where there is none.
        """
        # Members of a group are not confidential; the user may not read groups.
        members = self.env.ref(MANAGER_GROUP).sudo().all_user_ids
        managers = members.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return self.team_id.user_id & managers or managers[:1]

    @api.model
    def _get_in_progress_domain(self):
        """Return the domain of leads and deals that are neither won, lost nor archived.

        Those are the open and the suspended ones. By ``won_status`` the database finds its index.
        """
        return Domain('active', '=', True) & Domain('won_status', '=', 'pending')

    def _is_in_progress(self):
        """Tell whether the lead or deal is one of :meth:`_get_in_progress_domain`."""
        self.ensure_one()
        return self.active and self.won_status == 'pending'

    @api.model
    def _get_open_domain(self):
        """Return the domain of leads and deals in progress that are not suspended."""
        return self._get_in_progress_domain() & Domain('deal_state', '=', 'open')

    @api.model
    def _get_open_deals_domain(self):
        """Return the domain of deals in progress that are not suspended."""
        return Domain('type', '=', 'opportunity') & self._get_open_domain()

    @api.model
    def _get_in_progress_condition(self, alias):
        """Return :meth:`_get_in_progress_domain` as SQL.

        :param str alias: of ``crm_lead`` in the statement
        """
        active, status = (SQL.identifier(alias, name) for name in ('active', 'won_status'))
        return SQL("(%s AND %s = 'pending')", active, status)
