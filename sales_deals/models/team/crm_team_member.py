"""Share and working hours of a team's members, for the assignment of new deals."""

from datetime import UTC, timedelta

from psycopg2.errors import SerializationFailure
from pytz import timezone

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.intervals import Intervals

#: How far ahead the beginning of a member's working time is searched.
HORIZON = timedelta(days=14)


class CrmTeamMember(models.Model):
    _inherit = 'crm.team.member'
    _order = 'deal_sequence, create_date, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_sequence = fields.Integer(string="Sequence", default=10)
    deal_is_responsible = fields.Boolean(
        string="Responsible",
        help="Gets leads and deals that no member can take. Without a responsible person, the team "
        "leader gets them.",
    )
    deal_resource_calendar_id = fields.Many2one(
        'resource.calendar',
        string="Working Hours",
        ondelete='set null',
        domain="[('company_id', 'in', [False, company_id])]",
        help="The salesperson gets new deals within these hours, and not on days off. "
        "Empty: at any time.",
    )
    deal_share = fields.Integer(
        string="Share",
        default=1,
        help="Share of the team's new deals, relative to other members: 2 means twice as many "
        "as 1, 0 none.",
    )
    deal_turn = fields.Float(
        string="Last Turn",
        readonly=True,
        copy=False,
        digits=False,
        help="Decides whose turn it is: the member with the latest turn comes last.",
    )

    _deal_share_is_not_negative = models.Constraint(
        'CHECK(deal_share >= 0)',
        "A share can't be negative: 0 means no new deals.",
    )

    def _get_takers(self, company):
        """Return the members who can take new deals of a company when they are at work.

        :param company: company of the deals; empty for any
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
        """Return the members at work now, else those whose working time begins first.

        :return: members; none if nobody works within two weeks
        """
        begins = self._get_duty_begins()
        first = min(begins.values(), default=None)
        return self.filtered(lambda member: begins.get(member) == first)

    def _get_duty_begins(self):
        """Return when these members are at work next, days off left out.

        :return: dict of member to datetime, which is now for those at work; without those who
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
        """Count the open leads and deals of each of these members in their team.

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
        """Return the domain of leads and deals that count as load; suspended ones do not."""
        return (
            Domain('team_id', 'in', self.crm_team_id.ids)
            & Domain('user_id', 'in', self.user_id.ids)
            & self.env['crm.lead']._get_open_domain()
        )

    def _hold(self, member_id):
        """Lock a member against being chosen by other requests until this one ends.

        :return: False if another request holds the lock, or held it since this one began
        """
        query = "SELECT id FROM crm_team_member WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL(query, member_id), log_exceptions=False)
                return bool(self.env.cr.fetchone())
        except SerializationFailure:
            return False

    def _keep_turns(self, turns):
        """Store the turns of locked members.

        :param dict turns: id of a locked member to the turn
        """
        if turns:
            # Whoever creates a deal may not write members, hence SQL; callers check access.
            query = """
                UPDATE crm_team_member AS member SET deal_turn = served.turn
                  FROM unnest(%s, %s) AS served (id, turn) WHERE member.id = served.id
            """
            self.env.cr.execute(SQL(query, list(turns), list(turns.values())))
            self.browse(turns).invalidate_recordset(['deal_turn'], flush=False)

    def _get_time_off(self, calendar, start, end):
        """Return public holidays of a calendar and the members' own days off.

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
        """Return why this member gets a deal, for the deal's chatter."""
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
