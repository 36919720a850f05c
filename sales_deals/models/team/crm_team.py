"""To whom a team's new deals go: by hand, in turn, or to whoever has the least."""

from typing import NamedTuple

from odoo import api, fields, models, tools

from ...tools.turns import Rota, Taker


class Draw(NamedTuple):
    """Who gets a deal, and the reason in words."""

    user_id: int
    note: str


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_assignment = fields.Selection(
        [('manual', "By hand"), ('turn', "In turn"), ('load', "By load")],
        string="New Deals Are Assigned",
        default='manual',
        required=True,
        tracking=True,
        help="Leads and deals that come into the team without a salesperson. In turn: each "
        "member at work gets the next one, as often as their share says. By load: the member at "
        "work with the fewest open leads and deals of this team for their share. While nobody is "
        "at work: those whose working time begins first.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if any(vals.get('deal_assignment', 'manual') != 'manual' for vals in vals_list):
            self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if 'deal_assignment' in vals:
            self.env.registry.clear_cache()
        return result

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _allocate_leads(self, *args, **kwargs):
        """Odoo's job gives its leads to members by its own rules, in its next step."""
        teams = self.with_context(deal_keep_unassigned=True)
        return super(CrmTeam, teams)._allocate_leads(*args, **kwargs)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_assigning_team_ids(self):
        """The teams that assign their deals by themselves: no query while deals are created."""
        teams = self.sudo().with_context(active_test=False)
        return frozenset(teams.search([('deal_assignment', '!=', 'manual')]).ids)

    def _draw_salespeople(self, count, company):
        """To whom the next deals of this team go.

        Safe with several requests at once, without waiting: a member whom another request serves
        at this moment is passed over.

        :param int count: how many deals
        :param company: of the deals; empty: none in particular
        :return: list of :class:`Draw`, one a deal; empty where there is nobody
        """
        self.ensure_one()
        # Whoever brings in a deal need not see the others' deals and days off.
        team = self.sudo()
        takers = team.crm_team_member_ids.filtered('deal_share')._get_takers(company)
        members = takers._get_on_duty()
        if members:
            return team._draw_in_rota(members, count, team.deal_assignment == 'load')
        return team._draw_responsible(count, company) or team._draw_leader(count, company)

    def _draw_responsible(self, count, company):
        """The same among the team's responsible persons, in turn."""
        team = self.sudo()  # as above
        takers = team.crm_team_member_ids.filtered('deal_is_responsible')._get_takers(company)
        members = takers._get_on_duty() or takers
        return team._draw_in_rota(members, count) if members else []

    def _describe_assignment(self):
        """Who decides on a deal that nobody is chosen for, in words; '' where nobody does."""
        # The team is shown to whoever converts a lead; its rule is, too.
        rule = self.sudo().deal_assignment
        if not rule or rule == 'manual':
            return ''
        labels = dict(self._fields['deal_assignment']._description_selection(self.env))
        return self.env._("Salesperson by the team's rule: %s.", labels[rule])

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _draw_leader(self, count, company):
        leader = self.user_id
        if not leader.active or (company and company not in leader.company_ids):
            return []
        note = self.env._("Assigned to %s, the team leader: no member can take it.", leader.name)
        return [Draw(leader.id, note)] * count

    def _draw_in_rota(self, members, count, by_load=False):
        loads = members._get_deal_loads() if by_load else {}
        takers = [
            Taker(m.id, m.deal_share or 1, m.deal_turn or None, loads.get(m, 0)) for m in members
        ]
        # From 1 on: the database's 0 stands for those who were never served.
        last = max([1.0, *self.crm_team_member_ids.mapped('deal_turn')])
        rota = Rota(takers, last, by_load)
        drawn = []
        for _deal in range(count):
            taker = rota.take(members._hold)
            member = members.browse(taker.id)
            drawn.append(Draw(member.user_id.id, member._get_draw_note(by_load, taker)))
        members._keep_turns(rota.get_turns())
        return drawn
