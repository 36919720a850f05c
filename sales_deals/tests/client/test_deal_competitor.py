from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MergeCase
from ..loss.test_loss import LossCase


class CompetitorCase(LossCase):
    """A deal, and two that compete for it: a company and a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival_company = cls.env['res.partner'].create({'name': "Rival Ltd"})
        cls.company_row = cls._create_competitor(partner_id=cls.rival_company.id, price=450)
        cls.name_row = cls._create_competitor(name="The one from next door")
        cls.competitors = cls.company_row | cls.name_row

    @classmethod
    def _create_competitor(cls, lead=None, **values):
        return cls.env['deal.competitor'].create({'lead_id': (lead or cls.deal).id, **values})

    def _open_dialogue(self):
        action = {'active_ids': self.deal.ids, 'default_lead_ids': self.deal.ids}
        form = Form(self.env['crm.lead.lost'].with_user(self.salesman).with_context(**action))
        form.lost_reason_id = self.rival
        return form


@tagged('post_install', '-at_install')
class TestDealCompetitor(CompetitorCase):
    def test_competitor_is_a_company_or_a_name(self):
        self.assertEqual(self.competitors.mapped('name'), ["Rival Ltd", "The one from next door"])
        self.rival_company.name = "Rival plc"
        self.assertEqual(self.company_row.name, "Rival plc")
        self.rival_company.unlink()
        self.env.invalidate_all()
        self.assertEqual(
            (self.company_row.partner_id.id, self.company_row.name), (False, "Rival plc")
        )

    def test_price_is_in_the_currency_of_the_deal_unless_another_one_is_chosen(self):
        self.assertEqual(self.company_row.currency_id, self.deal.company_currency)
        euro = self.env.ref('base.EUR')
        self.assertEqual(
            self._create_competitor(name="Abroad", currency_id=euro.id).currency_id, euro
        )

    def test_same_competitor_is_refused_twice(self):
        for values in ({'partner_id': self.rival_company.id}, {'name': "THE ONE from next door"}):
            with (
                mute_logger('odoo.sql_db'),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_competitor(**values)

    # Winning

    def test_winning_marks_those_in_play_and_taking_it_back_undoes_it(self):
        self.name_row.state = 'lost_to'
        self.deal.with_user(self.salesman).action_set_won()
        self.assertEqual(self.competitors.mapped('state'), ['won_against', 'lost_to'])
        self.deal.stage_id = self.stages[0]
        self.assertEqual(self.competitors.mapped('state'), ['in_play', 'lost_to'])

    # Losing

    def test_dialogue_asks_which_of_the_competitors_it_was(self):
        form = self._open_dialogue()
        self.assertTrue(form.deal_has_competitors)
        self.assertFalse(form.deal_competitor_id)
        form.deal_competitor_id = self.company_row
        self.assertEqual(form.deal_competitor_price, 450)
        form.deal_competitor_price = 430
        form.save().action_lost_reason_apply()
        loss = self.deal.deal_loss_ids
        self.assertEqual((loss.competitor_id, loss.competitor_price), (self.rival_company, 430))
        self.assertEqual(self.competitors.mapped('state'), ['lost_to', 'in_play'])
        self.assertEqual(self.company_row.price, 430)

    def test_deal_is_lost_to_a_name(self):
        form = self._open_dialogue()
        form.deal_competitor_id = self.name_row
        form.save().action_lost_reason_apply()
        loss = self.deal.deal_loss_ids
        self.assertEqual(
            (loss.competitor_id.id, loss.competitor_name), (False, "The one from next door")
        )
        self.assertEqual(self.name_row.state, 'lost_to')

    def test_the_only_one_in_play_is_proposed(self):
        self.name_row.unlink()
        form = self._open_dialogue()
        self.assertEqual(form.deal_competitor_id, self.company_row)
        form.lost_reason_id = self.reason
        form.save().action_lost_reason_apply()
        self.assertEqual(self.company_row.state, 'in_play')
        self.assertFalse(self.deal.deal_loss_ids.competitor_name)

    def test_price_in_another_currency_is_converted_at_today_s_rate_and_kept(self):
        euro = self.env.ref('base.EUR')
        euro.rate_ids.unlink()
        self.env['res.currency.rate'].create(
            {'currency_id': euro.id, 'name': '2020-01-01', 'rate': 0.5}
        )
        self.company_row.currency_id = euro
        form = self._open_dialogue()
        form.deal_competitor_id = self.company_row
        self.assertEqual(form.deal_competitor_price, 900)
        form.save().action_lost_reason_apply()
        self.assertEqual(self.deal.deal_loss_ids.competitor_price, 900)
        self.assertEqual((self.company_row.price, self.company_row.currency_id), (450, euro))
        self.assertEqual(self.company_row.state, 'lost_to')

    def test_price_without_a_rate_is_not_taken_for_one_in_the_deal_s(self):
        self.env.ref('base.EUR').rate_ids.unlink()
        self.company_row.currency_id = self.env.ref('base.EUR')
        form = self._open_dialogue()
        form.deal_competitor_id = self.company_row
        self.assertEqual(form.deal_competitor_price, 0)
        form.save().action_lost_reason_apply()
        self.assertEqual(self.company_row.price, 450)

    def test_competitor_of_whom_nobody_knew_is_added_to_all_deals_that_are_lost(self):
        stranger = self.env['res.partner'].create({'name': "Stranger"})
        self._create_competitor(self.second, partner_id=stranger.id)
        wizard = self.env['crm.lead.lost'].create(
            {
                'lead_ids': self.deals.ids,
                'lost_reason_id': self.rival.id,
                'deal_competitor_partner_id': stranger.id,
            }
        )
        wizard.action_lost_reason_apply()
        for deal in self.deals:
            lost_to = deal.deal_competitor_ids.filtered(lambda row: row.state == 'lost_to')
            self.assertEqual(lost_to.partner_id, stranger)
        self.assertEqual(len(self.second.deal_competitor_ids), 1)

    def test_restored_deal_competes_again(self):
        form = self._open_dialogue()
        form.deal_competitor_id = self.company_row
        form.save().action_lost_reason_apply()
        self.deal.with_user(self.salesman).action_restore()
        self.assertEqual(self.competitors.mapped('state'), ['in_play', 'in_play'])

    # Access

    def test_competitors_are_seen_with_their_deal(self):
        self.deal.user_id = self.manager
        for user in (self.salesman_all, self.manager):
            self.company_row.with_user(user).strengths = f"Seen by {user.login}"
        for user in (self.salesman, self.employee, self.portal, self.public):
            with self.subTest(user.login):
                own = self.company_row.with_user(user)
                own.invalidate_recordset()
                for access in (
                    lambda own=own: own.price,
                    lambda own=own: own.write({'price': 1}),
                    own.unlink,
                    lambda own=own: own.create({'lead_id': self.deal.id, 'name': "New"}),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        access()

    def test_competitors_of_another_company_are_hidden(self):
        self.deal.company_id = self.company
        found = self.env['deal.competitor'].with_user(self.stranger)
        self.assertFalse(found.search([('id', 'in', self.competitors.ids)]))


@tagged('post_install', '-at_install')
class TestCompetitorOfMerge(MergeCase):
    def _add(self, lead, **values):
        return self.env['deal.competitor'].create({'lead_id': lead.id, **values})

    def _read(self, rows):
        self.env.invalidate_all()
        names = ('lead_id', 'name', 'price', 'currency_id', 'strengths', 'weaknesses', 'state')
        return [tuple(row[name] for name in names) for row in rows]

    def test_competitors_move_and_the_same_one_is_there_once(self):
        euro = self.env.ref('base.EUR')
        own = self._add(self.old, name="Rival", weaknesses="Slow")
        same = self._add(
            self.new,
            name="RIVAL",
            price=90,
            currency_id=euro.id,
            weaknesses="Dear",
            strengths="Big",
        )
        other = self._add(self.new, name="Other", price=80)
        rows = own | same | other
        before = self._read(rows)
        survivor = self._merge()
        self.env.invalidate_all()
        self.assertEqual(survivor.deal_competitor_ids, own | other)
        self.assertEqual(
            (own.price, own.currency_id, own.strengths, own.weaknesses), (90, euro, "Big", "Slow")
        )
        survivor.action_deal_undo_merge()
        self.assertEqual(self._read(rows), before)

    def test_open_deal_is_not_lost_to_whom_a_merged_one_was_lost(self):
        row = self._add(self.lost, name="Rival", state='lost_to')
        survivor = self._merge(self.old | self.lost)
        self.env.invalidate_all()
        self.assertEqual((row.lead_id, row.state), (survivor, 'in_play'))
        survivor.action_deal_undo_merge()
        self.env.invalidate_all()
        self.assertEqual((row.lead_id, row.state), (self.lost, 'lost_to'))

    def test_won_deal_is_won_against_those_of_the_others(self):
        row = self._add(self.new, name="Rival")
        self.old.action_set_won()
        self._merge(self.old | self.new)
        self.env.invalidate_all()
        self.assertEqual((row.lead_id, row.state), (self.old, 'won_against'))
