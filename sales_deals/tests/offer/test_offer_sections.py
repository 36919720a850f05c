import json

from lxml import html

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..common import OfferCase

CHROME = {'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0'}
#: Prices that nothing else on a page looks like.
OPEN, SECRET, OPTION = 1111.25, 4321.5, 2765.75


@tagged('post_install', '-at_install')
class TestOfferSections(OfferCase, HttpCase):
    """What a section hides comes to no client, whatever they look at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.portal_confirmation_pay = False
        cls.template.shows_comparison = True
        cls.line.unlink()
        cls.option.unlink()

    def _fill(self, variant=None, section=None, subsection=None):
        """Fill a variant: an open line, and a section with a subsection, which hide as given."""
        variant = variant or self.variant
        texts = {'product_id': False}
        self._create_line(variant, name="Gate", price_unit=OPEN, sequence=1)
        self._create_line(
            variant,
            display_type='line_section',
            name="House",
            sequence=2,
            **texts,
            **(section or {}),
        )
        self._create_line(variant, name="Secret door", price_unit=SECRET, quantity=2, sequence=3)
        self._create_line(
            variant,
            display_type='line_subsection',
            name="Roof",
            sequence=4,
            **texts,
            **(subsection or {}),
        )
        self._create_line(variant, name="Secret tile", price_unit=77.75, quantity=3, sequence=5)
        self._create_line(
            variant, display_type='line_note', name="Secret note", sequence=6, **texts
        )
        option = {'name': "Secret blind", 'price_unit': OPTION, 'is_optional': True}
        return self._create_line(variant, self.door, sequence=7, **option)

    def _read_all(self, offer):
        """Return all that a client can read: page, PDF's text, answers in JSON."""
        offer.access_token = offer.access_token or 'token'
        address = f'/offer/{offer.id}%s?access_token={offer.access_token}&option={self.key}:'
        keys = [str(line.id) for line in offer.variant_ids.line_ids]
        page = self.url_open(address % '' + '&option='.join(keys), headers=CHROME).text
        total = self.url_open(address % '/total' + f'&variant={self.key}', headers=CHROME).text
        json.loads(total)
        return page, offer._render_print(), total

    def _get_rows(self, offer, template='offer_page'):
        """Return the texts of the rows of the lines that count."""
        page = offer._prepare_page()
        page.update(nonce='', csrf_token='')
        source = str(self.env['ir.qweb']._render(f'sales_deals.{template}', {'page': page}))
        table = html.document_fromstring(source).xpath('//table[contains(@class, "lines")]')[0]
        return [' '.join(row.text_content().split()) for row in table.iter('tr')][1:]

    def _assert_unseen(self, offer, *texts):
        for source in self._read_all(offer):
            for text in texts:
                self.assertNotIn(text, source)

    # Prices

    def test_section_that_hides_prices_shows_its_total_and_no_other(self):
        self._fill(section={'collapse_prices': True})
        self.template.shows_section_subtotals = False
        offer = self._send()
        self._assert_unseen(offer, "4,321.50", "8,643.00", "77.75", "233.25", "2,765.75")
        for template in ('offer_page', 'offer_print'):
            rows = self._get_rows(offer, template)
            self.assertEqual(rows[1], "House $ 8,876.25")
            self.assertEqual(rows[2], "Secret door 2 Units")
            self.assertEqual(rows[3:], ["Roof", "Secret tile 3 Units", "Secret note"])

    def test_subsection_that_hides_prices_hides_only_its_own(self):
        self._fill(subsection={'collapse_prices': True})
        offer = self._send()
        self._assert_unseen(offer, "77.75", "2,765.75")
        rows = self._get_rows(offer)
        self.assertEqual(rows[2], "Secret door 2 Units $ 4,321.50 $ 8,643.00")
        self.assertEqual(rows[3:5], ["Roof $ 233.25", "Secret tile 3 Units"])

    def test_option_whose_price_is_hidden_can_be_ticked(self):
        option = self._fill(section={'collapse_prices': True})
        offer = self._send()
        order = offer._accept(self.key, [str(option.id)], "Anna Nowak")
        self.assertEqual(order.amount_untaxed, OPEN + 2 * SECRET + 3 * 77.75 + OPTION)
        blind = order.order_line.filtered(lambda line: line.product_id == self.door)
        self.assertTrue(blind.parent_id.collapse_prices)

    # Composition

    def test_section_that_hides_its_composition_is_one_line(self):
        self._fill(section={'collapse_composition': True})
        offer = self._send()
        self._assert_unseen(offer, "Secret", "4,321.50", "8,643.00", "Roof", "2,765.75")
        for template in ('offer_page', 'offer_print'):
            rows = self._get_rows(offer, template)
            self.assertEqual(rows[1:], ["House 1 $ 8,876.25 $ 8,876.25"])

    def test_subsection_that_hides_its_composition_is_one_line(self):
        self._fill(subsection={'collapse_composition': True})
        offer = self._send()
        self._assert_unseen(offer, "Secret tile", "Secret note", "Secret blind", "77.75")
        rows = self._get_rows(offer)
        self.assertEqual(rows[-1], "Roof 1 $ 233.25 $ 233.25")

    def test_subsection_in_a_section_that_hides_prices_has_none(self):
        self._fill(None, {'collapse_prices': True}, {'collapse_composition': True})
        offer = self._send()
        self._assert_unseen(offer, "Secret tile", "77.75", "233.25", "4,321.50")
        self.assertEqual(self._get_rows(offer)[-1], "Roof 1")

    def test_option_that_is_hidden_altogether_can_not_be_ordered(self):
        option = self._fill(section={'collapse_composition': True})
        offer = self._send()
        plain = offer._prepare_page()['variants'][0]['totals']
        ticked = offer._prepare_page(options=[f'{self.key}:{option.id}'])['variants'][0]
        self.assertEqual((ticked['totals'], ticked['options']), (plain, []))
        with self.assertRaisesRegex(UserError, "not offered"):
            offer._accept(self.key, [str(option.id)], "Anna Nowak")

    def test_variant_whose_options_are_all_hidden_is_not_sent(self):
        self._create_line(
            display_type='line_section', product_id=False, name="A", collapse_composition=True
        )
        self._create_line(is_optional=True)
        with self.assertRaisesRegex(UserError, "nothing to order"):
            self._send()

    def test_an_optional_note_is_nothing_that_can_be_ordered(self):
        self._create_line(name="Gate")
        note = self._create_line(
            display_type='line_note', product_id=False, name="Note", is_optional=True
        )
        with self.assertRaisesRegex(UserError, "not offered"):
            self._send()._accept(self.key, [str(note.id)], "Anna Nowak")

    # Everywhere

    def test_comparison_shows_no_more_than_the_lines(self):
        for hides, unseen in (
            ({'collapse_prices': True}, ("4,321.50", "8,643.00", "77.75", "2,765.75")),
            ({'collapse_composition': True}, ("Secret", "8,643.00", "2,765.75")),
        ):
            with self.subTest(hides=hides):
                self.variant.line_ids.unlink()
                self._fill(section=hides)
                other = self._create_variant(name="B", sequence=20)
                self._create_line(other, name="Gate", price_unit=OPEN)
                offer = self._send(variant_ids=[Command.set((self.variant | other).ids)])
                self._assert_unseen(offer, *unseen)
                table = offer._prepare_page()['comparison']
                rows = {row['name']: row['cells'] for row in table['rows']}
                self.assertIn("8,876.25", rows["House"][0])
                self.assertEqual(rows.get("Secret door", ["included"])[0], "included")
                self.assertLessEqual({row['cells'][0] for row in table['options']}, {"optional"})

    def test_options_are_compared_apart(self):
        self._create_line(name="Gate", price_unit=OPEN)
        self._create_line(product=self.door, name="Blind", price_unit=OPTION, is_optional=True)
        other = self._create_variant(name="B", sequence=20)
        self._create_line(other, name="Gate", price_unit=OPEN)
        offer = self._send(variant_ids=[Command.set((self.variant | other).ids)])
        table = offer._prepare_page()['comparison']
        self.assertEqual([row['name'] for row in table['rows']], ["Gate"])
        [row] = table['options']
        self.assertEqual(row['name'], "Blind")
        self.assertIn("2,765.75", row['cells'][0])
        self.assertEqual(row['cells'][1], "–")
        for template in ('offer_page', 'offer_print'):
            page = {**offer._prepare_page(), 'nonce': '', 'csrf_token': ''}
            source = str(self.env['ir.qweb']._render(f'sales_deals.{template}', {'page': page}))
            self.assertIn("in the total once you choose it", source)

    def test_message_to_the_client_names_nothing_hidden(self):
        self._fill(section={'collapse_composition': True})
        offer = self._make_offer()
        context = offer._prepare_composer_context()
        self.assertNotIn("Secret", context['default_body'] + context['default_subject'])

    def test_new_version_hides_the_same(self):
        self._fill(section={'collapse_prices': True})
        first = self._send()
        second = self.env['deal.offer'].browse(first.action_new_version()['res_id'])
        second._send()
        self.assertEqual(self._get_rows(second), self._get_rows(first))

    def test_offer_of_before_shows_all_as_it_was_sent(self):
        self._fill(section={'collapse_prices': True})
        offer = self._send()
        content = json.loads(offer.snapshot)
        for line in content['variants'][0]['lines']:
            line.pop('hides_prices', None)
            line.pop('hides_composition', None)
        self.patch(type(offer), '_get_content', lambda self: (content, {}))
        self.assertIn("4,321.50", self._get_rows(offer)[2])
