"""Assignment of new leads and deals: by hand, in turn or by load."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import DealCase

MONDAY = '2026-11-23 10:00:00'  # UTC


class AssignmentCase(DealCase):
    """A team of three that assigns deals in turn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.config_parameter'].set_param('sales_team.membership_multi', True)
        cls.people = cls.env['res.users']
        for name in ("Ada", "Bo", "Cy"):
            user = cls._create_user(f'deal_{name.lower()}', 'sales_team.group_sale_salesman')
            user.name = name
            cls.people |= user
        cls.ada, cls.bo, cls.cy = cls.people
        cls.team_a.write(
            {
                'deal_assignment': 'turn',
                'crm_team_member_ids': [
                    Command.create({'user_id': user.id, 'deal_sequence': number})
                    for number, user in enumerate(cls.people)
                ],
            }
        )
        cls.members = cls.team_a.crm_team_member_ids
        cls.first, cls.second, cls.third = cls.members

    @classmethod
    def _create_calendar(cls, name, begin, end, **values):
        return cls.env['resource.calendar'].create(
            {
                'name': name,
                'tz': 'UTC',
                'attendance_ids': [
                    Command.create(
                        {'name': name, 'dayofweek': str(day), 'hour_from': begin, 'hour_to': end}
                    )
                    for day in range(5)
                ],
                **values,
            }
        )

    def _arrive(self, count=1, **values):
        """Create deals in the team without a salesperson.

        :return: the names of their salespeople, in order
        """
        values = {'team_id': self.team_a.id, **values}
        deals = self.env['crm.lead'].create([self._prepare_deal(**values) for _ in range(count)])
        return [deal.user_id.name or None for deal in deals]


class TestInTurn(AssignmentCase):
    def test_each_member_gets_the_next_deal(self):
        self.assertEqual(self._arrive(5), ["Ada", "Bo", "Cy", "Ada", "Bo"])
        self.assertEqual(self._arrive(), ["Cy"])

    def test_deals_that_come_one_by_one_go_round_too(self):
        names = [self._arrive()[0] for _ in range(6)]
        self.assertEqual(names, ["Ada", "Bo", "Cy"] * 2)

    def test_a_member_with_a_double_share_gets_twice_as_many(self):
        self.second.deal_share = 2
        names = self._arrive(40)
        self.assertEqual([names.count(name) for name in ("Ada", "Bo", "Cy")], [10, 20, 10])

    def test_a_member_without_a_share_gets_nothing(self):
        self.first.deal_share = 0
        self.assertEqual(self._arrive(3), ["Bo", "Cy", "Bo"])

    def test_the_order_is_that_of_the_members_tab(self):
        self.third.deal_sequence = -1
        self.assertEqual(self._arrive(3), ["Cy", "Ada", "Bo"])

    def test_archived_and_paused_members_are_left_out(self):
        self.first.active = False
        self.assertEqual(self._arrive(2), ["Bo", "Cy"])
        self.second.assignment_optout = True
        self.assertEqual(self._arrive(2), ["Cy", "Cy"])

    def test_archived_users_are_left_out(self):
        self.ada.active = False
        self.assertEqual(self._arrive(2), ["Bo", "Cy"])

    def test_who_was_away_does_not_catch_up(self):
        self.first.assignment_optout = True
        self._arrive(20)
        self.first.assignment_optout = False
        names = self._arrive(9)
        self.assertEqual(names.count("Ada"), 3)

    def test_a_new_member_is_next_and_gets_no_more_than_the_others(self):
        self._arrive(30)
        self.env['crm.team.member'].create(
            {'crm_team_id': self.team_a.id, 'user_id': self.salesman.id, 'deal_sequence': 9}
        )
        names = self._arrive(8)
        self.assertEqual(names.count(self.salesman.name), 2)
        self.assertEqual(names[0], self.salesman.name)

    def test_users_of_another_company_get_none_of_its_deals(self):
        self.bo.write(
            {
                'company_ids': [Command.set((self.company | self.other_company).ids)],
            }
        )
        self.assertEqual(self._arrive(2, company_id=self.other_company.id), ["Bo", "Bo"])

    def test_a_share_can_not_be_negative(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation):
            self.first.deal_share = -1
            self.env.flush_all()

    def test_a_member_whom_another_request_serves_is_passed_over(self):
        members = type(self.members)
        busy = self.first.id
        hold = members._hold
        with patch.object(
            members, '_hold', lambda self, member: member != busy and hold(self, member)
        ):
            self.assertEqual(self._arrive(3), ["Bo", "Cy", "Ada"])

    def test_the_turn_is_kept_for_the_next_request_alone(self):
        self._arrive(2)
        self.members.invalidate_recordset()
        self.assertEqual(self.third.deal_turn, 0)
        self.assertGreater(self.second.deal_turn, self.first.deal_turn)


