import io
import json
import re
from unittest.mock import patch

from lxml import html
from pypdf import PdfReader

from odoo import Command
from odoo.tests import HttpCase, tagged

from ...models.offer.deal_offer_pdf import FILE
from ..common import OfferCase

SECRET = '/web/static//etc/passwd'
#: Whatever loads a file into a PDF, or would run in a browser.
HOSTILE = (
    f'<a rel="attachment" href="{SECRET}">our terms</a>'
    f'<link rel="attachment" href="{SECRET}"><link rel="stylesheet" href="{SECRET}">'
    f'<img src="{SECRET}"><img srcset="{SECRET} 1x"><object data="{SECRET}">x</object>'
    f'<embed src="{SECRET}"><svg onload="alert(1)"><image href="{SECRET}"/></svg>'
    f'<style>@import "{SECRET}"; p {{background: url({SECRET})}}</style>'
    f'<p style="background-image: url({SECRET})" onclick="alert(1)">x</p>'
    f'<p style="list-style-image: url({SECRET}); display: list-item">x</p>'
    '<script>alert(1)</script><script src="/web/content/1"></script>'
    '<a href="javascript:alert(1)">x</a><img src="x" onerror="alert(1)">'
    '<iframe src="/web"></iframe><form action="//evil.example"><input name="csrf_token"></form>'
)
#: In place of a name, which pages show as they show any text.
HOSTILE_NAME = f'Window"\'>{HOSTILE}'
#: Where a text may not stand as it is: not even escaped, for style sheets know no escaping.
HOSTILE_LOOK = {
    'color': f'#1f5f8b; }} @import "{SECRET}"; * {{ background: url({SECRET})',
    'font': f'Lato"; src: url({SECRET}); x: "\\',
    'layout': '"><script>alert(1)</script>',
    'cover': '../../../web/session/logout',
    'logo': '0' * 63 + '"',
}
#: What a page has from our own templates, and a PDF from our own folders.
OWN_SCRIPT = '/sales_deals/static/offer/offer.js'
OWN_FILES = re.compile(
    r'/sales_deals/static/(offer/offer_print\.css|fonts/vazirmatn/Vazirmatn-\w+\.woff2)'
    r'|/web/static/fonts/[\w/.-]+\.(ttf|woff)'
)


