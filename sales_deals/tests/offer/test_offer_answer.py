import json
from contextlib import closing
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import MissingError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from ...models.offer.deal_offer_question import QUESTIONS_AN_HOUR, TooManyRequests
from ..common import OfferCase


@tagged('post_install', '-at_install')
class TestOfferAnswer(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.offer = cls._send()

    def _get_last_message(self):
        return self.deal.message_ids.sorted('id')[-1:]

    # Yes

    def test_accepting_makes_and_confirms_the_order(self):
        order = self.offer._accept(self.key, [self.option_key], "Anna Nowak")
        self.assertEqual(order.state, 'sale')
        self.assertEqual(order.opportunity_id, self.deal)
        self.assertEqual(order.signed_by, "Anna Nowak")
        self.assertEqual(order.amount_total, 2 * 120 + 500)
        self.assertEqual(self.offer.accepted_amount, order.amount_total)
        self.assertEqual(
            (self.offer.state, self.offer.sale_order_id, self.offer.accepted_variant_id),
            ('accepted', order, self.variant),
        )

    def test_what_was_sent_can_be_accepted_whatever_happened_since(self):
        """Months may pass; records that the order was to name are merged, archived, deleted."""
        term = self.env['account.payment.term'].create({'name': "Within a week"})
        prices = self.env['product.pricelist'].create({'name': "Of last year"})
        team = self.env['crm.team'].create({'name': "Of last year"})
        tax = self.tax_added.copy()
        self.variant.write({'payment_term_id': term.id, 'pricelist_id': prices.id})
        self.deal.team_id = team
        self.line.tax_ids = tax
        offer = self._send()
        twin = self.env['res.partner'].create({'name': "Twin", 'email': self.partner.email})
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        lines = self.variant.line_ids
        happened = {
            '': lambda: None,
            'merged': lambda: wizard._merge((self.partner | twin).ids, twin),
            "Payment Terms": lambda: (
                self.variant.write({'payment_term_id': False}),
                term.unlink(),
            ),
            "Pricelist": lambda: (self.variant.unlink(), prices.unlink()),
            "Sales Team": lambda: (self.deal.write({'team_id': False}), team.unlink()),
            "Taxes": lambda: (lines.write({'tax_ids': False}), tax.unlink()),
            "Product": lambda: (self.variant.unlink(), self.window.product_tmpl_id.unlink()),
            'archived': lambda: (self.window | term | prices | self.partner).action_archive(),
        }
        happened['archived'] = lambda: [
            records.action_archive() for records in (self.window, term, prices, self.partner)
        ]
        for name, happen in happened.items():
            with self.subTest(name or 'nothing'), closing(self.env.cr.savepoint()):
                happen()
                self.env.flush_all()
                self.env.invalidate_all()
                order = offer._accept(self.key, [], "Anna Nowak")
                said = str(order.message_ids.mapped('body'))
                self.assertEqual(name.istitle(), "were deleted" in said)
                if name.istitle():
                    self.assertIn(name, said)
                self.assertEqual(order.order_line.mapped('price_subtotal')[0], 240)
                self.assertEqual(order.partner_id, twin if name == 'merged' else self.partner)
            self.env.invalidate_all()

    def test_version_that_was_made_before_another_is_accepted_is_not_sent(self):
        draft = self.offer.browse(self.offer.action_new_version()['res_id'])
        self._create_again(draft, '-1 day')
        self.offer._accept(self.key, [], "Anna Nowak")
        for act in (draft.action_send, draft.action_mark_sent):
            with self.assertRaisesRegex(UserError, "accepted .* meanwhile"):
                act()
        after = self.offer.browse(self.offer.action_new_version()['res_id'])
        self._create_again(after, '1 hour')  # a test is one transaction, as of one moment
        after.action_mark_sent()
        self.assertEqual((draft.state, after.state), ('draft', 'sent'))

    def _create_again(self, offer, later):
        query = "UPDATE deal_offer SET create_date = create_date + %s::interval WHERE id = %s"
        self.env.flush_all()
        self.env.cr.execute(SQL(query, later, offer.id))
        offer.invalidate_recordset()

    def test_new_version_ends_as_the_one_before(self):
        today = fields.Date.context_today(self.offer)
        self.variant.validity_days = 0
        draft = self.offer.browse(self.offer.action_new_version()['res_id'])
        draft.valid_until = today + timedelta(days=9)
        draft.action_mark_sent()
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            later = draft.browse(draft.action_new_version()['res_id'])
            self.assertEqual(later.valid_until, today + timedelta(days=39))
            self.variant.validity_days = 14
            last = draft.browse(draft.action_new_version()['res_id'])
            self.assertEqual(last.valid_until, today + timedelta(days=44))

    def test_client_is_told_nothing_that_a_database_says(self):
        data = self.offer.order_data
        data[self.key]['values']['company_id'] = 99_999_999
        data[self.key]['lines'][0][1]['product_uom_id'] = 99_999_999
        query = SQL(
            "UPDATE deal_offer SET order_data = %s WHERE id = %s", json.dumps(data), self.offer.id
        )
        self.env.flush_all()
        self.env.cr.execute(query)
        self.env.invalidate_all()
        failing = patch.object(
            type(self.env['deal.variant']),
            '_create_orders',
            side_effect=MissingError("sale.order(7,)"),
        )
        logger = 'odoo.addons.sales_deals.models.offer.deal_offer_order'
        with failing, mute_logger(logger), self.assertRaisesRegex(UserError, "write to us"):
            self.offer._accept(self.key, [], "Anna Nowak")
        self.assertEqual(self.offer.state, 'sent')
        self.assertTrue(self.offer._accept(self.key, [], "Anna Nowak"))

    def test_accepting_wins_the_deal_in_its_process(self):
        self.offer._accept(self.key, [], "Anna Nowak")
        self.assertEqual(self.deal.won_status, 'won')
        self.assertTrue(self.deal.stage_id.is_won)
        self.assertIn(
            self.deal.stage_id.deal_process_id,
            (self.deal.deal_process_id, self.env['deal.process']),
        )
        self.assertEqual(self.deal.expected_revenue, 240)
        self.assertIn("Anna Nowak", self._get_last_message().body)

    def test_accepting_takes_the_prices_that_were_sent(self):
        self.line.price_unit = 1000
        self.line.cost = 999
        order = self.offer._accept(self.key, [], "Anna Nowak")
        self.assertEqual(order.amount_untaxed, 240)
        self.assertEqual(order.order_line[:1].purchase_price, 80)

    def test_accepting_another_variant_chooses_it_and_closes_other_offers(self):
        other = self._create_variant(name="B")
        self._create_line(other, quantity=5)
        second = self._send(variant_ids=[Command.set((self.variant | other).ids)])
        second._accept(str(other.id), [], "Anna Nowak")
        self.assertEqual(self.deal.deal_chosen_variant_id, other)
        self.assertEqual((self.offer.state, second.state), ('superseded', 'accepted'))
        self.assertEqual(self.deal.expected_revenue, 600)

    def test_order_that_needs_payment_waits_for_it(self):
        self.company.write({'portal_confirmation_pay': True, 'prepayment_percent': 1.0})
        offer = self._send()
        order = offer._accept(self.key, [], "Anna Nowak")
        self.assertEqual((order.state, offer.state), ('sent', 'accepted'))
        self.assertNotEqual(self.deal.won_status, 'won')
        order.action_confirm()
        self.assertEqual(self.deal.won_status, 'won')

    def test_what_cannot_be_accepted_is_refused_in_words(self):
        cases = [
            (('999999', [], "Anna"), "not offered"),
            ((self.key, [str(self.line.id)], "Anna"), "not offered"),
            ((self.key, [], "  "), "your name"),
            ((self.key, [], "A" * 201), "too long"),
            ((self.key, [], "Anna", "data:image/png;base64,AAAA"), "signature"),
            ((self.key, [], "Anna", "A" * 600_000), "signature"),
        ]
        for arguments, message in cases:
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                self.offer._accept(*arguments)
        self.assertEqual(self.offer.state, 'sent')
        self.assertFalse(self.deal.order_ids)

    def test_offer_is_accepted_once(self):
        self.offer._accept(self.key, [], "Anna Nowak")
        with self.assertRaisesRegex(UserError, "Accepted by"):
            self.offer._accept(self.key, [], "Somebody")
        self.assertEqual(len(self.deal.order_ids), 1)

    def test_expired_and_superseded_offers_are_not_accepted(self):
        tomorrow = self.offer.valid_until + timedelta(days=1)
        with (
            patch.object(fields.Date, 'context_today', lambda *args: tomorrow),
            self.assertRaisesRegex(UserError, "expired"),
        ):
            self.offer._accept(self.key, [], "Anna")
        self.env['deal.offer'].browse(self.offer.action_new_version()['res_id'])._send()
        with self.assertRaisesRegex(UserError, "newer version"):
            self.offer._accept(self.key, [], "Anna")

    def test_changed_taxes_are_told_to_the_salesperson(self):
        self.line.tax_ids = self.tax_added
        offer = self._send()
        self.tax_added.amount = 50
        offer._accept(self.key, [], "Anna Nowak")
        self.assertEqual(offer.accepted_amount, 295.2)
        self.assertIn("Taxes have changed", self._get_last_message().body)

    # No

    def test_declining_tells_the_reason_and_proposes_it_for_the_loss(self):
        reason = self.env['crm.lost.reason'].create(
            {'name': "Too dear", 'deal_is_shown_to_clients': True}
        )
        self.offer._decline(reason.id, "Next year perhaps <b>")
        self.assertEqual((self.offer.state, self.offer.lost_reason_id), ('declined', reason))
        self.assertIn("Too dear", self._get_last_message().body)
        self.assertNotIn("<b>", self._get_last_message().body)
        self.assertIn("declined", self.deal.activity_ids.mapped('summary')[0])
        wizard = (
            self.env['crm.lead.lost']
            .with_context(active_ids=self.deal.ids)
            .create({'lead_ids': [Command.set(self.deal.ids)]})
        )
        self.assertEqual(wizard.lost_reason_id, reason)
        self.assertIn("Next year", wizard.lost_feedback)
        with self.assertRaises(UserError):
            self.offer._accept(self.key, [], "Anna")

    # A question

    def test_question_reaches_the_salesperson(self):
        self.offer._ask("Is <i>delivery</i> included?", "anna@example.com")
        message = self._get_last_message()
        self.assertIn("Is &lt;i&gt;delivery", message.body)
        self.assertEqual(message.author_id, self.partner)
        self.assertIn(self.salesman_all.partner_id, message.notified_partner_ids)
        self.assertEqual(self.deal.activity_ids.user_id, self.salesman_all)
        self.offer._ask("And the colour?")
        self.assertEqual(len(self.deal.activity_ids), 1)

    def test_answer_to_a_question_goes_to_the_client(self):
        self.offer._ask("Is delivery included?")
        deal = self.deal.with_user(self.salesman_all)
        suggested = deal._message_get_suggested_recipients(reply_discussion=True)
        self.assertIn(self.partner.id, [recipient.get('partner_id') for recipient in suggested])

    def test_questions_are_bounded(self):
        for text in ("", "  ", "x" * 4001, "x" * 1_000_000):
            with self.assertRaises(UserError):
                self.offer._ask(text)
        for number in range(QUESTIONS_AN_HOUR):
            self.offer._ask(f"Question {number}")
        with self.assertRaises(TooManyRequests):
            self.offer._ask("One more")

    # Sending

    def _compose(self, offer):
        action = offer.action_send()
        composer = self.env['mail.compose.message'].with_context(**action['context'])
        return composer.with_user(self.salesman_all)

    def test_sending_by_mail_fixes_the_offer_and_logs_it(self):
        offer = self._make_offer()
        with Form(self._compose(offer)) as form:
            self.assertIn(offer.access_token, form.body)
            self.assertEqual(offer.state, 'draft')
        form.save()._action_send_mail()
        self.assertEqual(offer.state, 'sent')
        self.assertTrue(offer.snapshot)
        message = self._get_last_message()
        self.assertIn(offer.display_name, message.subject)
        self.assertIn(self.partner, message.notified_partner_ids)
        self.assertEqual(offer.recipient_ids, self.partner)

    def test_salesperson_makes_sends_and_renews_an_offer(self):
        """Use no more rights than a salesperson has, without seeing costs."""
        self._forbid_costs(self.salesman)
        deal = self._create_deal(
            partner_id=self.partner.id, user_id=self.salesman.id, company_id=self.company.id
        )
        variant = self._create_variant(lead_id=deal.id)
        self._create_line(variant, quantity=3)
        mine = deal.with_user(self.salesman)
        offer = mine.deal_offer_ids.browse(mine.action_deal_new_offer()['res_id'])
        with Form(self._compose(offer).with_user(self.salesman)) as form:
            composer = form
        composer.save()._action_send_mail()
        self.assertEqual(offer.state, 'sent')
        offer._make_pdf()
        second = offer.browse(mine.action_deal_new_offer()['res_id'])
        second.action_mark_sent()
        self.assertEqual((offer.state, second.state), ('superseded', 'sent'))
        order = second.sudo()._accept(str(variant.id), [], "Anna Nowak")
        self.assertEqual((order.amount_untaxed, order.order_line.purchase_price), (360, 80))

    def test_composer_that_is_closed_sends_nothing(self):
        offer = self._make_offer()
        self._compose(offer).create({})
        self.assertEqual((offer.state, offer.snapshot), ('draft', False))

    def test_mail_is_in_the_clients_language(self):
        self.partner.lang = 'pl_PL'
        offer = self._make_offer()
        context = offer.action_send()['context']
        self.assertNotIn("Our offer", context['default_subject'])
