from contextlib import closing

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import OfferCase

ACTS = ('offer', 'send', 'open', 'quotation')


@tagged('post_install', '-at_install')
class TestOfferBegin(OfferCase):
    """From a calculation to an offer with its customer, and to a second quotation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.person = {
            'partner_name': "Oak Doors Ltd",
            'contact_name': "Jan Oak",
            'email_from': 'jan@oak.example',
            'phone': '+48 600 700 800',
            'street': "Long Street 1",
            'city': "Leeds",
        }

    def _forget_customer(self):
        self.deal.partner_id = False
        self.deal.write(self.person)

    def _begin(self, act, offer=None):
        """Begin what needs a customer, as its button does."""
        if act in ('send', 'open'):
            offer = offer or self._make_offer()
            return offer.action_send() if act == 'send' else offer.action_mark_sent()
        deal = self.deal
        return deal.action_deal_new_offer() if act == 'offer' else deal.action_sale_quotations_new()

    def _open(self, action, **values):
        """Open the dialogue of an action as a form, and return what has been saved of it."""
        self.assertEqual(action['target'], 'new')
        form = Form(self.env[action['res_model']].with_context(**action['context']))
        for name, value in values.items():
            form[name] = value
        return form.save()

    # The first button

    def test_new_offer_is_shown_where_there_is_something_to_offer(self):
        self.assertTrue(self.deal.deal_can_be_offered)
        empty = self._create_deal()
        self.assertFalse(empty.deal_can_be_offered)
        both = self.deal | empty
        both.invalidate_recordset(['deal_can_be_offered'])
        self.assertEqual(both.mapped('deal_can_be_offered'), [True, False])
        self.line.unlink()  # what is left is optional, and counts in no total
        self.assertFalse(self.variant.amount_total)
        self.deal.invalidate_recordset(['deal_can_be_offered'])
        self.assertTrue(self.deal.deal_can_be_offered)
        self.variant.line_ids.unlink()
        self.deal.invalidate_recordset(['deal_can_be_offered'])
        self.assertFalse(self.deal.deal_can_be_offered)

    def test_new_offer_comes_first_and_odoos_quotation_second(self):
        arch = self.env['crm.lead'].get_view(view_type='form')['arch']
        names = [node.get('name') for node in self._get_header_buttons(arch)]
        self.assertEqual(names[:2], ['action_deal_new_offer', 'action_sale_quotations_new'])

    def _get_header_buttons(self, arch):
        return etree.fromstring(arch).xpath('//header//button')

    def test_without_calculation_there_is_nothing_to_offer_of_it(self):
        self.company.use_deal_calculation = False
        self.deal.invalidate_recordset()
        self.assertFalse(self.deal.deal_can_be_offered)

    def test_that_there_is_no_template_is_said(self):
        self.env['deal.offer.template'].search([]).action_archive()
        with self.assertRaisesRegex(UserError, "no offer template"):
            self.deal.action_deal_new_offer()

    # The customer

    def test_whatever_needs_a_customer_asks_for_one(self):
        for act in ACTS:
            with self.subTest(act), closing(self.env.cr.savepoint()):
                self._forget_customer()
                action = self._begin(act)
                self.assertEqual(action['res_model'], 'deal.offer.customer')
                self.assertEqual(action['context']['default_next_act'], act)
            self.env.invalidate_all()

    def test_what_was_begun_goes_on_with_a_new_customer(self):
        for act in ACTS:
            with self.subTest(act), closing(self.env.cr.savepoint()):
                self._forget_customer()
                offer = self._make_offer() if act in ('send', 'open') else None
                wizard = self._open(self._begin(act, offer))
                self.assertEqual(wizard.action, 'create')
                self.assertEqual(wizard.partner_name, "Oak Doors Ltd")
                result = wizard.action_apply()
                partner = self.deal.partner_id
                self.assertEqual(
                    (partner.name, partner.parent_id.name), ("Jan Oak", "Oak Doors Ltd")
                )
                self.assertEqual(
                    (partner.email, partner.street), ('jan@oak.example', "Long Street 1")
                )
                self._assert_went_on(act, result, partner)
            self.env.invalidate_all()

    def _assert_went_on(self, act, result, partner):
        offer = self.deal.deal_offer_ids
        if act == 'quotation':
            order = self.env['sale.order'].browse(result['res_id'])
            self.assertEqual((order.partner_id, order.opportunity_id), (partner, self.deal))
            return
        self.assertEqual(offer.partner_id, partner)
        self.assertEqual(offer.recipient_ids, partner)
        self.assertEqual(offer.state, 'sent' if act == 'open' else 'draft')
        if act == 'offer':
            self.assertEqual(result['res_id'], offer.id)
        elif act == 'send':
            self.assertEqual(result['context']['deal_offer_sent'], offer.id)
            self.assertEqual(result['context']['default_partner_ids'], partner.ids)

    def test_what_is_corrected_stays_on_the_deal(self):
        self._forget_customer()
        wizard = self._open(self._begin('offer'), partner_name="Oak & Sons Ltd")
        wizard.action_apply()
        self.assertEqual(self.deal.partner_id.parent_id.name, "Oak & Sons Ltd")
        self.assertEqual(self.deal.partner_name, "Oak & Sons Ltd")

    def test_known_client_is_suggested_and_linked(self):
        known = self.env['res.partner'].create({'name': "Jan", 'email': 'jan@oak.example'})
        for act in ACTS:
            with self.subTest(act), closing(self.env.cr.savepoint()):
                self._forget_customer()
                count = self.env['res.partner'].search_count([])
                offer = self._make_offer() if act in ('send', 'open') else None
                wizard = self._open(self._begin(act, offer))
                self.assertEqual((wizard.action, wizard.partner_id), ('exist', known))
                self._assert_went_on(act, wizard.action_apply(), known)
                self.assertEqual(self.env['res.partner'].search_count([]), count)
            self.env.invalidate_all()

    def test_nobody_is_made_of_nothing(self):
        self._forget_customer()
        wizard = self._open(self._begin('offer'), partner_name='', contact_name='')
        with self.assertRaisesRegex(UserError, "name of the company"):
            wizard.action_apply()
        wizard.write({'action': 'exist', 'partner_id': False})
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            wizard.action_apply()
        self.assertFalse(self.deal.partner_id)

    def test_offer_that_has_lost_its_customer_gets_the_deals(self):
        offer = self._make_offer()
        offer.partner_id = False
        wizard = self._open(offer.action_send())
        self.assertEqual((wizard.action, wizard.partner_id), ('exist', self.partner))
        wizard.action_apply()
        self.assertEqual(offer.partner_id, self.partner)
        offer.partner_id = False
        wizard.write({'action': 'create', 'partner_id': False})
        wizard.action_apply()
        self.assertEqual(offer.partner_id, self.partner)

    def test_dialogue_of_other_deals_is_refused(self):
        offer = self._make_offer()
        other = self._create_deal(user_id=self.manager.id)
        wizards = self.env['deal.offer.customer']
        with self.assertRaisesRegex(ValidationError, "another deal"):
            wizards.create({'lead_id': other.id, 'offer_id': offer.id, 'next_act': 'send'})
        with self.assertRaisesRegex(ValidationError, "offer first"):
            wizards.create({'lead_id': other.id, 'next_act': 'send'})
        for values in ({'lead_id': other.id}, {'offer_id': offer.id}):
            with self.assertRaises(AccessError):
                wizards.with_user(self.salesman).create(values)

    # A second quotation

    def _accept(self):
        offer = self._send()
        return offer.sudo()._accept(self.key, [], "Anna Nowak")

    def test_second_quotation_is_asked_for(self):
        order = self._accept()
        action = self.deal.action_sale_quotations_new()
        self.assertEqual(action['res_model'], 'deal.quotation.again')
        wizard = self._open(action)
        self.assertIn(order.name, wizard.question)
        self.assertEqual(wizard.action_open_order()['res_id'], order.id)
        made = self.env['sale.order'].browse(wizard.action_apply()['res_id'])
        self.assertEqual((made.opportunity_id, made.state), (self.deal, 'draft'))
        self.assertNotEqual(made, order)

    def test_quotation_is_not_asked_about_without_an_order(self):
        self._send()
        self.assertEqual(self.deal.action_sale_quotations_new()['res_model'], 'sale.order')
        self._accept()._action_cancel()
        self.assertEqual(self.deal.action_sale_quotations_new()['res_model'], 'sale.order')

    def test_nobody_asks_about_deals_that_they_do_not_see(self):
        self._accept()
        with self.assertRaises(AccessError):
            self.deal.with_user(self.salesman).action_sale_quotations_new()
        with self.assertRaises(AccessError):
            self.env['deal.quotation.again'].with_user(self.salesman).create(
                {'lead_id': self.deal.id}
            )

    def test_second_quotation_of_a_deal_without_customer_asks_for_both(self):
        self._accept()
        self._forget_customer()
        again = self._open(self.deal.action_sale_quotations_new())
        action = again.action_apply()
        self.assertEqual(action['res_model'], 'deal.offer.customer')
        result = self._open(action).action_apply()
        self.assertEqual(result['res_model'], 'sale.order')
        self.assertEqual(self.variant.partner_id, self.deal.partner_id)
