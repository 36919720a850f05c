"""Rule by which a team's new deals are assigned: by hand, in turn, or by load."""

from typing import NamedTuple

from odoo import api, fields, models, tools

from ...tools.turns import Rota, Taker


class Draw(NamedTuple):
    """The salesperson chosen for a deal, and the reason in words."""

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
        help="Applies to leads and deals that come into the team without a salesperson. In turn: "
        "members at work take turns, as often as their share says. By load: the member at work "
        "with the fewest open leads and deals of this team in relation to their share. If nobody "
        "is at work: those whose working time begins first.",
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
        """Keep leads unassigned: the next step of Odoo's job assigns them by its own rules."""
        teams = self.with_context(deal_keep_unassigned=True)
        return super(CrmTeam, teams)._allocate_leads(*args, **kwargs)

    @api.model
    @tools.ormcache()
    def _get_assigning_team_ids(self):
        """Return ids of teams with a rule; cached, so that creating deals needs no query."""
        teams = self.sudo().with_context(active_test=False)
        return frozenset(teams.search([('deal_assignment', '!=', 'manual')]).ids)

    def _draw_salespeople(self, count, company):
        """Choose salespeople for the next deals of this team.

        Safe with concurrent requests, and does not wait: a member who is being chosen by another
        request is skipped.

        :param int count: number of deals
        :param company: company of the deals; empty for any
        :return: list of :class:`Draw`, one for each deal; empty if there is nobody
        """
        self.ensure_one()
        # The user may not read the members' deals and days off; only the choice is returned.
        team = self.sudo()
        takers = team.crm_team_member_ids.filtered('deal_share')._get_takers(company)
        members = takers._get_on_duty()
        if members:
            return team._draw_in_rota(members, count, team.deal_assignment == 'load')
        return team._draw_responsible(count, company) or team._draw_leader(count, company)

    def _draw_responsible(self, count, company):
        """Choose among the team's responsible persons, in turn; see :meth:`_draw_salespeople`."""
        team = self.sudo()  # as above
        takers = team.crm_team_member_ids.filtered('deal_is_responsible')._get_takers(company)
        members = takers._get_on_duty() or takers
        return team._draw_in_rota(members, count) if members else []

    def _describe_assignment(self):
        """Describe the team's rule for leads without a salesperson, '' if there is none."""
        # Whoever converts a lead sees the team's name and rule, nothing else of it.
        rule = self.sudo().deal_assignment
        if not rule or rule == 'manual':
            return ''
        labels = dict(self._fields['deal_assignment']._description_selection(self.env))
        return self.env._("Salesperson by the team's rule: %s.", labels[rule])

    def _draw_leader(self, count, company):
        """Choose the team leader, if active and of the company."""
        leader = self.user_id
        if not leader.active or (company and company not in leader.company_ids):
            return []
        note = self.env._("Assigned to %s, the team leader: no member can take it.", leader.name)
        return [Draw(leader.id, note)] * count

    def _draw_in_rota(self, members, count, by_load=False):
        """Choose among members, and store whose turn it was."""
        loads = members._get_deal_loads() if by_load else {}
        takers = [
            Taker(m.id, m.deal_share or 1, m.deal_turn or None, loads.get(m, 0)) for m in members
        ]
        # Turns begin at 1: 0 in the database means that the member never had a turn.
        last = max([1.0, *self.crm_team_member_ids.mapped('deal_turn')])
        rota = Rota(takers, last, by_load)
        drawn = []
        for _deal in range(count):
            taker = rota.take(members._hold)
            member = members.browse(taker.id)
            drawn.append(Draw(member.user_id.id, member._get_draw_note(by_load, taker)))
        members._keep_turns(rota.get_turns())
        return drawn
