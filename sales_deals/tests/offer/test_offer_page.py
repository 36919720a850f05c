import re
from pathlib import Path

from lxml import html

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

from ...tools.offer.pdf import make_pdf, read_static
from ..offer_pages import HOSTILE, LANGUAGES, make_hostile, make_page, make_preview

LAYOUTS = ('classic', 'modern', 'compact')
#: What a browser gets by itself, unlike the address of a link.
FETCHED = '//@src | //link[not(@rel="icon")]/@href'
CONTROLS = '//input[@type!="hidden"] | //select | //textarea'


@tagged('post_install', '-at_install')
class TestOfferPage(TransactionCase):
    def _render(self, page, template='offer_page'):
        qweb = self.env['ir.qweb'].with_context(lang=page['lang'])
        return str(qweb._render(f'sales_deals.{template}', {'page': page}))

    def _read(self, page, template='offer_page'):
        return html.document_fromstring(self._render(page, template))

    def _text(self, node):
        return ' '.join(node.text_content().split())

    # ------------------------------------------------------------
    # THE OFFER
    # ------------------------------------------------------------

    def test_every_layout_and_language_is_a_whole_document(self):
        for layout in LAYOUTS:
            for lang in LANGUAGES:
                with self.subTest(layout=layout, lang=lang):
                    page = make_page(lang, layout)
                    source = self._render(page)
                    root = html.document_fromstring(source)
                    self.assertTrue(source.lstrip().startswith('<!DOCTYPE html>'))
                    self.assertEqual(root.get('lang'), page['html_lang'])
                    self.assertEqual(root.get('dir'), page['direction'])
                    self.assertIn(layout, root.get('class'))
                    self.assertIn(page['number'], root.findtext('.//title'))

    def test_every_line_total_and_text_is_there(self):
        page = make_page(variants=3, lines=9)
        for template in ('offer_page', 'offer_print'):
            text = self._text(self._read(page, template).body)
            for variant in page['variants']:
                for line in [*variant['lines'], *variant['options']]:
                    for key in ('name', 'quantity', 'price_unit', 'discount', 'subtotal'):
                        self.assertIn(line[key], text)
                for total in variant['totals'].values():
                    self.assertIn(total, text)
            for key in ('opening', 'closing', 'terms'):
                self.assertIn(self._text(html.fromstring(page[key])), text)

    def test_a_text_of_two_scripts_is_read_from_its_own_side(self):
        page = make_page('fa_IR')
        page['variants'][0]['lines'][1]['name'] = "[A-200] پنجره"
        page['company']['address'] = ["12 Harbour Street", "تهران"]
        for template in ('offer_page', 'offer_print'):
            found = {
                bdi.text_content(): bdi.get('dir') for bdi in self._read(page, template).iter('bdi')
            }
            self.assertEqual(found["[A-200] پنجره"], 'rtl')
            self.assertEqual(found["12 Harbour Street"], 'ltr')
            self.assertEqual(found["تهران"], 'rtl')

    def test_columns_that_are_not_for_the_client_are_left_out(self):
        hidden = dict.fromkeys(('unit_price', 'discount', 'pictures', 'section_subtotals'), False)
        source = self._render(make_page(columns=hidden, comparison=False))
        for variant in make_page()['variants']:
            for line in variant['lines']:
                if line['type'] == 'section':
                    self.assertNotIn(line['subtotal'], source)
        self.assertNotIn('class="picture"', source)
        self.assertNotIn('class="unit_price"', source)
        self.assertNotIn('class="discount"', source)

    def test_unit_prices_say_that_a_discount_is_in_them(self):
        for discount, label in (("10 %", "Unit price after discount"), ("", "Unit price")):
            page = make_page(variants=1)
            for line in page['variants'][0]['lines']:
                line['discount'] = discount
            table = self._read(page).find('.//table')
            [head] = table.xpath('thead//th[@class="unit_price"]')
            self.assertEqual(head.text_content().strip(), label)

    def test_rows_are_as_wide_as_the_head(self):
        for names in ((), ('unit_price',), ('unit_price', 'discount', 'section_subtotals')):
            columns = make_page()['columns']
            page = make_page(columns={key: key in names for key in columns}, variants=1)
            table = self._read(page).find('.//table')
            widths = {
                sum(int(cell.get('colspan', 1)) for cell in row.xpath('th|td'))
                for row in table.iter('tr')
            }
            self.assertEqual(len(widths), 1)

    def test_what_people_typed_stays_text(self):
        for template in ('offer_page', 'offer_print'):
            page = make_hostile(make_page(variants=2))
            page['values'] = dict.fromkeys(('name', 'email', 'question', 'reason', 'note'), HOSTILE)
            document = self._read(page, template)
            self.assertFalse(
                document.xpath('//script[not(@src)] | //*[@onerror] | //img[@src="x"]')
            )
            self.assertNotIn('49', self._text(document.find('.//h1')))
            self.assertIn(HOSTILE, document.find('.//h1').text_content())

    def test_a_website_that_is_code_is_no_link(self):
        page = make_page()
        page['company']['website'] = 'javascript:alert(1)'
        self.assertFalse(self._read(page).xpath('//a[starts-with(@href, "javascript")]'))

    def test_nothing_is_fetched_from_elsewhere(self):
        for layout in LAYOUTS:
            for template in ('offer_page', 'offer_print'):
                page = make_page('fa_IR', layout, 3)
                source = self._render(page, template)
                urls = [str(url) for url in html.document_fromstring(source).xpath(FETCHED)]
                urls += re.findall(r'url\("(.*?)"\)', source)
                ours = ('/sales_deals/static/', '/web/static/fonts/', 'data:image/')
                self.assertFalse([url for url in urls if not url.startswith(ours)])

    def test_static_files_are_there_and_carry_the_version(self):
        for font in ('Vazirmatn', 'Roboto', 'Lato', 'Montserrat', 'Open Sans'):
            source = self._render(make_page(font=font, version='7'))
            urls = set(re.findall(r'"(/\w+/static/[^"]*)"', source))
            self.assertGreaterEqual(len(urls), 4)
            for url in urls:
                self.assertTrue(url.endswith('?v=7'), url)
                self.assertTrue(Path(file_path(url[1:].partition('?')[0])).is_file(), url)

    # ------------------------------------------------------------
    # ACCESSIBILITY
    # ------------------------------------------------------------

    def test_every_control_has_a_label(self):
        document = self._read(make_page(variants=3))
        labelled = {label.get('for') for label in document.iter('label')}
        controls = document.xpath(CONTROLS)
        self.assertGreater(len(controls), 8)
        for control in controls:
            inside = control.xpath('ancestor::label')
            self.assertTrue(inside or control.get('id') in labelled, html.tostring(control))

    def test_names_that_parts_refer_to_exist_once(self):
        document = self._read(make_page(variants=3))
        ids = document.xpath('//@id')
        self.assertEqual(len(ids), len(set(ids)))
        references = document.xpath('//@aria-labelledby | //label/@for | //@form')
        self.assertLessEqual(set(references), set(ids))
        anchors = {href[1:] for href in document.xpath('//a/@href') if href.startswith('#')}
        self.assertLessEqual(anchors, set(ids))

    def test_tables_and_landmarks_tell_what_they_are(self):
        document = self._read(make_page(variants=2))
        self.assertFalse(document.xpath('//th[not(@scope)]'))
        self.assertFalse(document.xpath('//img[not(@alt)]'))
        self.assertEqual(len(document.xpath('//main')), 1)
        self.assertEqual(len(document.xpath('//h1')), 1)
        self.assertEqual(len(document.xpath('//dl[@aria-live="polite"]')), 2)

    # ------------------------------------------------------------
    # FORMS
    # ------------------------------------------------------------

    def test_ticking_works_without_script(self):
        document = self._read(make_page(variants=2))
        form = document.get_element_by_id('options')
        self.assertEqual((form.get('method'), form.get('action')), ('get', '/offer/1'))
        hidden = {field.get('name'): field.get('value') for field in form.iter('input')}
        self.assertEqual(hidden, {'access_token': 't0ken'})
        boxes = document.xpath('//input[@name="option" and @type="checkbox"]')
        self.assertEqual([box.get('value') for box in boxes], ['v1:o0', 'v1:o1', 'v2:o0', 'v2:o1'])
        self.assertEqual([box.get('form') for box in boxes], ['options'] * 4)
        self.assertTrue(document.xpath('//button[@form="options" and @type="submit"]'))

    def test_ticked_options_go_along_when_accepting(self):
        document = self._read(make_page(variants=2))
        options = document.xpath('//section[@id="accept"]//input[@name="option"]/@value')
        self.assertEqual(options, ['v1:o0', 'v2:o0'])

    def test_every_form_that_is_posted_has_the_token(self):
        forms = self._read(make_page()).xpath('//form[@method="post"]')
        self.assertEqual(len(forms), 3)
        for form in forms:
            self.assertEqual(form.xpath('.//input[@name="csrf_token"]/@value'), ['c5rf'])
            self.assertTrue(form.get('action').endswith('access_token=t0ken'))

    def test_one_variant_is_chosen_already(self):
        choice = '//input[@name="variant" and @checked]/@value'
        self.assertEqual(self._read(make_page(variants=1)).xpath(choice), ['v1'])
        self.assertEqual(self._read(make_page(variants=2)).xpath(choice), [])

    def test_after_an_error_what_was_typed_is_there_again(self):
        values = {'name': "Emma", 'variant': 'v2', 'question': "Why?", 'reason': '2', 'note': "No"}
        document = self._read(make_page(values=values, error="Please choose a variant."))
        self.assertIn(
            "Please choose a variant.", self._text(document.xpath('//*[@role="alert"]')[0])
        )
        self.assertEqual(document.xpath('//input[@name="name"]/@value'), ["Emma"])
        self.assertEqual(document.xpath('//input[@name="variant" and @checked]/@value'), ['v2'])
        self.assertEqual(document.xpath('//option[@selected]/@value'), ['2'])
        self.assertEqual(document.xpath('//textarea/text()'), ["Why?", "No"])
        self.assertTrue(document.xpath('//details[@open]'))

    def test_a_preview_looks_the_same_and_sends_nothing(self):
        document = self._read(make_preview(notice="A preview"))
        self.assertEqual(len(document.xpath('//form[@method="post"]//fieldset[@disabled]')), 3)
        self.assertFalse(document.xpath('//@data-seen-url | //@data-total-url | //form/@action'))
        self.assertFalse(
            document.xpath('//input[@name="option" and not(@disabled)][@type="checkbox"]')
        )

    def test_a_closed_offer_has_no_forms(self):
        for state in ('accepted', 'declined', 'expired', 'superseded'):
            urls = {**dict.fromkeys(make_page()['urls'], ''), 'pdf': '/offer/1/pdf'}
            document = self._read(make_page(state=state, urls=urls, notice="It is over."))
            self.assertFalse(document.xpath('//form | //a[@href="#accept"] | //*[@data-choose]'))
            self.assertIn("It is over.", self._text(document.xpath('//*[@role="status"]')[0]))

    # ------------------------------------------------------------
    # BESIDE THE PAGE
    # ------------------------------------------------------------

    def test_a_message_is_a_small_page(self):
        qweb = self.env['ir.qweb'].with_context(lang='fa_IR')
        values = {'title': HOSTILE, 'text': "Ask for a new link.", 'direction': 'rtl'}
        source = str(qweb._render('sales_deals.offer_message', values))
        document = html.document_fromstring(source)
        self.assertEqual((document.get('lang'), document.get('dir')), ('fa-IR', 'rtl'))
        self.assertEqual(document.find('.//h1').text_content(), HOSTILE)
        self.assertFalse(document.xpath('//a'))
        values |= {'url': '/offer/2', 'link': "Newer version"}
        source = str(qweb._render('sales_deals.offer_message', values))
        self.assertEqual(html.document_fromstring(source).xpath('//a/@href'), ['/offer/2'])

    def test_pdf_is_drawn_in_every_layout(self):
        folders = {addon: Path(file_path(addon)) for addon in ('sales_deals', 'web')}
        for layout in LAYOUTS:
            source = self._render(make_page('fa_IR', layout), 'offer_print')
            pdf = make_pdf(source, lambda url: read_static(url, folders))
            self.assertTrue(pdf.startswith(b'%PDF-'))
