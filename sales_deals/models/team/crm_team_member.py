"""A salesperson's share of a team's new deals, and when they are there to take them."""

from datetime import UTC, timedelta

from psycopg2.errors import SerializationFailure
from pytz import timezone

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.intervals import Intervals

#: How far ahead is looked for the beginning of somebody's working time.
HORIZON = timedelta(days=14)


class CrmTeamMember(models.Model):
    _inherit = 'crm.team.member'
    _order = 'deal_sequence, create_date, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_sequence = fields.Integer(default=10)
    deal_is_responsible = fields.Boolean(
        string="Responsible",
        help="Gets what arrives while none of the members can take it. Without a responsible "
        "person it is the team leader.",
    )
    deal_resource_calendar_id = fields.Many2one(
        'resource.calendar',
        string="Working Hours",
        ondelete='set null',
        domain="[('company_id', 'in', [False, company_id])]",
        help="New deals come to this salesperson within these hours, and not on days off. "
        "Empty: at any time.",
    )
    deal_share = fields.Integer(
        string="Share",
        default=1,
        help="Of the team's new deals, relative to the others: with 2 the salesperson gets twice "
        "as many as with 1, with 0 none.",
    )
    deal_turn = fields.Float(
        string="Last Turn",
        readonly=True,
        copy=False,
        digits=False,
        help="Decides whose turn it is: who was served last comes after the others.",
    )

    _deal_share_is_not_negative = models.Constraint(
        'CHECK(deal_share >= 0)',
        "A share can't be negative: with 0 the salesperson gets no new deals.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_takers(self, company):
        """Those who take new deals of a company, if they are at work.

        :param company: of the deals; empty: none in particular
        """
        return self.filtered(
            lambda member: (
                member.active
                and member.user_id.active
                and not member.assignment_optout
                and (not company or company in member.user_id.company_ids)
            )
        )

    def _get_on_duty(self):
        """Those who are at work now; if nobody is, those whose working time begins first.

        :return: members; none where nobody works within two weeks
        """
        begins = self._get_duty_begins()
        first = min(begins.values(), default=None)
        return self.filtered(lambda member: begins.get(member) == first)

    def _get_duty_begins(self):
        """When these members are at work next, days off left out.

        :return: dict of member to datetime, which is now for who is at work; without those who
            are away for two weeks
        """
        now = fields.Datetime.now().replace(tzinfo=UTC)
        begins = {}
        for calendar, members in self.grouped('deal_resource_calendar_id').items():
            working = calendar._get_deal_hours(now, now + HORIZON)
            away = members._get_time_off(calendar, now, now + HORIZON)
            for member in members:
                for begin, _end, _record in working - away.get(member, Intervals()):
                    begins[member] = begin
                    break
        return begins

    def _get_deal_loads(self):
        """How many open leads and deals each of these members has in their team.

        :return: dict of member to number
        """
        groups = self.env['crm.lead']._read_group(
            self._get_load_domain(), ['team_id', 'user_id'], ['__count']
        )
        counts = {(team.id, user.id): count for team, user, count in groups}
        return {
            member: counts.get((member.crm_team_id.id, member.user_id.id), 0) for member in self
        }

    def _get_load_domain(self):
        """What counts as load: what the members work on, not what rests until a day."""
        return (
            Domain('team_id', 'in', self.crm_team_id.ids)
            & Domain('user_id', 'in', self.user_id.ids)
            & Domain('active', '=', True)
            & Domain('won_status', '=', 'pending')  # follows, and finds the index
            & Domain('deal_state', '=', 'open')
        )

    def _hold(self, member_id):
        """Keep other requests from serving one of these members until this one is through.

        :return: False where another does so, or has done so since this request began
        """
        query = "SELECT id FROM crm_team_member WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL(query, member_id), log_exceptions=False)
                return bool(self.env.cr.fetchone())
        except SerializationFailure:
            return False

    def _keep_turns(self, turns):
        """:param dict turns: id of a member who is held to the turn at which they were served"""
        if turns:
            # Whoever brings in a deal may not write members; access is the caller's to check.
            query = """
                UPDATE crm_team_member AS member SET deal_turn = served.turn
                  FROM unnest(%s, %s) AS served (id, turn) WHERE member.id = served.id
            """
            self.env.cr.execute(SQL(query, list(turns), list(turns.values())))
            self.browse(turns).invalidate_recordset(['deal_turn'], flush=False)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_time_off(self, calendar, start, end):
        """Public holidays of their calendar and what they have taken off themselves.

        :return: dict of member to intervals
        """
        resources = self.user_id.resource_ids
        if not calendar and not resources:
            return {}
        of_calendar = Domain('resource_id', '=', False) & Domain('calendar_id', 'in', calendar.ids)
        domain = Domain('time_type', '=', 'leave') & (
            Domain('resource_id', 'in', resources.ids) | of_calendar
        )
        leaves = self.env['resource.calendar']._leave_intervals_batch(
            start, end, resources, list(domain), timezone(calendar.tz or 'UTC')
        )
        return {member: leaves[member.user_id.resource_ids[:1].id] for member in self}

    def _get_draw_note(self, by_load, taker):
        """Why this member gets a deal, for the deal's history."""
        self.ensure_one()
        name = self.user_id.name
        if by_load:
            return self.env._(
                "Assigned to %(name)s by load: %(count)s open before, share %(share)s.",
                name=name,
                count=taker.load - 1,
                share=self.deal_share,
            )
        return self.env._("Assigned to %s, whose turn it was.", name)
