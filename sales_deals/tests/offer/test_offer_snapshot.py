import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..common import OfferCase

#: The smallest picture that there is.
PIXEL = (
    b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'
    b'+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
)


@tagged('post_install', '-at_install')
class TestOfferSnapshot(OfferCase):
    # What is fixed

    def test_what_was_sent_stays_when_everything_changes(self):
        offer = self._send()
        before = offer.snapshot
        self.line.price_unit = 1
        self.window.name = "Another window"
        self.template.write({'color': '#ff0000', 'opening': "<p>Other</p>", 'layout': 'compact'})
        self.company.name = "Renamed"
        self.partner.name = "Somebody"
        self.variant.name = "Other name"
        self.assertEqual(offer.snapshot, before)
        page = offer._prepare_page()
        self.assertEqual(page['layout'], 'classic')
        self.assertEqual(page['variants'][0]['lines'][0]['name'], "Window")
        self.assertIn("Client", page['customer']['name'])

    def test_the_offers_language_greets_by_the_title_before_a_persons_name(self):
        self.template.opening = "<p>{{greeting}}</p>"
        person = self.env['res.partner'].create({'name': "Pan Jan Wzorowy"})
        for lang, greeting, neutral in (
            ('pl_PL', "Szanowny Panie,", "Szanowni Państwo,"),
            ('fa_IR', "جناب آقای Jan Wzorowy،", "با سلام و احترام،"),
        ):
            self.env['res.lang']._activate_lang(lang)
            offer = self._make_offer()
            for partner, expected in ((person, greeting), (self.company.partner_id, neutral)):
                offer.write({'partner_id': partner.id, 'lang': lang})
                with self.subTest(lang=lang, partner=partner.name):
                    content, _files = offer._prepare_content()
                    self.assertEqual(content['opening'], f"<p>{expected}</p>")

    def test_snapshot_is_written_once_by_nobody_twice(self):
        offer = self._send()
        for vals in ({'snapshot': "{}"}, {'snapshot_hash': "x"}, {'order_data': {}}):
            with self.subTest(vals=vals):
                with self.assertRaises(AccessError):
                    offer.with_user(self.manager).write(vals)
                with self.assertRaises(UserError):
                    offer.sudo().write(vals)

    def test_what_follows_from_answers_cannot_be_entered(self):
        offer = self._make_offer().with_user(self.manager)
        for vals in ({'state': 'accepted'}, {'signed_by': "Me"}, {'access_token': "guess"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                offer.write(vals)
        with self.assertRaises(AccessError):
            self.env['deal.offer'].with_user(self.manager).create(
                {'lead_id': self.deal.id, 'state': 'sent'}
            )

    def test_terms_of_a_sent_offer_are_fixed(self):
        offer = self._send()
        other = self.template.copy()
        later = fields.Date.add(offer.valid_until, days=10)
        for vals in ({'template_id': other.id}, {'valid_until': later}, {'lang': 'pl_PL'}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                offer.write(vals)
        offer.write({'valid_until': offer.valid_until})

    def test_hash_is_of_the_snapshot(self):
        import hashlib

        offer = self._send()
        digest = hashlib.sha256(offer.snapshot.encode()).hexdigest()
        self.assertEqual(offer.snapshot_hash, digest)

    def test_no_cost_is_in_the_snapshot(self):
        self.line.write({'cost': 77.13})
        offer = self._send()
        self.assertNotIn('77.13', offer.snapshot)
        for word in ('cost', 'margin', 'markup', 'profit', 'purchase'):
            self.assertNotIn(word, offer.snapshot)
        self.assertIn('77.13', json.dumps(offer.sudo().order_data))
        with self.assertRaises(AccessError):
            offer.with_user(self.salesman_all).read(['order_data'])

    def test_pictures_are_kept_and_changed_ones_not_shown(self):
        self.window.image_1920 = PIXEL
        offer = self._send()
        content = json.loads(offer.snapshot)
        digest = content['variants'][0]['lines'][0]['picture']
        self.assertTrue(offer._get_file(digest))
        kept = self.env['ir.attachment'].search(
            [('res_model', '=', 'deal.offer'), ('res_id', '=', offer.id), ('name', '=', digest)]
        )
        kept.raw = b'something else'
        self.assertIsNone(offer._get_file(digest))

    # Numbers and versions

    def test_versions_share_a_number_and_the_newer_supersedes(self):
        first = self._send()
        second = self.env['deal.offer'].browse(first.action_new_version()['res_id'])
        self.assertEqual((second.name, second.revision), (first.name, 2))
        self.assertEqual(second.display_name, f'{first.name}/2')
        self.assertEqual(first.state, 'sent')
        second._send()
        self.assertEqual((first.state, second.state), ('superseded', 'sent'))
        page = first._prepare_page()
        self.assertEqual(page['state'], 'superseded')
        self.assertIn(second.access_token, page['notice_url'])

    def test_an_offer_of_another_company_with_this_number_stays_open(self):
        first = self._send()
        foreign = self._send()
        self.env.flush_all()
        query = "UPDATE deal_offer SET company_id = %s, name = %s WHERE id = %s"
        self.env.cr.execute(SQL(query, self.other_company.id, first.name, foreign.id))
        self.env.invalidate_all()
        self.env['deal.offer'].browse(first.action_new_version()['res_id'])._send()
        self.assertEqual((first.state, foreign.state), ('superseded', 'sent'))

    def test_other_offers_have_other_numbers(self):
        first, second = self._make_offer(), self._make_offer()
        self.assertNotEqual(first.name, second.name)
        year = fields.Date.context_today(first).year
        self.assertRegex(first.name, rf'OF/{year}/\d{{5}}')

    def test_sent_offers_are_not_deleted(self):
        offer = self._send()
        with self.assertRaises(UserError):
            offer.unlink()
        self._make_offer().unlink()

    # What is asked for before

    def test_offer_needs_customer_products_and_a_future(self):
        offer = self._make_offer()
        offer.valid_until = fields.Date.context_today(offer) - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "expired"):
            offer._send()
        offer.valid_until = False
        offer.partner_id = False
        with self.assertRaisesRegex(UserError, "customer"):
            offer._send()
        offer.partner_id = self.partner
        (self.line | self.option).unlink()
        with self.assertRaisesRegex(UserError, "nothing to offer"):
            offer._send()
        self.assertEqual((offer.state, offer.snapshot), ('draft', False))

    def test_prices_below_the_minimum_are_not_sent(self):
        self.company.deal_min_margin = 0.5
        with self.assertRaisesRegex(UserError, "approval"):
            self._send()

    # Templates

    def test_broken_template_is_refused_in_words(self):
        cases = [
            ("<p>Dear {{custmer}}</p>", "no placeholder “custmer”"),
            ("<p>Dear {{cus<b>tomer</b>}}</p>", "formatting"),
            ("<p>Dear {{customer}</p>", "braces"),
            ("<p>Dear customer}}</p>", "braces"),
        ]
        for text, message in cases:
            with self.subTest(text=text), self.assertRaisesRegex(ValidationError, message):
                self.template.opening = text
        with self.assertRaisesRegex(ValidationError, "no color"):
            self.template.color = 'red;}'

    def test_placeholders_are_filled_in_and_escaped(self):
        self.partner.name = "<script>alert(1)</script>"
        self.template.opening = "<p>{{ contact }}: {{number}}, {{total}}</p>"
        offer = self._send()
        opening = json.loads(offer.snapshot)['opening']
        self.assertIn("&lt;script&gt;", opening)
        self.assertNotIn("<script>", opening)
        self.assertIn(offer.display_name, opening)
        self.assertNotIn("{{", opening)

    def test_polish_client_reads_polish_numbers(self):
        self.partner.lang = 'pl_PL'
        self.line.price_unit = 1234567.5
        page = self._send()._prepare_page()
        self.assertIn("2\xa0469\xa0135,00", page['variants'][0]['totals']['net'])

    def test_language_is_the_clients(self):
        self.partner.lang = 'pl_PL'
        self.assertEqual(self._make_offer().lang, 'pl_PL')
        self.template.lang = 'fa_IR'
        offer = self._send()
        page = offer._prepare_page()
        self.assertEqual((offer.lang, page['direction']), ('fa_IR', 'rtl'))
        self.assertRegex(page['valid_until'], r'[۰-۹]{1,2} \w+ ۱۴[۰-۹]{2}')
        self.assertRegex(page['variants'][0]['totals']['net'], '[۰-۹]')

    # Words and units of money

    def _use_currency(self, name):
        currencies = self.env['res.currency'].with_context(active_test=False)
        currency = currencies.search([('name', '=', name)])
        currency.active = True
        rate = {'currency_id': currency.id, 'company_id': self.company.id, 'rate': 10}
        self.env['res.currency.rate'].create(rate)
        self.variant.currency_id = currency

    def _offer_in_rials(self, amount, **look):
        self._use_currency('IRR')
        (self.line | self.option).tax_ids = False
        self.line.write({'quantity': 1, 'price_unit': amount})
        self.template.write({'lang': 'fa_IR', 'opening': "<p>{{total}}</p>", **look})
        return self._send()

    def test_total_is_said_in_words_if_the_template_says_so(self):
        self.assertFalse(self._send()._prepare_page()['variants'][0]['totals']['words'])
        self.template.shows_words = True
        self.partner.lang = 'pl_PL'
        self._use_currency('PLN')
        self.line.tax_ids = False
        self.line.write({'quantity': 1, 'price_unit': 22.05})
        totals = self._send()._prepare_page()['variants'][0]['totals']
        self.assertEqual(totals['words'], "dwadzieścia dwa złote pięć groszy")

    def test_rials_are_shown_in_tomans_if_the_template_says_so(self):
        offer = self._offer_in_rials(12345670, shows_words=True, shows_tomans=True)
        page = offer._prepare_page()
        [variant] = page['variants']
        self.assertEqual(variant['totals']['gross'], "۱٬۲۳۴٬۵۶۷ تومان")
        self.assertEqual(variant['lines'][0]['price_unit'], "۱٬۲۳۴٬۵۶۷ تومان")
        self.assertTrue(variant['totals']['words'].endswith(" تومان"))
        self.assertIn("۱٬۲۳۴٬۵۶۷ تومان", page['opening'])
        self.assertEqual(json.loads(offer.snapshot)['variants'][0]['totals'][2], 12345670)
        self.template.shows_tomans = False
        self.assertEqual(offer._prepare_page()['variants'][0]['totals'], variant['totals'])

    def test_words_have_the_decimals_of_the_currency(self):
        self.template.shows_words = True
        self._use_currency('KWD')
        (self.line | self.option).tax_ids = False
        self.line.write({'price_unit': 1.999, 'quantity': 1})
        totals = self._send()._prepare_page()['variants'][0]['totals']
        self.assertEqual(totals['words'], "one KWD 999/1000")

    def test_rials_stay_rials_else(self):
        totals = self._offer_in_rials(12345670, shows_words=True)._prepare_page()['variants'][0][
            'totals'
        ]
        self.assertIn("۱۲٬۳۴۵٬۶۷۰", totals['gross'])
        self.assertTrue(totals['words'].endswith(" ریال"))

    def test_rials_have_no_decimals_whatever_odoo_stores(self):
        words = self._check_parts_of_rials("﷼\xa0۱۲٬۳۴۵٬۶۷۱", shows_tomans=False)
        self.assertTrue(words.endswith(" و هفتاد و یک ریال"))

    def test_tomans_of_parts_of_rials_have_no_more_than_a_rial(self):
        words = self._check_parts_of_rials("۱٬۲۳۴٬۵۶۷٫۱ تومان", shows_tomans=True)
        self.assertTrue(words.endswith(" تومان و یک ریال"))

    def _check_parts_of_rials(self, shown, **look):
        """Check how an amount is shown that is stored with decimals.

        :return: it in words
        """
        offer = self._offer_in_rials(12345670.71, shows_words=True, **look)
        self.variant.currency_id.position = 'before'
        [variant] = offer._prepare_page()['variants']
        self.assertEqual(variant['totals']['gross'], shown)
        self.assertEqual(variant['lines'][0]['price_unit'], shown)
        self.assertEqual(json.loads(offer.snapshot)['variants'][0]['totals'][2], 12345670.71)
        return variant['totals']['words']

    def test_a_price_of_next_to_nothing_keeps_what_it_is(self):
        self._use_currency('IRR')
        self.line.write({'quantity': 1000, 'price_unit': 0.25})
        self.template.lang = 'fa_IR'
        line = self._send()._prepare_page()['variants'][0]['lines'][0]
        self.assertIn("۰٫۲۵", line['price_unit'])

    def test_persian_offers_have_latin_digits_if_the_template_says_so(self):
        offer = self._offer_in_rials(12345670, persian_digits=False)
        page = offer._prepare_page()
        shown = [page['valid_until'], page['opening'], *page['variants'][0]['totals'].values()]
        for text in shown:
            self.assertNotRegex(text, '[۰-۹]')
        self.assertIn("12,345,670", page['opening'])
        self.assertRegex(page['valid_until'], r'^[0-9]{1,2} \w+ 14[0-9]{2}$')

    def test_discounts_are_written_as_their_readers_do(self):
        self.line.discount = 7.5
        for lang, discount in (('fa_IR', "۷٫۵٪"), ('pl_PL', "7,5%"), ('en_US', "7.5%")):
            self.template.lang = lang
            page = self._send()._prepare_page()
            self.assertEqual(page['variants'][0]['lines'][0]['discount'], discount)

    def test_units_are_written_as_they_are_said(self):
        for lang, one, two in (
            ('en_US', "Unit", "Units"),
            ('pl_PL', "szt.", "szt."),
            ('fa_IR', "عدد", "عدد"),
        ):
            self.template.lang = lang
            for quantity, unit in ((1, one), (2, two)):
                self.line.quantity = quantity
                page = self._send()._prepare_page()
                self.assertEqual(page['variants'][0]['lines'][0]['unit'], unit)

    def test_offers_sent_before_there_were_settings_look_as_they_did(self):
        offer = self._offer_in_rials(5000)
        content = json.loads(offer.snapshot)
        for name in ('words', 'tomans', 'persian_digits'):
            del content['shows'][name]
        self.patch(type(offer), '_get_content', lambda self: (content, {}))
        totals = offer._prepare_page()['variants'][0]['totals']
        self.assertIn("۵٬۰۰۰", totals['gross'])
        self.assertFalse(totals['words'])

    # Totals

    def test_totals_of_ticked_options_are_those_of_the_order(self):
        taxes = (self.tax_added, self.tax_included, self._create_tax("VAT 8", 8.0))
        for method in ('round_globally', 'round_per_line'):
            self.company.tax_calculation_rounding_method = method
            for seed in range(12):
                with self.subTest(method=method, seed=seed):
                    self._check_totals(method, seed, taxes)

    def _check_totals(self, method, seed, taxes):
        deal = self._create_deal(partner_id=self.partner.id, company_id=self.company.id)
        variant = self._create_variant(lead_id=deal.id)
        lines = [
            self._create_line(
                variant,
                quantity=1 + (seed * 7 + i * 3) % 5 + 0.37 * (i % 2),
                price_unit=round(3.33 + seed * 1.37 + i * 7.01, 2),
                is_optional=i % 3 == 2,
                tax_ids=[Command.set(taxes[(seed + i) % len(taxes)].ids)],
            )
            for i in range(7)
        ]
        offer = self._make_offer(lead_id=deal.id)
        offer._send()
        optional = [str(line.id) for line in lines if line.is_optional]
        for ticked in ([], optional[:1], optional):
            content = json.loads(offer.snapshot)['variants'][0]
            totals = offer._get_totals(content, ticked)
            order = offer._make_accepted_order(content['key'], ticked)
            self.assertAlmostEqual(order.amount_untaxed, totals.net, 6)
            self.assertAlmostEqual(order.amount_total, totals.gross, 6)