@tagged('post_install', '-at_install')
class TestOfferTexts(OfferCase, HttpCase):
    def _get(self, offer, path=''):
        return self.url_open(f'/offer/{offer.id}{path}?access_token={offer.access_token}')

    def _use_hostile_texts(self):
        """Write texts with the rights of those who write them."""
        self.variant.with_user(self.salesman_all).write({'note': HOSTILE, 'name': HOSTILE_NAME})
        self.line.with_user(self.salesman_all).name = f'{HOSTILE_NAME}\n{HOSTILE_NAME}'
        self.variant.delivery_time = HOSTILE_NAME
        self.template.with_user(self.manager).write(dict.fromkeys(('opening', 'terms'), HOSTILE))
        self.template.closing = '<a href="{{contact}}" rel="{{customer}}">{{deal}}</a>'
        self.window.with_context(lang='en_US').name = HOSTILE_NAME
        party = dict.fromkeys(('name', 'street', 'city', 'phone', 'email', 'vat'), HOSTILE_NAME)
        self.partner.write({**party, 'website': f'javascript:alert(1)//{HOSTILE_NAME}'})
        self.company.partner_id.write({**party, 'website': f'https://x/"{HOSTILE_NAME}'})
        self.salesman_all.partner_id.write({'name': HOSTILE_NAME, 'phone': HOSTILE_NAME})
        self.deal.name = HOSTILE_NAME

    def _forge(self, offer, replace=HOSTILE, look=HOSTILE_LOOK):
        """Replace every text of what was sent, as no form can: an older addon or an intruder."""
        content = json.loads(offer.snapshot)

        def poison(value, key=''):
            if isinstance(value, dict):
                return {name: poison(part, name) for name, part in value.items()}
            if isinstance(value, list):
                return [poison(part) for part in value]
            is_code = key in ('lang', 'type', 'date', 'valid_until', 'kind', 'key', 'currency')
            return value if is_code or not isinstance(value, str) else replace

        content = {**content, **poison({**content, 'look': {}}), 'prices': 'net'}
        content['look'] = look
        for variant, sent in zip(
            content['variants'], json.loads(offer.snapshot)['variants'], strict=True
        ):
            for line, original in zip(variant['lines'], sent['lines'], strict=True):
                line['parts'] = original['parts']
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE deal_offer SET snapshot = %s WHERE id = %s", [json.dumps(content), offer.id]
        )
        offer.invalidate_recordset()
        return offer

    def _check_page(self, response):
        """Check that nothing on a page runs, and nothing is loaded, that is not ours."""
        self.assertEqual(response.status_code, 200)
        document = html.document_fromstring(response.text)
        policy = response.headers['Content-Security-Policy']
        [sources] = re.findall(r"script-src ([^;]*)", policy)
        self.assertRegex(sources, r"^'nonce-[\w-]{20,}'$")
        for script in document.iter('script'):
            self.assertEqual(sources, f"'nonce-{script.get('nonce')}'")
            self.assertTrue(script.get('src').startswith(OWN_SCRIPT))
            self.assertFalse(script.text)
        self.assertEqual(len(document.findall('.//script')), 1)
        for element in document.iter():
            names = set(element.attrib)
            self.assertFalse([name for name in names if name.startswith('on')], element.tag)
            self.assertFalse(names & {'srcset', 'srcdoc', 'ping', 'background', 'formaction'})
            self.assertNotIn('url(', element.get('style', ''))
        self.assertFalse(document.xpath('//iframe | //object | //embed | //svg | //base'))
        self.assertFalse(document.xpath('//link[contains(@rel, "attachment")]'))
        for address in document.xpath('//@src | //@href | //@action'):
            self.assertNotRegex(address.strip().lower(), r'^(javascript|vbscript|data:text|//)')
            self.assertNotIn('..', address)
        self.assertFalse(document.xpath('//@src[contains(., "passwd")]'))
        for sheet in document.iter('style'):
            self.assertFalse('@import' in sheet.text or 'passwd' in sheet.text)
        return document

    def _draw(self, get):
        """Return a PDF, and the addresses from which its parts were read."""
        read = []
        offers = type(self.env['deal.offer'])
        fetch = offers._fetch_for_pdf

        def note(offer, url):
            if found := fetch(offer, url):
                read.append(url)
            return found

        with patch.object(offers, '_fetch_for_pdf', note):
            return get().content, read

    def _check_pdf(self, get):
        """Check that a PDF has nothing in it, and was made of nothing, that is not ours."""
        content, read = self._draw(get)
        self.assertTrue(content.startswith(b'%PDF'))
        self.assertFalse(re.search(rb'/EmbeddedFile|/FileAttachment|/JavaScript|/Launch', content))
        reader = PdfReader(io.BytesIO(content))
        self.assertFalse(reader.attachments)
        for number in range(1, len(reader.xref_objStm) + reader.trailer['/Size']):
            stored = reader.get_object(number)
            data = stored.get_data() if hasattr(stored, 'get_data') else b''
            self.assertNotIn(b'root:', data)
        self.assertTrue(read)
        for url in read:
            self.assertTrue(OWN_FILES.match(url) or FILE.match(url), url)

    def test_no_text_runs_or_brings_a_file(self):
        self._use_hostile_texts()
        draft = self._make_offer()
        offer = self._send()
        self._check_page(self._get(offer))
        self._check_pdf(lambda: self._get(offer, '/pdf'))
        self.authenticate('deal_all', 'deal_all')
        for one in (draft, offer):
            self._check_page(self._get(one, '/preview/page'))
            self._check_pdf(lambda one=one: self._get(one, '/preview/pdf'))

    def test_no_text_of_a_forged_snapshot_runs_or_brings_a_file(self):
        for replace in (HOSTILE, HOSTILE_NAME, 'javascript:alert(1)', '{{7*7}}', '\x00'):
            with self.subTest(replace=replace[:20]):
                offer = self._forge(self._send(), replace)
                self._check_page(self._get(offer))
                self._check_pdf(lambda offer=offer: self._get(offer, '/pdf'))

    def test_forged_looks_are_not_taken(self):
        for name, value in HOSTILE_LOOK.items():
            with self.subTest(name=name):
                look = {'layout': 'modern', 'color': '#1f5f8b', 'font': 'Lato'}
                look = {**look, 'cover': '', 'logo': '', name: value}
                offer = self._forge(self._send(), "Text", look)
                document = self._check_page(self._get(offer))
                self.assertNotIn(value, html.tostring(document, encoding='unicode'))
                self._check_pdf(lambda offer=offer: self._get(offer, '/pdf'))

    def test_what_people_write_is_shown(self):
        text = '<p style="text-align: center">Dear <b>Anna</b>, <a href="https://a.example">see</a>'
        self.template.opening = f'{text}</p>'
        document = self._check_page(self._get(self._send()))
        [paragraph] = document.xpath('//div[contains(@class, "opening")]/p')
        self.assertEqual(paragraph.get('style'), 'text-align: center')
        self.assertEqual(paragraph.find('b').text, "Anna")
        self.assertEqual(paragraph.find('a').get('href'), 'https://a.example')

    def test_names_of_a_forged_snapshot_are_text_in_messages(self):
        # Of one variant alone, the message has no name.
        variants = self.variant | self._create_variant(name="B")
        self._create_line(variants[1], quantity=5)
        sent = self._send(variant_ids=[Command.set(variants.ids)])
        offer = self._forge(sent, '<img src=x onerror=alert(1)>')
        offer._accept(self.key, [], "Anna")
        [message] = offer.lead_id.message_ids.filtered(lambda m: "accepted" in m.body)[:1]
        self.assertIn('&lt;img', message.body)
        self.assertNotIn('<img', message.body)

    def test_preview_bar_runs_its_own_script_only(self):
        self.template.name = HOSTILE_NAME
        offer = self._make_offer()
        self.authenticate('deal_all', 'deal_all')
        response = self._get(offer, '/preview')
        document = html.document_fromstring(response.text)
        [script] = document.iter('script')
        policy = response.headers['Content-Security-Policy']
        self.assertIn(f"script-src 'nonce-{script.get('nonce')}'", policy)
        self.assertIn("default-src 'none'", policy)
        self.assertNotEqual(policy, self._get(offer, '/preview').headers['Content-Security-Policy'])
