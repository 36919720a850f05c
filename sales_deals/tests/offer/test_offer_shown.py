import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import Command, fields
from odoo.tests import tagged

from ..common import OfferCase

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h7"/></svg>'


@tagged('post_install', '-at_install')
class TestOfferShown(OfferCase):
    """What of the seller's own things comes to the client, and when."""

    def _render(self, offer):
        page = offer._prepare_page()
        page.update(nonce='', csrf_token='')
        return str(self.env['ir.qweb']._render('sales_deals.offer_page', {'page': page}))

    # Names of variants

    def test_name_of_the_only_variant_is_the_sellers_own(self):
        self.variant.name = "Zażółć-A"
        self.company.portal_confirmation_pay = False
        offer = self._send()
        self.assertNotIn("Zażółć-A", self._render(offer))
        pdf = self.env['ir.qweb']._render(
            'sales_deals.offer_print', {'page': offer._prepare_page()}
        )
        self.assertNotIn("Zażółć-A", str(pdf))
        offer._accept(self.key, [], "Anna Nowak")
        self.assertNotIn("Zażółć-A", self._render(offer))
        self.assertNotIn("Zażółć-A", str(self.deal.message_ids.mapped('body')))

    def test_names_of_several_variants_are_shown(self):
        other = self._create_variant(name="Economy")
        self._create_line(other)
        offer = self._send(variant_ids=[Command.set((self.variant | other).ids)])
        self.assertIn("Economy", self._render(offer))

    # Reminders

    def test_reminder_is_never_due_before_it_makes_sense(self):
        today = fields.Date.context_today(self.template)
        self.template.reminder_days = 3
        cases = {30: 27, 5: 2, 4: 1, 3: 2, 2: 1, 1: 1, 0: None}
        for validity, expected in cases.items():
            offer = self._send(valid_until=today + timedelta(days=validity))
            day = expected is not None and today + timedelta(days=expected)
            self.assertEqual(offer.remind_on, day, f"{validity} days")
        self.template.reminder_days = 60
        offer = self._send(valid_until=today + timedelta(days=14))
        self.assertEqual(offer.remind_on, today + timedelta(days=7))
        self.assertFalse(offer.search(offer._get_reminder_domain(today)) & offer)

    def test_day_of_the_reminder_is_counted_from_the_sending_of_a_draft(self):
        today = fields.Date.context_today(self.template)
        draft = self._make_offer(valid_until=today + timedelta(days=10))
        draft.remind_on = today
        draft._send()
        self.assertGreater(draft.remind_on, today)

    # Logos

    def test_placeholder_of_odoo_is_not_shown(self):
        self.company.logo = self.company._get_logo()
        self.assertTrue(self.company.uses_default_logo)
        self.template.logo = False
        self.assertFalse(self._send()._prepare_page()['logo_url'])
        sent_before = self._send()
        self.template.logo = self.company.logo
        sent_before = self._send()
        self.assertFalse(sent_before._prepare_page()['logo_url'], "whatever was sent before")

    def test_logo_of_an_older_format_is_shown(self):
        old = io.BytesIO()
        Image.new('RGB', (30, 20), '#cc3300').save(old, 'BMP')
        self.company.logo = base64.b64encode(old.getvalue())
        offer = self._make_offer()
        self.assertFalse(offer.picture_note)
        offer._send()
        self.assertTrue(offer._prepare_page()['logo_url'])

    def test_salesperson_is_told_of_a_logo_that_the_client_would_not_see(self):
        self.company.with_user(self.env.ref('base.user_admin')).logo = base64.b64encode(SVG)
        offer = self._make_offer()
        self.assertIn("can't be shown", offer.with_user(self.salesman_all).picture_note)
        offer._send()
        self.assertFalse(offer.picture_note)
        self.assertFalse(offer._prepare_page()['logo_url'])

    def _set_as_admin(self, record, name, content):
        record.with_user(self.env.ref('base.user_admin'))[name] = base64.b64encode(content)
        self.env.flush_all()  # pictures of other sizes are made of it then

    def test_salesperson_is_told_of_pictures_of_products_that_the_client_would_not_see(self):
        self.template.shows_pictures = True
        drawn = io.BytesIO()
        Image.new('RGB', (30, 20), '#cc3300').save(drawn, 'PNG')
        for product, content in ((self.window, SVG), (self.door, drawn.getvalue())):
            self._set_as_admin(product.product_tmpl_id, 'image_1920', content)
        offer = self._make_offer().with_user(self.salesman_all)
        self.assertRegex(offer.picture_note, "products can't be shown to clients: Window\\.")
        self.template.shows_pictures = False
        offer.invalidate_recordset(['picture_note'])
        self.assertFalse(offer.picture_note)

    def test_salesperson_is_told_of_a_picture_of_one_product_variant_alone(self):
        self.template.shows_pictures = True
        self._set_as_admin(self.window, 'image_variant_1920', SVG)
        self.assertIn("Window", self._make_offer().picture_note)

    def test_salesperson_is_told_of_a_cover_that_the_client_would_not_see(self):
        self._set_as_admin(self.template, 'cover', SVG)
        offer = self._make_offer()
        self.assertIn("The cover of the template “Letter” can't be shown", offer.picture_note)
        self.assertFalse(offer._prepare_page()['cover_url'])

    def test_many_products_are_not_all_named(self):
        self.template.shows_pictures = True
        for number in range(8):
            product = self._create_product(f"Board {number}", 10.0, 5.0)
            self._set_as_admin(product.product_tmpl_id, 'image_1920', SVG)
            self._create_line(product=product)
        note = self._make_offer().picture_note
        self.assertEqual(note.count("Board"), 5)
        self.assertIn("…", note)

    # Reasons

    def test_client_reads_reasons_in_his_own_words(self):
        reasons = self.env['crm.lost.reason']
        offer = self._send()
        shown = {reason['name'] for reason in offer._prepare_page()['reasons']}
        self.assertIn("We have chosen another supplier", shown)
        self.assertFalse(
            shown & {"We don't have people/skills", "Not enough stock", "Chose a competitor"}
        )
        ours = reasons.create({'name': "Too dear", 'deal_is_shown_to_clients': True})
        self.assertIn("Too dear", {r['name'] for r in offer._prepare_page()['reasons']})
        ours.deal_client_words = "It costs too much"
        offer._decline(ours.id)
        self.assertEqual(offer.lost_reason_id, ours)
        self.assertIn("It costs too much", self.deal.message_ids.sorted('id')[-1:].body)

    def test_renamed_reason_of_odoo_is_shown_as_before(self):
        seller = self.env.ref('crm.lost_reason_2')
        seller.name = "You could not come in time"
        self.env.flush_all()
        self.env['crm.lost.reason']._adopt_existing_reasons()
        self.assertTrue(seller.deal_is_shown_to_clients)
