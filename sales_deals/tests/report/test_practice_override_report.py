"""Overrides of practices: who let deals go on without what their stages ask for, and why."""

from odoo.tests import tagged

from ...models.company.deal_record import system
from ..playbook.common import PlaybookCase


@tagged('post_install', '-at_install')
class TestPracticeOverrideReport(PlaybookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.practice = cls._create_practice(requirement='ask')
        values = {'practice_id': cls.practice.id, 'requirement': 'ask', 'way': 'reason'}
        cls.overrides = system(cls.env['deal.practice.override']).create(
            {**values, 'lead_id': cls.deal.id, 'user_id': cls.manager.id, 'reason': "In a hurry"}
        )

    def test_overrides_are_grouped_by_where_their_deals_belong(self):
        overrides = self.env['deal.practice.override'].with_user(self.manager)
        domain = [('practice_id', '=', self.practice.id)]
        for name, value in (
            ('user_id', self.manager),
            ('deal_process_id', self.process_a),
            ('stage_id', self.start),
            ('team_id', self.team_a),
            ('salesperson_id', self.salesman),
        ):
            with self.subTest(name):
                [group] = overrides._read_group([*domain, (name, '=', value.id)], [name])
                self.assertEqual(group[0], value)
                self.assertTrue(overrides.fields_get([name])[name]['groupable'])

    def test_salespeople_see_those_of_their_own_deals(self):
        for user, count in ((self.salesman, 1), (self.manager, 1), (self.stranger, 0)):
            overrides = self.env['deal.practice.override'].with_user(user)
            self.assertEqual(overrides.search_count([('id', 'in', self.overrides.ids)]), count)

    def test_a_row_opens_its_deal(self):
        action = self.overrides.with_user(self.salesman).action_open_deal()
        self.assertEqual((action['res_model'], action['res_id']), ('crm.lead', self.deal.id))
