from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestDealProcess(DealCase):
    def test_deal_follows_the_process_of_its_team(self):
        deal = self._create_deal(team_id=self.team_b.id)
        self.assertEqual(deal.deal_process_id, self.process_b)
        self.assertEqual(deal.stage_id, self.process_b.stage_ids[0])

    def test_deal_without_team_follows_the_first_open_process(self):
        self.assertEqual(self._create_deal(team_id=False).deal_process_id, self.standard)

    def test_deal_created_on_a_stage_follows_its_process(self):
        stage = self.process_a.stage_ids[1]
        deal = self._create_deal(stage_id=stage.id, team_id=self.team_b.id)
        self.assertEqual((deal.deal_process_id, deal.stage_id), (self.process_a, stage))
        quick = self.env['crm.lead'].with_context(default_stage_id=stage.id)
        deal = quick.create(self._prepare_deal())
        self.assertEqual((deal.deal_process_id, deal.stage_id), (self.process_a, stage))

    def test_changing_the_team_keeps_a_process_that_it_may_use(self):
        self.process_a.team_ids += self.team_b
        deal = self._create_deal(team_id=self.team_a.id)
        deal.team_id = self.team_b
        self.assertEqual(deal.deal_process_id, self.process_a)

    def test_changing_the_team_changes_process_and_stage_together(self):
        deal = self._create_deal(team_id=self.team_a.id)
        deal.team_id = self.team_b
        self.assertEqual(deal.deal_process_id, self.process_b)
        self.assertEqual(deal.stage_id, self.process_b.stage_ids[0])

    def test_won_deal_stays_won_in_another_team(self):
        deal = self._create_deal(team_id=self.team_a.id)
        deal.action_set_won()
        deal.team_id = self.team_b
        self.assertEqual(deal.stage_id, self.process_b.stage_ids[2])
        self.assertEqual(deal.won_status, 'won')

    def test_stage_of_another_process_is_refused(self):
        deal = self._create_deal(team_id=self.team_a.id)
        with self.assertRaisesRegex(ValidationError, "Change Process"):
            deal.stage_id = self.process_b.stage_ids[0]

    def test_another_process_without_a_stage_is_refused(self):
        deal = self._create_deal(team_id=self.team_a.id)
        with self.assertRaisesRegex(UserError, "Choose a stage"):
            deal.write({'deal_process_id': self.process_b.id})
        self.assertEqual(deal.deal_process_id, self.process_a)

    def test_stage_of_all_processes_suits_any(self):
        shared = self.env['crm.stage'].create({'name': "Waiting", 'sequence': 5})
        deal = self._create_deal(team_id=self.team_a.id)
        deal.stage_id = shared
        deal.write({'deal_process_id': self.process_b.id})
        self.assertEqual(deal.stage_id, shared)

    def test_wizard_asks_for_a_stage_and_proposes_the_nearest(self):
        deal = self._create_deal(team_id=self.team_a.id)
        deal.stage_id = self.process_a.stage_ids[1]
        action = deal.action_deal_change_process()
        wizard = Form(self.env['deal.process.change'].with_context(**action['context']))
        wizard.deal_process_id = self.process_b
        self.assertEqual(wizard.stage_id, self.process_b.stage_ids[1])
        wizard.stage_id = self.process_b.stage_ids[0]
        wizard.save().action_apply()
        self.assertEqual(deal.deal_process_id, self.process_b)
        self.assertEqual(deal.stage_id, self.process_b.stage_ids[0])

    def test_won_button_wins_in_the_process(self):
        deals = self._create_deal(team_id=self.team_a.id) + self._create_deal(
            team_id=self.team_b.id
        )
        deals.action_set_won()
        self.assertEqual(
            deals.mapped('stage_id'), self.process_a.stage_ids[2] + self.process_b.stage_ids[2]
        )

    def test_columns_are_the_stages_of_the_process_looked_at(self):
        self._create_deal(team_id=self.team_a.id)
        columns = self._read_columns([('deal_process_id', '=', self.process_a.id)])
        self.assertEqual(columns, self.process_a.stage_ids)

    def test_columns_of_the_menu_are_those_of_its_process(self):
        action = self.process_b.action_open_pipeline()
        columns = self._read_columns(action['domain'], **action['context'])
        self.assertEqual(columns, self.process_b.stage_ids)

    def test_columns_without_a_process_are_the_default_one_and_those_with_deals(self):
        deal = self._create_deal(team_id=self.team_a.id)
        domain = [('id', '=', deal.id)]
        self.assertEqual(self._read_columns(domain), self.standard.stage_ids + deal.stage_id)

    def test_columns_found_by_name(self):
        columns = self._read_columns([('deal_process_id', 'ilike', 'Alph')])
        self.assertEqual(columns, self.process_a.stage_ids)

    def _read_columns(self, domain, **context):
        leads = self.env['crm.lead'].with_context(read_group_expand=True, **context)
        groups = leads.web_read_group(domain, ['stage_id'], ['__count'])['groups']
        ids = [group['stage_id'][0] for group in groups if group['stage_id']]
        return (
            self.env['crm.stage'].browse(ids).sorted(lambda s: (s.deal_process_id.sequence, s.id))
        )

    def test_column_added_in_the_pipeline_belongs_to_its_process(self):
        stage_id, _name = self.env['crm.stage'].name_create("Extra")
        self.assertEqual(self.env['crm.stage'].browse(stage_id).deal_process_id, self.standard)

    def test_process_without_first_or_won_stage_is_refused(self):
        self.env['crm.stage'].search([('deal_process_id', '=', False)]).unlink()
        for won in (True, False):
            with self.subTest(won=won), self.assertRaisesRegex(ValidationError, "won stage"):
                self.env['deal.process'].create(
                    {
                        'name': "Half",
                        'stage_ids': [Command.create({'name': "Only", 'is_won': won})],
                    }
                )

    def test_last_won_stage_cannot_be_taken_away(self):
        won = self.process_a.stage_ids[2]
        with self.assertRaises(ValidationError):
            won.is_won = False
        with self.assertRaises(ValidationError):
            won.unlink()

    def test_stage_with_deals_cannot_be_given_to_another_process(self):
        deal = self._create_deal(team_id=self.team_a.id)
        self.process_a.stage_ids = [Command.create({'name': "Spare", 'sequence': 3})]
        with self.assertRaisesRegex(ValidationError, "stand on the stage"):
            deal.stage_id.deal_process_id = self.process_b

    def test_used_process_cannot_be_deleted_but_archived(self):
        deal = self._create_deal(team_id=self.team_a.id)
        with self.assertRaisesRegex(UserError, "Archive"):
            self.process_a.unlink()
        self.process_a.active = False
        self.assertEqual(deal.deal_process_id, self.process_a)
        new = self._create_deal(team_id=self.team_a.id)
        self.assertEqual(new.deal_process_id, self.standard)

    def test_copied_process_has_stages_and_numbers_of_its_own(self):
        twin = self.process_a.copy()
        self.assertEqual(twin.stage_ids.mapped('name'), self.process_a.stage_ids.mapped('name'))
        self.assertFalse(twin.stage_ids & self.process_a.stage_ids)
        self.assertNotEqual(twin.number_prefix, self.process_a.number_prefix)

    def test_merged_deal_stays_in_its_process(self):
        deals = self._create_deal(team_id=self.team_a.id) + self._create_deal(
            team_id=self.team_b.id
        )
        head = deals._sort_by_confidence_level(reverse=True)[0]
        number, process, stage = head.deal_number, head.deal_process_id, head.stage_id
        merged = deals.merge_opportunity()
        self.assertEqual(merged, head)
        self.assertEqual((merged.deal_number, merged.deal_process_id), (number, process))
        self.assertEqual(merged.stage_id, stage)

    def test_deals_merged_into_a_team_follow_its_process(self):
        self.process_b.stage_ids[0].team_ids = self.team_a
        deals = self._create_deal(team_id=self.team_a.id) + self._create_deal(
            team_id=self.team_a.id
        )
        merged = deals.merge_opportunity(team_id=self.team_b.id)
        self.assertEqual(merged.deal_process_id, self.process_b)
        self.assertEqual(merged.stage_id, self.process_b.stage_ids[1])

    def test_lead_is_converted_in_its_process(self):
        lead = self._create_deal(type='lead', team_id=self.team_b.id)
        lead.convert_opportunity(self.env['res.partner'], team_id=self.team_b.id)
        self.assertEqual(lead.deal_process_id, self.process_b)
        self.assertIn(lead.stage_id, self.process_b.stage_ids)

    def test_process_of_another_company_is_refused(self):
        self.process_b.company_id = self.other_company
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            self._create_deal(
                company_id=self.company.id,
                stage_id=self.process_b.stage_ids[0].id,
                team_id=self.team_a.id,
            )

    def test_process_with_foreign_deals_cannot_be_given_to_a_company(self):
        self._create_deal(team_id=self.team_a.id, company_id=self.company.id)
        with self.assertRaisesRegex(ValidationError, "other companies"):
            self.process_a.company_id = self.other_company
