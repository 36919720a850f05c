from contextlib import suppress
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from ..common import DealCase

YEAR = date.today().year


@tagged('post_install', '-at_install')
class TestDealNumber(DealCase):
    def test_deal_gets_number_of_its_process(self):
        deals = self._create_deal(team_id=self.team_a.id) + self._create_deal(
            team_id=self.team_b.id
        )
        self.assertEqual(deals.mapped('deal_number'), [f'A-{YEAR}-0001', f'B-{YEAR}-0001'])

    def test_lead_draws_from_the_same_sequence_and_keeps_number_on_conversion(self):
        lead = self._create_deal(team_id=self.team_a.id, type='lead')
        deal = self._create_deal(team_id=self.team_a.id)
        self.assertEqual(lead.deal_number, f'A-{YEAR}-0001')
        self.assertEqual(deal.deal_number, f'A-{YEAR}-0002')
        lead.convert_opportunity(self.env['res.partner'])
        self.assertEqual(lead.type, 'opportunity')
        self.assertEqual(lead.deal_number, f'A-{YEAR}-0001')

    def test_batch_is_numbered_in_order_of_creation(self):
        deals = self.env['crm.lead'].create(
            [self._prepare_deal(team_id=self.team_a.id) for _i in range(30)]
        )
        self.assertEqual(deals.mapped('deal_number'), [f'A-{YEAR}-{i:04d}' for i in range(1, 31)])

    def test_batch_draws_in_one_statement(self):
        self._create_deal(team_id=self.team_a.id).flush_recordset()
        # Without gaps, one more: to wait for others who draw.
        for implementation, queries in (('standard', 1), ('no_gap', 2)):
            self.process_a.number_implementation = implementation
            self.process_a._draw_numbers(1)
            with self.subTest(implementation), self.assertQueryCount(queries):
                self.process_a._draw_numbers(50)

    def test_no_gap_continues_where_it_stood(self):
        self.process_a.number_implementation = 'no_gap'
        numbers = self._create_deal(team_id=self.team_a.id).mapped('deal_number')
        numbers += self.process_a._draw_numbers(2)
        self.assertEqual(numbers, [f'A-{YEAR}-000{i}' for i in (1, 2, 3)])
        self.process_a.invalidate_recordset()
        self.assertEqual(self.process_a.number_next, 4)

    def test_no_gap_asks_to_try_again_when_its_counter_is_not_there(self):
        self.process_a.number_implementation = 'no_gap'
        self.process_a._draw_numbers(1)
        # As for a transaction that does not see the counter which another one has opened.
        ranges = self.process_a.sequence_id.date_range_ids
        self.env.cr.execute(SQL("DELETE FROM ir_sequence_date_range WHERE id IN %s", ranges._ids))
        self.env.invalidate_all()
        with self.assertRaises(ConcurrencyError):
            self.process_a._draw_numbers(1)
        self.assertEqual(self.process_a._draw_numbers(1), [f'A-{YEAR}-0001'])

    def test_numbers_go_on_when_they_are_drawn_otherwise(self):
        for implementation, number in (('no_gap', 3), ('standard', 4), ('no_gap', 5)):
            self.process_a._draw_numbers(1)
            if number == 3:
                self.process_a._draw_numbers(1)
            self.process_a.number_implementation = implementation
            self.process_a.invalidate_recordset()
            self.assertEqual(self.process_a.number_next, number)
        self.assertEqual(self.process_a._draw_numbers(1), [f'A-{YEAR}-0005'])

    def test_next_number_without_gaps_is_what_is_entered(self):
        self.process_a.number_implementation = 'no_gap'
        self.process_a._draw_numbers(20)
        self.process_a.number_next = 7
        self.assertEqual(self.process_a._draw_numbers(2), [f'A-{YEAR}-0007', f'A-{YEAR}-0008'])
        self.env['deal.number.draw']._gc_draws()
        self.assertEqual(self.process_a._draw_numbers(1), [f'A-{YEAR}-0009'])

    def test_number_without_gaps_is_given_back(self):
        self.process_a.number_implementation = 'no_gap'
        self.process_a._draw_numbers(1)
        with suppress(ZeroDivisionError), self.env.cr.savepoint():
            self.process_a._draw_numbers(5)
            raise ZeroDivisionError
        self.assertEqual(self.process_a._draw_numbers(1), [f'A-{YEAR}-0002'])

    def test_import_that_another_transaction_disturbs_begins_anew(self):
        disturbed = patch.object(
            type(self.process_a), '_draw_numbers', side_effect=ConcurrencyError
        )
        with disturbed, self.assertRaises(ConcurrencyError):
            self.env['crm.lead'].load(['name', 'type'], [["One", 'opportunity']] * 2)
        result = self.env['crm.lead'].load(['name', 'type'], [["One", 'opportunity']] * 2)
        self.assertEqual((len(result['ids']), result['messages']), (2, []))

    def test_fast_numbers_ask_to_try_again_when_their_counter_is_not_there(self):
        self.process_a._draw_numbers(1)
        # As above: PostgreSQL knows nothing of the other transaction's counter.
        [counter] = self.process_a.sequence_id.date_range_ids
        name = f'ir_sequence_{self.process_a.sequence_id.id:03d}_{counter.id:03d}'
        with self.assertRaises(ConcurrencyError), self.env.cr.savepoint():
            self.env.cr.execute(SQL("DROP SEQUENCE %s", SQL.identifier(name)))
            self.process_a._draw_numbers(1)
        self.assertEqual(self.process_a._draw_numbers(1), [f'A-{YEAR}-0002'])

    def test_number_starts_anew_each_year(self):
        with freeze_time('2030-12-31 12:00:00'):
            self.assertEqual(self.process_a._draw_numbers(2), ['A-2030-0001', 'A-2030-0002'])
        with freeze_time('2031-01-01 12:00:00'):
            self.assertEqual(self.process_a._draw_numbers(1), ['A-2031-0001'])

    def test_number_beyond_padding_grows(self):
        self.process_a.number_next = 9999
        self.assertEqual(self.process_a._draw_numbers(2), [f'A-{YEAR}-9999', f'A-{YEAR}-10000'])

    def test_copy_gets_a_number_of_its_own(self):
        deal = self._create_deal(team_id=self.team_a.id)
        self.assertEqual(deal.copy().deal_number, f'A-{YEAR}-0002')

    def test_number_of_deleted_deal_is_not_reused(self):
        for implementation in ('standard', 'no_gap'):
            self.process_a.number_implementation = implementation
            deal = self._create_deal(team_id=self.team_a.id)
            number = deal.deal_number
            deal.unlink()
            with self.subTest(implementation):
                self.assertNotEqual(self._create_deal(team_id=self.team_a.id).deal_number, number)

    def test_imported_number_is_kept_and_passed_over(self):
        imported = self._create_deal(team_id=self.team_a.id, deal_number=f' A-{YEAR}-0002 ')
        self.assertEqual(imported.deal_number, f'A-{YEAR}-0002')
        deals = self.env['crm.lead'].create(
            [self._prepare_deal(team_id=self.team_a.id) for _i in range(2)]
        )
        self.assertEqual(deals.mapped('deal_number'), [f'A-{YEAR}-0001', f'A-{YEAR}-0003'])

    def test_duplicate_number_is_refused_in_words_on_import(self):
        self._create_deal(deal_number='X1')
        result = self.env['crm.lead'].load(['name', 'deal_number'], [["Twin", 'X1']])
        self.assertFalse(result['ids'])
        self.assertIn("X1 is the number of “A deal”", result['messages'][0]['message'])

    @mute_logger('odoo.sql_db')
    def test_number_is_unique_in_a_company_only(self):
        self._create_deal(deal_number='X1', company_id=self.company.id)
        other = self._create_deal(
            deal_number='X1',
            company_id=self.other_company.id,
            team_id=False,
            user_id=self.stranger.id,
        )
        self.assertEqual(other.deal_number, 'X1')
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._create_deal(deal_number='X1', company_id=self.company.id).flush_recordset()

    @mute_logger('odoo.sql_db')
    def test_moving_to_a_company_where_number_is_taken_is_refused(self):
        self._create_deal(
            deal_number='X1', company_id=self.other_company.id, user_id=self.stranger.id
        )
        deal = self._create_deal(deal_number='X1', company_id=self.company.id)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            deal.write({'company_id': self.other_company.id, 'user_id': self.stranger.id})
            deal.flush_recordset()

    def test_number_cannot_be_removed(self):
        deal = self._create_deal(team_id=self.team_a.id)
        with self.assertRaises(ValidationError):
            deal.deal_number = False

    def test_open_form_draws_no_number(self):
        form = Form(self.env['crm.lead'], 'crm.crm_lead_view_form')
        form.name = "Only looking"
        self.assertFalse(form.deal_number)
        first = self._create_deal(team_id=self.team_a.id)
        self.assertEqual(first.deal_number, f'A-{YEAR}-0001')

    def test_number_stays_when_process_changes(self):
        deal = self._create_deal(team_id=self.team_a.id)
        deal.write(
            {
                'deal_process_id': self.process_b.id,
                'stage_id': self.process_b.stage_ids[0].id,
            }
        )
        self.assertEqual(deal.deal_number, f'A-{YEAR}-0001')

    def test_number_is_found_and_shown(self):
        deal = self._create_deal(team_id=self.team_a.id, name="Roof")
        self.assertEqual(deal.display_name, f'A-{YEAR}-0001 Roof')
        self.assertIn(deal.id, dict(self.env['crm.lead'].name_search(f'A-{YEAR}-0001')))

    def test_prefix_of_another_process_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "already numbers"):
            self.process_b.number_prefix = 'A-%(range_year)s-'

    def test_a_prefix_that_cannot_be_filled_in_is_refused(self):
        for prefix in ('A%(years)s-', 'A%(range_year)', 'A%(jyear)', '100%-'):
            with self.assertRaisesRegex(ValidationError, "can't be filled in"):
                self.process_a.number_prefix = prefix
            with self.assertRaisesRegex(ValidationError, "can't be filled in"):
                self.process_b.copy({'number_prefix': f'C{prefix}', 'name': "Copy"})
        self.process_a.number_prefix = 'A100%%-'
        self.assertEqual(self.process_a.number_example, 'A100%-0001')

    def test_new_process_gets_a_free_prefix(self):
        twin = self._create_process("Alpha", False)
        third = self._create_process("Alpha", False)
        self.assertEqual(twin.number_prefix, 'A/%(range_year)s/')
        self.assertEqual(third.number_prefix, 'A1/%(range_year)s/')

    def test_deleted_process_takes_its_sequences_along(self):
        process = self._create_process("Short", 'S-%(range_year)s-')
        process._draw_numbers(1)
        sequence = process.sequence_id
        process.unlink()
        self.assertFalse(sequence.exists())
        self.env.cr.execute(
            "SELECT FROM pg_sequences WHERE sequencename LIKE %s",
            [f'ir_sequence_{sequence.id:03d}%'],
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_deals_without_number_are_numbered_by_year_in_order_of_creation(self):
        self.env['crm.lead'].search([]).unlink()
        deals = self.env['crm.lead'].create([self._prepare_deal() for _i in range(4)])
        deals.flush_recordset()
        before = deals.read(['write_date', 'name', 'stage_id', 'probability'])
        days = ('2021-03-01', '2020-05-01', '2020-04-01', '2021-01-01')
        for deal, day in zip(deals, days, strict=True):
            self.env.cr.execute(
                "UPDATE crm_lead SET deal_number = NULL, deal_process_id = NULL, create_date = %s"
                " WHERE id = %s",
                [day, deal.id],
            )
        self.env.invalidate_all()
        self.env['deal.process']._adopt_existing_pipeline()
        self.assertEqual(
            deals.mapped('deal_number'),
            ['D/2021/00002', 'D/2020/00002', 'D/2020/00001', 'D/2021/00001'],
        )
        self.assertEqual(deals.deal_process_id, self.standard)
        self.assertEqual(deals.read(['write_date', 'name', 'stage_id', 'probability']), before)
        with freeze_time('2021-06-01'):
            self.assertEqual(self.standard._draw_numbers(1), ['D/2021/00003'])

    def test_process_with_company_numbers_its_own_company(self):
        process = self._create_process(
            "Foreign", 'F-%(range_year)s-', company_id=self.other_company.id, sequence=0
        )
        deal = self._create_deal(user_id=self.stranger.id, team_id=False)
        self.assertEqual(deal.company_id, self.other_company)
        self.assertEqual(deal.deal_process_id, process)
        self.assertEqual(self._create_deal().deal_process_id, self.standard)
        self.assertEqual(self.env['deal.process'].browse(process.id).team_ids, self.env['crm.team'])
        self.assertFalse(process.team_ids & self.team_a)
        process.write({'team_ids': [Command.set(self.team_a.ids)]})
        self.assertEqual(self._create_deal(team_id=self.team_a.id).deal_process_id, self.process_a)