class TestWhoSetsIt(AssignmentCase):
    def test_managers_alone_change_shares_and_the_way_of_assigning(self):
        for user in (self.salesman, self.salesman_all, self.employee, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.first.with_user(user).deal_share = 5
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.team_a.with_user(user).deal_assignment = 'load'
        self.first.with_user(self.manager).write({'deal_share': 5, 'deal_is_responsible': True})
        self.team_a.with_user(self.manager).deal_assignment = 'load'
        self.assertEqual(self.first.deal_share, 5)

    def test_the_members_tab_keeps_who_is_in_the_team(self):
        with Form(self.team_a.with_user(self.manager)) as form:
            with form.crm_team_member_ids.edit(1) as member:
                member.deal_share = 4
                member.deal_is_responsible = True
            with form.crm_team_member_ids.new() as member:
                member.user_id = self.salesman
                member.deal_resource_calendar_id = self._create_calendar("Days", 8, 16)
        self.assertEqual(self.team_a.member_ids, self.people | self.salesman)
        self.assertEqual((self.second.deal_share, self.second.deal_is_responsible), (4, True))
        with Form(self.team_a.with_user(self.manager)) as form:
            form.crm_team_member_ids.remove(0)
        self.assertEqual(self.team_a.member_ids, self.bo | self.cy | self.salesman)


class TestByLoad(AssignmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_a.deal_assignment = 'load'

    def _load(self, user, count, **values):
        return self.env['crm.lead'].create(
            [self._prepare_deal(user_id=user.id, team_id=self.team_a.id, **values)] * count
        )

    def test_the_least_loaded_member_is_next(self):
        self._load(self.ada, 3)
        self._load(self.bo, 1)
        self.assertEqual(self._arrive(4), ["Cy", "Bo", "Cy", "Bo"])

    def test_a_tie_goes_to_the_first_of_the_members_tab(self):
        self.third.deal_sequence = -1
        self.assertEqual(self._arrive(3), ["Cy", "Ada", "Bo"])

    def test_load_is_measured_by_share(self):
        self._load(self.ada, 3)
        self._load(self.bo, 3)
        self._load(self.cy, 4)
        self.third.deal_share = 4
        self.assertEqual(self._arrive(3), ["Cy"] * 3)

    def test_suspended_lost_and_won_deals_are_no_load(self):
        self._load(self.bo, 1)
        self._load(self.cy, 1)
        suspended, lost, won = self._load(self.ada, 3)
        suspended._suspend(datetime.now().date() + timedelta(days=30))
        lost.action_set_lost(lost_reason_id=self.env['crm.lost.reason'].search([], limit=1).id)
        won.action_set_won()
        self.assertEqual(self._arrive(), ["Ada"])

    def test_leads_are_load_and_other_teams_deals_are_not(self):
        self._load(self.ada, 1, type='lead')
        self._load(self.bo, 1, type='lead')
        deals = self._load(self.cy, 5)
        deals.write({'team_id': self.team_b.id, 'user_id': self.cy.id})
        self.assertEqual(deals.team_id, self.team_b)
        self.assertEqual(self._arrive(), ["Cy"])

    def test_a_salesperson_who_sees_own_deals_only_gives_by_the_load_of_all(self):
        self._load(self.ada, 2)
        self._load(self.bo, 1)
        values = self._prepare_deal(team_id=self.team_a.id)
        deal = self.env['crm.lead'].with_user(self.bo).create(values)
        self.assertEqual(deal.name, values['name'])
        self.assertFalse(deal.user_id, "the form that was saved can still be read")
        self.env.cr.precommit.run()
        self.assertEqual(deal.sudo().user_id, self.cy)


class TestWorkingHours(AssignmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.morning = cls._create_calendar("Morning", 8, 12)
        cls.evening = cls._create_calendar("Evening", 12, 20)
        cls.first.deal_resource_calendar_id = cls.morning
        cls.second.deal_resource_calendar_id = cls.evening
        cls.third.deal_resource_calendar_id = cls.evening

    def test_deals_go_to_those_who_are_at_work(self):
        with freeze_time(MONDAY):
            self.assertEqual(self._arrive(2), ["Ada", "Ada"])
        with freeze_time('2026-11-23 14:00:00'):
            self.assertEqual(self._arrive(3), ["Bo", "Cy", "Bo"])

    def test_without_working_hours_a_member_is_always_there(self):
        self.third.deal_resource_calendar_id = False
        with freeze_time('2026-11-22 03:00:00'):
            self.assertEqual(self._arrive(2), ["Cy", "Cy"])

    def test_at_night_those_get_it_whose_working_time_begins_first(self):
        with freeze_time('2026-11-23 23:00:00'):
            self.assertEqual(self._arrive(2), ["Ada", "Ada"])
        self.first.assignment_optout = True
        with freeze_time('2026-11-23 23:00:00'):
            self.assertEqual(self._arrive(2), ["Bo", "Cy"])

    def test_working_hours_are_those_of_the_calendar_s_time_zone(self):
        self.morning.tz = 'Asia/Tehran'  # 4:30 to 8:30 UTC
        with freeze_time('2026-11-23 05:00:00'):
            self.assertEqual(self._arrive(), ["Ada"])

    def test_a_flexible_calendar_is_always_there(self):
        self.second.deal_resource_calendar_id = self._create_calendar(
            "Flexible", 8, 16, schedule_type='flexible', flexible_hours=True
        )
        with freeze_time('2026-11-22 03:00:00'):
            self.assertEqual(self._arrive(2), ["Bo", "Bo"])

    def test_public_holidays_and_days_off_are_no_working_time(self):
        self.env['resource.calendar.leaves'].create(
            {
                'name': "Holiday",
                'calendar_id': self.morning.id,
                'date_from': '2026-11-23 00:00:00',
                'date_to': '2026-11-23 23:59:59',
            }
        )
        with freeze_time(MONDAY):
            self.assertEqual(self._arrive(2), ["Bo", "Cy"])
        resource = self.env['resource.resource'].create(
            {'name': "Bo", 'user_id': self.bo.id, 'calendar_id': self.evening.id}
        )
        self.env['resource.calendar.leaves'].create(
            {
                'name': "Dentist",
                'resource_id': resource.id,
                'calendar_id': self.evening.id,
                'date_from': '2026-11-24 12:00:00',
                'date_to': '2026-11-24 20:00:00',
            }
        )
        with freeze_time('2026-11-24 15:00:00'):
            self.assertEqual(self._arrive(2), ["Cy", "Cy"])

    def test_who_is_away_without_working_hours_is_left_out_too(self):
        self.second.deal_resource_calendar_id = self.third.deal_resource_calendar_id = False
        resource = self.env['resource.resource'].create({'name': "Bo", 'user_id': self.bo.id})
        self.env['resource.calendar.leaves'].create(
            {
                'name': "Away",
                'resource_id': resource.id,
                'date_from': '2026-11-23 00:00:00',
                'date_to': '2026-11-25 00:00:00',
            }
        )
        with freeze_time('2026-11-23 18:00:00'):
            self.assertEqual(self._arrive(2), ["Cy", "Cy"])


class TestResponsible(AssignmentCase):
    def test_where_nobody_can_take_it_the_responsible_person_gets_it(self):
        self.members.deal_share = 0
        self.second.deal_is_responsible = True
        self.assertEqual(self._arrive(2), ["Bo", "Bo"])

    def test_without_a_responsible_person_the_leader_gets_it(self):
        self.members.active = False
        self.assertEqual(self._arrive(), [None])
        self.team_a.user_id = self.manager
        self.assertEqual(self._arrive(), [self.manager.name])

    def test_mail_to_a_team_that_assigns_by_hand_goes_to_the_responsible_person(self):
        self.team_a.write({'deal_assignment': 'manual', 'user_id': self.manager.id})
        lead = self._receive("To the leader")
        self.assertEqual(lead.user_id, self.manager)
        self.second.deal_is_responsible = True
        lead = self._receive("To the responsible person")
        self.assertEqual(lead.user_id, self.bo)

    def _receive(self, subject):
        # Each from another client: mails of clients with an open deal go to its salesperson.
        sender = f'{subject.replace(" ", ".").lower()}@example.com'
        return self.env['crm.lead'].message_new(
            {'subject': subject, 'from': sender},
            {'team_id': self.team_a.id, 'type': 'opportunity'},
        )


@tagged('post_install', '-at_install')
class TestWaysIn(AssignmentCase):
    """Assignment of leads from mail, form, import, conversion and RPC; choices are kept."""

    def test_mail_is_assigned(self):
        lead = self.env['crm.lead'].message_new(
            {'subject': "Please call", 'from': 'client@example.com'},
            {'team_id': self.team_a.id, 'type': 'lead'},
        )
        self.assertEqual(lead.user_id, self.ada)

    def test_a_chosen_salesperson_stays(self):
        self.assertEqual(self._arrive(2, user_id=self.cy.id), ["Cy", "Cy"])
        self.assertEqual(self._arrive(), ["Ada"])

    def test_by_hand_nobody_is_assigned(self):
        self.team_a.deal_assignment = 'manual'
        self.assertEqual(self._arrive(), [None])

    def test_a_form_without_a_salesperson_is_assigned(self):
        form = Form(self.env['crm.lead'].with_user(self.manager))
        form.name = "By form"
        form.user_id = self.env['res.users']
        form.team_id = self.team_a
        self.assertEqual(form.save().user_id, self.ada)

    def test_a_member_keeps_what_they_create(self):
        values = {'name': "Mine", 'type': 'opportunity', 'team_id': self.team_a.id}
        deal = self.env['crm.lead'].with_user(self.bo).create(values)
        self.assertEqual(deal.user_id, self.bo)

    def test_what_a_stranger_to_the_team_creates_is_assigned(self):
        values = {'name': "By RPC", 'type': 'opportunity', 'team_id': self.team_a.id}
        deal = self.env['crm.lead'].with_user(self.manager).create(values)
        self.assertEqual(deal.user_id, self.ada)

    def test_who_names_themselves_keeps_it(self):
        values = {'name': "Mine", 'team_id': self.team_a.id, 'user_id': self.manager.id}
        deal = self.env['crm.lead'].with_user(self.manager).create(values)
        self.assertEqual(deal.user_id, self.manager)

    def test_an_action_that_proposes_the_user_keeps_it(self):
        leads = self.env['crm.lead'].with_user(self.manager)
        leads = leads.with_context(default_user_id=self.manager.id)
        deal = leads.create({'name': "Mine", 'team_id': self.team_a.id})
        self.assertEqual(deal.user_id, self.manager)

    def test_an_import_without_salespeople_is_assigned(self):
        leads = self.env['crm.lead'].with_user(self.manager).with_context(import_file=True)
        rows = [[f"Row {number}", "Team Alpha"] for number in range(4)]
        result = leads.load(['name', 'team_id'], rows)
        self.assertFalse([m for m in result['messages'] if m['type'] == 'error'])
        deals = leads.browse(result['ids'])
        self.assertEqual(deals.mapped('user_id.name'), ["Ada", "Bo", "Cy"])
        self.assertEqual(deals[3].user_id, self.ada)

    def test_an_import_with_salespeople_keeps_them(self):
        leads = self.env['crm.lead'].with_user(self.manager).with_context(import_file=True)
        rows = [["Given", "Team Alpha", "deal_cy"], ["Open", "Team Alpha", ""]]
        result = leads.load(['name', 'team_id', 'user_id'], rows)
        deals = leads.browse(result['ids'])
        self.assertEqual([deal.user_id.name for deal in deals], ["Cy", "Ada"])

    def test_a_lead_that_comes_into_the_team_later_is_assigned(self):
        deals = self.env['crm.lead'].create([self._prepare_deal()] * 2)
        deals.team_id = self.team_a
        self.assertEqual([deal.user_id.name for deal in deals], ["Ada", "Bo"])

    def test_moving_a_deal_that_has_a_salesperson_changes_nobody(self):
        deal = self._create_deal(user_id=self.cy.id, team_id=self.team_b.id)
        deal.team_id = self.team_a
        self.assertEqual(deal.user_id, self.cy)

    def test_who_takes_the_salesperson_away_is_obeyed(self):
        deal = self._create_deal(user_id=self.cy.id, team_id=self.team_a.id)
        deal.user_id = False
        self.assertFalse(deal.user_id)

    def test_lost_and_archived_leads_wait_for_nobody(self):
        reason = self.env['crm.lost.reason'].search([], limit=1)
        self.assertEqual(self._arrive(active=False, lost_reason_id=reason.id), [None])

    def test_a_converted_lead_is_assigned(self):
        self.team_a.deal_assignment = 'manual'
        lead = self._create_deal(type='lead', team_id=self.team_a.id)
        self.team_a.deal_assignment = 'turn'
        lead.convert_opportunity(False)
        self.assertEqual(lead.user_id, self.ada)

    def test_a_conversion_into_the_team_assigns_unless_somebody_is_chosen(self):
        leads = self.env['crm.lead'].create([self._prepare_deal(type='lead')] * 2)
        nobody = self.env['res.users']
        for lead, user, wanted in zip(leads, (self.cy, nobody), (self.cy, self.ada), strict=True):
            wizard = self.env['crm.lead2opportunity.partner'].with_context(
                active_model='crm.lead', active_ids=lead.ids, active_id=lead.id
            )
            wizard.create(
                {
                    'name': 'convert',
                    'action': 'exist',
                    'lead_id': lead.id,
                    'team_id': self.team_a.id,
                    'user_id': user.id,
                }
            ).action_apply()
            self.assertEqual(lead.user_id, wanted)
            self.assertEqual(lead.type, 'opportunity')

    def test_the_history_says_why(self):
        deal = self.env['crm.lead'].create(self._prepare_deal(team_id=self.team_a.id))
        self.assertIn("Assigned to Ada, whose turn it was.", deal.message_ids[0].body)
        self.team_a.deal_assignment = 'load'
        deal = self.env['crm.lead'].create(self._prepare_deal(team_id=self.team_a.id))
        self.assertIn("Assigned to Bo by load: 0 open before, share 1.", deal.message_ids[0].body)

    def test_the_salesperson_is_told_of_it_once(self):
        deal = (
            self.env['crm.lead']
            .with_context(tracking_disable=False)
            .create(self._prepare_deal(team_id=self.team_a.id))
        )
        self.assertIn(self.ada.partner_id, deal.message_partner_ids)
        notices = (
            self.env['mail.message']
            .search([('model', '=', 'crm.lead'), ('res_id', '=', deal.id)])
            .filtered(lambda message: self.ada.partner_id in message.partner_ids)
        )
        self.assertEqual(len(notices), 1)

    def test_creating_many_costs_no_query_for_each(self):
        def count(number):
            before = self.env.cr.sql_log_count
            self.env['crm.lead'].create(
                [self._prepare_deal(team_id=self.team_a.id) for _ in range(number)]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)
        few = count(10)
        self.team_a.deal_assignment = 'manual'
        self.env.flush_all()
        count(2)
        plain_few, plain_many = count(10), count(60)
        self.team_a.deal_assignment = 'turn'
        self.env.flush_all()
        count(2)
        many = count(60)
        self.assertLessEqual(many - few, plain_many - plain_few + 1)

    def test_odoo_s_own_assignment_goes_by_its_own_rules(self):
        self.env['ir.config_parameter'].set_param('crm.lead.auto.assignment', True)
        self.members.assignment_max = 0
        self.third.assignment_max = 30
        lead = self.env['crm.lead'].create({**self._prepare_deal(type='lead'), 'team_id': False})
        (self.env['crm.team'].search([]) - self.team_a).assignment_optout = True
        self.team_a._action_assign_leads(force_quota=True, creation_delta_days=0)
        self.assertEqual((lead.team_id, lead.user_id), (self.team_a, self.cy))


@tagged('post_install', '-at_install')
class TestConversionByTheRule(AssignmentCase):
    def _create_leads(self, count):
        values = {'type': 'lead', 'team_id': self.team_a.id, 'user_id': False}
        leads = self.env['crm.lead'].with_context(deal_keep_unassigned=True)
        return leads.create([self._prepare_deal(**values) for _ in range(count)])

    def _open_mass(self, leads):
        wizard = self.env['crm.lead2opportunity.partner.mass'].with_user(self.manager)
        wizard = wizard.with_context(active_model='crm.lead', active_ids=leads.ids)
        return Form(wizard, 'crm.view_crm_lead2opportunity_partner_mass')

    def test_who_decides_is_told_before_a_lead_is_converted(self):
        lead = self._create_leads(1)
        wizard = self.env['crm.lead2opportunity.partner'].with_user(self.manager)
        wizard = wizard.with_context(
            active_model='crm.lead', active_id=lead.id, active_ids=lead.ids
        )
        form = Form(wizard, 'crm.view_crm_lead2opportunity_partner')
        form.user_id = self.env['res.users']
        form.team_id = self.team_a
        self.assertIn("In turn", form.deal_assignment_note)
        form.user_id = self.bo
        self.assertFalse(form.deal_assignment_note)

    def test_of_many_leads_the_rule_gives_those_whom_nobody_is_chosen_for(self):
        leads = self._create_leads(3)
        form = self._open_mass(leads)
        form.team_id = self.team_a
        form.action = 'nothing'
        with form.deal_line_ids.edit(0) as line:
            self.assertIn("In turn", line.customer_note)
            line.user_id = self.cy
            self.assertNotIn("In turn", line.customer_note)
        form.save().action_mass_convert()
        self.assertEqual(leads.mapped('user_id.name'), ["Cy", "Ada", "Bo"])
        self.assertFalse(
            leads[0].message_ids.filtered(lambda message: "Ada" in (message.body or ''))
        )
