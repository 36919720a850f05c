import base64
from contextlib import closing
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import OfferCase

PAPER = base64.b64encode(b'%PDF-1.4 signed')
#: What an order is compared by: all that follows from the answer.
ORDER_FIELDS = ('state', 'partner_id', 'user_id', 'team_id', 'amount_total', 'opportunity_id')
ORDER_FIELDS += ('signed_by', 'validity_date', 'require_signature', 'note', 'pricelist_id')


@tagged('post_install', '-at_install')
class TestOfferTold(OfferCase):
    """Answers of clients by phone or on paper, which a colleague tells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.offer = cls._send()
        cls.reason = cls.env['crm.lost.reason'].create({'name': "No answer for weeks"})

    def _tell(self, offer=None, answer='accepted', user=None, **values):
        """Open the dialogue as its button does, and apply it."""
        return self._open(offer, answer, user, **values).action_apply()

    def _open(self, offer=None, answer='accepted', user=None, **values):
        offer = (offer or self.offer).with_user(user or self.salesman_all)
        action = getattr(offer, f'action_tell_{answer}')()
        wizards = offer.env['deal.told.answer'].with_context(**action['context'])
        form = Form(wizards)
        for name, value in values.items():
            form[name] = value
        return form.save()

    def _choose(self, *options, variant=None):
        return {'variant': variant or self.key, 'options': [*options]}

    def _get_last_message(self):
        return self.deal.message_ids.sorted('id')[-1:]

    # Yes

    def test_it_is_as_if_the_client_had_accepted(self):
        for options in ([], [self.option_key]):
            with self.subTest(options=options):
                results = []
                for is_told in (False, True):
                    with closing(self.env.cr.savepoint()):
                        if is_told:
                            self._tell(name="Anna Nowak", choice=self._choose(*options))
                        else:
                            self.offer._accept(self.key, options, "Anna Nowak")
                        results.append(self._read_result())
                    self.env.invalidate_all()
                self.assertEqual(*results)

    def _read_result(self):
        order, offer = self.offer.sale_order_id, self.offer
        return (
            [order[name] for name in ORDER_FIELDS],
            [
                (line.product_id, line.product_uom_qty, line.price_total)
                for line in order.order_line
            ],
            [offer[name] for name in ('state', 'accepted_key', 'accepted_options', 'signed_by')],
            [offer.accepted_amount, offer.accepted_variant_id],
            [self.deal.won_status, self.deal.expected_revenue, self.deal.deal_chosen_variant_id],
        )

    def test_history_says_who_told_it(self):
        self.deal.message_subscribe(self.partner.ids)
        self._tell(name="Anna Nowak")
        told = self.deal.message_ids.filtered(lambda m: "Anna Nowak accepted" in (m.body or ''))
        self.assertEqual(told.author_id, self.salesman_all.partner_id)
        self.assertIn(f"recorded by {self.salesman_all.name}", told.body)
        self.assertTrue(told.subtype_id.internal)
        self.assertNotIn(self.partner, told.notified_partner_ids)
        self.assertEqual(self.offer.told_by_id, self.salesman_all)
        self.assertTrue(self.offer.told_on)

    def test_responsible_is_notified_of_what_a_colleague_tells(self):
        self._tell(name="Anna Nowak", user=self.manager)
        told = self.deal.message_ids.filtered(lambda m: "Anna Nowak accepted" in (m.body or ''))
        self.assertIn(self.salesman_all.partner_id, told.notified_partner_ids)

    def test_clients_own_answer_says_nothing_of_telling(self):
        self.offer.with_context(deal_told=[1, 2])._accept(self.key, [], "Anna Nowak")
        self.assertFalse(self.offer.told_by_id)
        message = self.deal.message_ids.filtered(lambda m: "Anna Nowak accepted" in (m.body or ''))
        self.assertEqual(message.author_id, self.partner)

    def test_signed_paper_is_kept(self):
        wizard = self._open(name="Anna Nowak")
        wizard.write({'document': PAPER, 'document_name': "signed.pdf"})
        wizard.action_apply()
        self.assertEqual(self.offer.told_document, PAPER)
        self.assertEqual(self.offer.told_document_name, "signed.pdf")
        files = self.deal.message_ids.attachment_ids.filtered(lambda f: f.name == "signed.pdf")
        self.assertEqual(files.raw, b'%PDF-1.4 signed')

    def test_what_is_no_file_is_refused(self):
        wizard = self._open(name="Anna Nowak")
        wizard.document = b'AAAAA'
        with self.assertRaisesRegex(UserError, "could not be read"):
            wizard.action_apply()

    def test_order_waits_for_its_payment_as_ever(self):
        self.company.portal_confirmation_pay = True
        offer = self._send()
        self._tell(offer, name="Anna Nowak")
        self.assertEqual(offer.sale_order_id.state, 'sent')
        self.assertNotEqual(self.deal.won_status, 'won')

    def test_only_variant_is_chosen_and_of_several_none(self):
        self.assertEqual(self._open().choice, self._choose())
        second = self.variant.copy()
        offer = self._send(variant_ids=[Command.set((self.variant | second).ids)])
        wizard = self._open(offer, name="Anna Nowak")
        self.assertFalse(wizard.choice['variant'])
        self.assertEqual([v['key'] for v in wizard.choices], [self.key, str(second.id)])
        with self.assertRaisesRegex(UserError, "which variant"):
            wizard.action_apply()
        wizard.choice = self._choose(variant=str(second.id))
        self.assertTrue(wizard.total)
        wizard.action_apply()
        self.assertEqual(offer.accepted_variant_id, second)

    def test_total_follows_the_options(self):
        wizard = self._open()
        without = wizard.total
        wizard.choice = self._choose(self.option_key)
        self.assertNotEqual(wizard.total, without)
        self.assertIn('740', wizard.total)

    def test_documents_are_accepted(self):
        self.company.use_deal_calculation = False
        letter = self.env['ir.attachment'].create({'name': 'offer.pdf', 'raw': b'%PDF-1.4'})
        deal = self._create_deal(user_id=self.salesman_all.id, partner_id=self.partner.id)
        offer = self._make_offer(lead_id=deal.id, document_ids=letter.ids)
        offer._send()
        self._tell(offer, name="Anna Nowak")
        self.assertEqual((offer.state, deal.won_status), ('accepted', 'won'))
        self.assertEqual(offer.told_by_id, self.salesman_all)

    # No

    def test_any_reason_can_be_told(self):
        self._tell(answer='declined', name="Anna Nowak", reason_id=self.reason, note="Maybe later")
        self.assertEqual((self.offer.state, self.offer.lost_reason_id), ('declined', self.reason))
        self.assertIn("Anna Nowak: Maybe later", self.offer.decline_note)
        self.assertIn(self.reason.name, self._get_last_message().body)
        self.assertEqual(self.offer.told_by_id, self.salesman_all)

    def test_whoever_tells_it_needs_no_reminder(self):
        summary = f"{self.offer.display_name} was declined"
        for user, count in ((self.salesman_all, 0), (self.manager, 1)):
            with self.subTest(user.login), closing(self.env.cr.savepoint()):
                self._tell(answer='declined', user=user, name="Anna Nowak")
                planned = self.deal.activity_ids.filtered(lambda a: a.summary == summary)
                self.assertEqual(len(planned), count)
            self.env.invalidate_all()

    # Days

    def test_day_of_the_answer_counts(self):
        self._send_days_ago(5)
        day = fields.Date.today() - timedelta(days=2)
        self._tell(name="Anna Nowak", day=day)
        self.assertEqual(self.offer.closed_on, datetime(day.year, day.month, day.day, 12))
        self.assertEqual(self.offer.sale_order_id.signed_on, self.offer.closed_on)

    def test_no_answer_comes_before_the_offer_or_tomorrow(self):
        self._send_days_ago(5)
        for days, words in ((1, "future"), (-6, "no offer yet")):
            for answer in ('accepted', 'declined'):
                with self.subTest(days=days, answer=answer):
                    day = fields.Date.today() + timedelta(days=days)
                    with self.assertRaisesRegex(UserError, words):
                        self._tell(answer=answer, name="Anna Nowak", day=day)
        self.assertEqual(self.offer.state, 'sent')

    def _send_days_ago(self, days):
        self.offer.sudo().sent_on = fields.Datetime.now() - timedelta(days=days)

    def test_draft_that_is_older_than_what_is_told_is_not_sent(self):
        self._send_days_ago(5)
        draft = self.offer._make_new_version()
        self.env.cr.execute(
            "UPDATE deal_offer SET create_date = create_date - interval '1 day' WHERE id = %s",
            [draft.id],
        )
        draft.invalidate_recordset()
        self._tell(name="Anna Nowak", day=fields.Date.today() - timedelta(days=4))
        with self.assertRaisesRegex(UserError, "meanwhile"):
            draft.action_send()

    def test_expired_offer_can_be_accepted(self):
        """Whoever tells it decides for the company; the order has no end that has passed."""
        today = fields.Date.today()
        for is_closed in (False, True):
            with self.subTest(closed=is_closed), closing(self.env.cr.savepoint()):
                offer = self._send(valid_until=today + timedelta(days=1))
                with freeze_time(datetime.now() + timedelta(days=5)):
                    if is_closed:
                        offer._close('expired')
                    wizard = self._open(offer, name="Anna Nowak")
                    self.assertTrue(wizard.is_late)
                    wizard.day = today + timedelta(days=1)
                    self.assertFalse(wizard.is_late)
                    wizard.action_apply()
                    self.assertEqual(offer.sale_order_id.state, 'sale')
                    self.assertFalse(offer.sale_order_id.validity_date)
            self.env.invalidate_all()

    # What is refused

    def _get_refused(self):
        """Return offers that nothing can be told of, with the words that say why."""
        draft = self._make_offer()
        answered = self._send()
        answered._decline()
        old = self._send()
        newer = old._make_new_version()
        newer._send()
        expired = self._send()
        newer_of_expired = expired._make_new_version()
        expired._close('expired')
        newer_of_expired._send()
        past, rival, winner = self._send(), self._send(), self._send()
        past._close('expired')
        winner._accept(self.key, [], "Anna Nowak")
        return {
            "send it first": draft,
            "answered already": answered,
            "A newer version": old,
            "A newer version was sent": expired,
            "Another offer": rival,
            "Another offer of the deal": past,
            "was answered already": winner,
        }

    def test_offers_that_are_not_with_the_client_are_refused(self):
        for words, offer in self._get_refused().items():
            state = offer.state
            values = {'offer_id': offer.id, 'name': "Anna Nowak", 'choice': self._choose()}
            wizards = self.env['deal.told.answer'].with_user(self.salesman_all)
            for answer in ('accepted', 'declined'):
                with self.subTest(words, answer=answer):
                    with self.assertRaisesRegex(UserError, words):
                        getattr(offer, f'action_tell_{answer}')()
                    with self.assertRaisesRegex(UserError, words):
                        wizards.create({**values, 'answer': answer}).action_apply()
                    self.assertEqual(offer.state, state)

    def test_nothing_is_told_twice(self):
        wizard = self._open(name="Anna Nowak")
        again = self._open(answer='declined', name="Anna Nowak")
        wizard.action_apply()
        for late in (wizard, again):
            with self.assertRaisesRegex(UserError, "answered already"):
                late.action_apply()
        self.assertEqual(len(self.deal.order_ids), 1)

    def test_what_was_not_offered_is_refused(self):
        foreign = self._create_deal(user_id=self.salesman_all.id)
        other = self.variant.copy({'lead_id': foreign.id})
        later = self._create_line(product=self.door, is_optional=True)
        for choice in (
            self._choose(variant=str(other.id)),
            self._choose(variant='0'),
            self._choose(str(self.line.id)),
            self._choose(str(later.id)),
            self._choose(self.option_key, 'x'),
            {'variant': [self.key], 'options': {}},
            {'options': [[1]]},
            [self.key],
            'text',
            False,
        ):
            wizard = self._open(name="Anna Nowak")
            wizard.choice = choice
            refused = self.assertRaisesRegex(UserError, "not offered|which variant")
            with self.subTest(choice=choice), refused:
                wizard.action_apply()
        self.assertEqual(self.offer.state, 'sent')

    def test_somebody_must_have_answered(self):
        for answer in ('accepted', 'declined'):
            wizard = self._open(answer=answer)
            wizard.name = "  "
            with self.assertRaisesRegex(UserError, "who of the client"):
                wizard.action_apply()

    def test_of_others_offers_nothing_is_told(self):
        wizard = self._open(name="Anna Nowak")
        wizards = self.env['deal.told.answer']
        for user in (self.salesman, self.stranger):
            own = self.offer.with_user(user)
            for act in (
                own.action_tell_accepted,
                own.action_tell_declined,
                lambda own=own: own._as_told(None),
                lambda user=user: wizards.with_user(user).create({'offer_id': self.offer.id}),
                lambda user=user: wizard.with_user(user).read(['name', 'choices']),
                lambda user=user: wizard.with_user(user).action_apply(),
            ):
                self.env.invalidate_all()
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act()
        self.assertEqual(self.offer.state, 'sent')
