import base64
import gc
import hashlib
import io
import json
import time
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.offer.deal_offer_answer import MAX_SIDE
from ..common import OfferCase
from ..hostile_pictures import SVG, encode, make_all, make_noise, make_png

PIXEL = make_png(1, 1)
#: Files, and how they are told apart: shown, opened or kept.
FILES = {
    'drawing.svg': (SVG, False, 'application/octet-stream'),
    'blank.svg': (b'\n ' + SVG, False, 'application/octet-stream'),
    'page.html': (b'<!DOCTYPE html><script>alert(1)</script>', False, 'application/octet-stream'),
    'page.xhtml': (
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        False,
        'application/octet-stream',
    ),
    'code.js': (b'alert(document.domain)', False, 'application/octet-stream'),
    'sheet.css': (b'* {background: url(/x)}', False, 'application/octet-stream'),
    'letter.pdf': (b'%PDF-1.4\n%%EOF', False, 'application/pdf'),
    'picture.png': (PIXEL, False, 'image/png'),
    'empty.txt': (b'', False, 'application/octet-stream'),
}


@tagged('post_install', '-at_install')
class TestOfferFiles(OfferCase, HttpCase):
    def _get(self, offer, path, query=''):
        url = f'/offer/{offer.id}{path}?access_token={offer.access_token}{query}'
        return self.url_open(url, timeout=60)

    def _attach(self, name, content, user=None):
        attachments = self.env['ir.attachment'].with_user(user or self.salesman_all)
        return attachments.create({'name': name, 'raw': content})

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def test_only_pictures_are_shown_and_all_else_is_kept(self):
        for name, (content, _is_shown, mimetype) in FILES.items():
            with self.subTest(name=name):
                document = self._attach(name, content)
                offer = self._send(kind='document', document_ids=[Command.set(document.ids)])
                [frozen] = json.loads(offer.snapshot)['documents']
                for query in ('', '&name=other.html', f'&name={name}'):
                    response = self._get(offer, f"/file/{frozen['file']}", query)
                    headers = response.headers
                    self.assertEqual(response.status_code, 200)
                    self.assertEqual(response.content, content)
                    self.assertEqual(headers['X-Content-Type-Options'], 'nosniff')
                    self.assertEqual(headers['Content-Type'].partition(';')[0], mimetype)
                    self.assertIn('sandbox', headers['Content-Security-Policy'])
                    self.assertIn("default-src 'none'", headers['Content-Security-Policy'])
                    disposition = headers.get('Content-Disposition', '')
                    self.assertNotIn('other', disposition)
                    if query or name != 'picture.png':
                        self.assertTrue(disposition.startswith('attachment'), disposition)
                        self.assertIn(name, disposition)

    def test_picture_of_a_product_is_shown(self):
        self.window.image_1920 = base64.b64encode(PIXEL)
        offer = self._send()
        digest = json.loads(offer.snapshot)['variants'][0]['lines'][0]['picture']
        response = self._get(offer, f'/file/{digest}')
        self.assertEqual(response.headers['Content-Type'], 'image/png')
        self.assertNotIn('Content-Disposition', response.headers)

    def test_what_is_no_hash_finds_no_file(self):
        offer = self._send()
        for digest in ('%00', 'x', '0' * 63 + '%00', '%F0', '0' * 5000, '%25', 'A' * 64):
            with self.subTest(digest=digest[:9]):
                self.assertEqual(self._get(offer, f'/file/{digest}').status_code, 404)

    # ------------------------------------------------------------
    # THE PDF
    # ------------------------------------------------------------

    def _count_drawings(self):
        """Return the offers of which PDFs are drawn from now on."""
        drawn = []
        offers = type(self.env['deal.offer'])
        draw = offers._draw_pdf

        def note(offer, html):
            drawn.append(offer.id)
            return draw(offer, html)

        self.patch(offers, '_draw_pdf', note)
        return drawn

    def test_pdf_of_texts_without_end_is_refused_in_words(self):
        for note in ('<p>a</p>' * 100_000, '<p>%s</p>' % ('word ' * 1_500_000)):
            self.variant.note = note
            with self.assertRaisesRegex(UserError, "too long"):
                self._make_offer()._make_pdf(is_preview=True)

    def test_pdf_of_lines_without_end_is_refused_in_words(self):
        many = 45_000
        for name, note in (
            ("Window\n" + "a\n" * many, ''),
            ("Window\na" + "\n" * many + "a", ''),
            ("Window", f"<p>{'a<br/>' * many}</p>"),
            ("Window", f"<ul>{'<li>a</li>' * many}</ul>"),
            ("Window\n" + "aپ " * 10 * many, ''),
        ):
            self.line.name, self.variant.note = name, note
            with (
                self.subTest(name[:9], note=note[:9]),
                self.assertRaisesRegex(UserError, "too long"),
            ):
                self._make_offer()._make_pdf(is_preview=True)

    def test_pdf_of_four_thousand_lines_is_not_too_long(self):
        self.line.name = "Window, triple-glazed, 1230 × 1480 mm\nOak inside, aluminium outside"
        self.line.write({'quantity': 12, 'discount': 7.5})
        html = self._make_offer()._render_print(is_preview=True)
        row = html[html.index('<tbody>') + 7 : html.index('</tbody>')]
        with patch('odoo.addons.sales_deals.tools.offer.pdf.make_pdf', return_value=b''):
            self._make_offer()._draw_pdf(html.replace(row, row * 4_000))

    def test_blank_lines_around_a_description_are_not_drawn(self):
        self.line.name = "Window\n\nOak\n\n\n"
        [line] = self._make_offer()._prepare_page()['variants'][0]['lines']
        self.assertEqual(line['description'], "Oak")

    def test_pdf_is_drawn_once_for_all_who_ask(self):
        offer, other = self._send(), self._send()
        drawn = self._count_drawings()
        answers = {self._get(offer, '/pdf').content for _reader in range(4)}
        self.assertEqual((len(answers), drawn), (1, [offer.id]))
        self.assertTrue(answers.pop().startswith(b'%PDF'))
        self._get(other, '/pdf')
        self.assertEqual(drawn, [offer.id, other.id])

    def test_options_in_the_address_draw_no_other_pdf(self):
        offer = self._send()
        drawn = self._count_drawings()
        for query in ('', f'&option={self.key}:{self.option_key}', '&lang=pl_PL', '&x=1'):
            self._get(offer, '/pdf', query)
        self.assertEqual(drawn, [offer.id])

    def test_pdf_is_drawn_anew_when_it_would_be_another(self):
        offer = self._send()
        drawn = self._count_drawings()
        before = self._get(offer, '/pdf').content
        offer._accept(self.key, [self.option_key], "Anna")
        after = self._get(offer, '/pdf').content
        self.assertNotEqual(before, after)
        self.assertEqual(after, self._get(offer, '/pdf').content)
        self.assertEqual(len(drawn), 2)
        kept = self.env['ir.attachment'].search(
            [('res_model', '=', 'deal.offer'), ('res_id', '=', offer.id), ('res_field', '=', 'pdf')]
        )
        self.assertEqual(len(kept), 1)

    def test_pdf_that_somebody_replaced_is_not_shown(self):
        offer = self._send()
        self._get(offer, '/pdf')
        domain = [('res_model', '=', 'deal.offer'), ('res_id', '=', offer.id)]
        kept = self.env['ir.attachment'].search([*domain, ('res_field', '=', 'pdf')])
        kept.raw = b'%PDF-forged'
        self.assertNotEqual(self._get(offer, '/pdf').content, b'%PDF-forged')
        for vals in ({'pdf': base64.b64encode(b'%PDF-forged')}, {'pdf_hash': 'x'}):
            for user in (self.salesman_all, self.manager):
                with self.assertRaises(AccessError):
                    offer.with_user(user).write(vals)
        for user in (self.salesman_all, self.manager):
            with self.assertRaises(AccessError):
                kept.with_user(user).write({'raw': b'%PDF-forged'})
            with self.assertRaises(AccessError):
                offer.with_user(user).read(['pdf'])

    def test_texts_that_cannot_be_drawn_are_no_fault_of_the_server(self):
        self.variant.note = '<div style="float: left">x' * 300
        offer = self._send()
        self.assertEqual(self._get(offer, '/pdf').status_code, 200)
        self.variant.note = '<sup>x' * 300
        offer = self._send()
        with mute_logger('odoo.addons.sales_deals.models.offer.deal_offer_pdf'):
            for query in ('', '&debug=1'):
                response = self._get(offer, '/pdf', query)
                self.assertEqual(response.status_code, 404)
                self.assertIn("no PDF", response.text)
            with self.assertRaisesRegex(UserError, "can't be drawn"):
                offer._make_pdf()

    def test_a_new_version_has_no_pdf_of_the_old_one(self):
        offer = self._send()
        self._get(offer, '/pdf')
        self.assertTrue(offer.pdf)
        newer = self.env['deal.offer'].browse(offer.action_new_version()['res_id'])
        self.assertFalse(newer.pdf or newer.pdf_hash)

    # ------------------------------------------------------------
    # PICTURES
    # ------------------------------------------------------------

    def _measure(self, act):
        """Check that an act takes little time and memory, and return its result or its error."""
        gc.collect()
        Path('/proc/self/clear_refs').write_text('5')  # what was most until now is forgotten
        before, begin = self._read_memory('VmRSS'), time.thread_time()
        try:
            result = act()
        except UserError as error:
            result = error
        self.assertLess(time.thread_time() - begin, 2)
        self.assertLess(self._read_memory('VmHWM') - before, 200)
        return result

    @staticmethod
    def _read_memory(name):
        """Return memory of this process in megabytes: what it has, or the most it has had."""
        lines = Path('/proc/self/status').read_text().splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024

    def test_hostile_picture_of_a_template_is_refused_or_costs_little(self):
        offer = self._make_offer()
        offer._make_pdf()  # what is loaded once
        refused = 0
        for name, content in make_all().items():
            values = dict.fromkeys(('cover', 'logo'), base64.b64encode(content))
            with self.subTest(name=name):
                self.template.write({'cover': False, 'logo': False})
                result = self._measure(lambda values=values: self.template.write(values))
                refused += isinstance(result, UserError)
                self.env.flush_all()
                if result is True:
                    self.assertTrue(self._measure(offer._make_pdf).startswith(b'%PDF'))
        self.assertGreater(refused, 12)

    def test_hostile_picture_of_company_or_product_costs_little(self):
        """Odoo takes these pictures; whatever it has taken, an offer draws it in no time."""
        offer = self._make_offer()
        offer._make_pdf()
        company, product = self.company.partner_id, self.window.product_tmpl_id
        for name, content in make_all().items():
            # Odoo makes pictures of products smaller, but for those of these two kinds.
            owners = (company, product) if content[:4] in (b'GIF8', b'RIFF') else (company,)
            for record in owners:
                with self.subTest(name=name, model=record._name), self._storing(record, content):
                    offer = self._measure(self._send)
                    self.assertTrue(self._measure(offer._make_pdf).startswith(b'%PDF'))
                    page = self._measure(offer._prepare_page)
                    for url in (page['logo_url'], page['variants'][0]['lines'][0]['image_url']):
                        shown = url and offer._get_file(url.partition('?')[0].rpartition('/')[2])
                        self.assertTrue(not url or shown[1].startswith('image/'))

    @contextmanager
    def _storing(self, record, content):
        """Put a picture, as it is, where Odoo keeps those that it has made smaller."""
        values = {'name': "picture", 'raw': content, 'res_model': record._name}
        attachments = self.env['ir.attachment'].with_context(image_no_postprocess=True)
        stored = attachments.create(
            [{**values, 'res_id': record.id, 'res_field': f'image_{size}'} for size in (1920, 256)]
        )
        self.env.invalidate_all()
        yield
        stored.unlink()
        self.env.invalidate_all()

    def test_every_kind_of_picture_is_drawn(self):
        small = Image.new('RGB', (20, 10), 'red')
        for file_format in ('PNG', 'JPEG', 'GIF', 'WEBP'):
            with self.subTest(format=file_format):
                self.template.logo = base64.b64encode(encode(small, file_format))
                reader = PdfReader(io.BytesIO(self._make_offer()._make_pdf()))
                self.assertEqual(len(reader.pages[0].images), 1)

    def test_webp_picture_of_a_product_is_drawn_in_the_pdf(self):
        # Odoo's form makes WebP of each picture that is uploaded.
        red = Image.new('RGB', (600, 400), 'red')
        self.template.shows_pictures = True
        for options in ({'quality': 80}, {'lossless': True}, {'quality': 80, 'exif': b'Exif\0\0'}):
            with self.subTest(options):
                self.window.image_1920 = base64.b64encode(encode(red, 'WEBP', **options))
                self.assertEqual(base64.b64decode(self.window.image_256)[8:12], b'WEBP')
                reader = PdfReader(io.BytesIO(self._make_offer()._make_pdf()))
                drawn = [file.image.convert('RGB') for file in reader.pages[0].images]
                pixels = [picture.getpixel((9, 9)) for picture in drawn if min(picture.size) > 9]
                self.assertTrue(any(r > 250 and g < 5 and b < 5 for r, g, b in pixels), pixels)

    def test_usual_pictures_are_taken(self):
        photograph = encode(make_noise(4000, 3000, 'RGB', 9), 'JPEG', quality=40)
        for content in (PIXEL, encode(make_noise(300, 90, 'RGBA', 9), 'PNG'), photograph):
            self.template.write(dict.fromkeys(('cover', 'logo'), base64.b64encode(content)))
            page = self._make_offer()._prepare_page()
            self.assertTrue(page['cover_url'] and page['logo_url'])
        self.assertEqual(self.template.copy().cover, self.template.cover)
        self.template.cover = base64.b64encode(SVG)
        self.assertFalse(self._make_offer()._prepare_page()['cover_url'])

    # ------------------------------------------------------------
    # SIGNATURES
    # ------------------------------------------------------------

    def test_only_a_drawing_of_the_page_is_taken_as_a_signature(self):
        offer = self._send()
        refused = [
            *make_all().values(),
            encode(make_noise(90, 90, 'RGB', 9), 'JPEG'),
            encode(make_noise(90, 90, 'P', 9), 'GIF'),
            make_png(MAX_SIDE + 1, 9),
            make_png(9, MAX_SIDE + 1),
            PIXEL[:-30],
        ]
        for number, content in enumerate(refused):
            if (
                content[:4] == b'\x89PNG'
                and number
                and len(content) < 70_000
                and b'zTXt' in content
            ):
                continue  # a small picture, whatever is packed beside it
            for prefix in ('', 'data:image/png;base64,'):
                with self.subTest(number=number, prefix=prefix):
                    signature = prefix + base64.b64encode(content).decode()
                    answer = self._measure(lambda s=signature: offer._read_signature(s))
                    self.assertIsInstance(answer, UserError)
        for text in ('é', 'base64,', 'A', '=', '\0', 'data:image/svg+xml,<svg/>', 'A' * 600_000):
            with self.subTest(text=text[:20]), self.assertRaises(UserError):
                offer._read_signature(text)
        self.assertEqual(offer.state, 'sent')

    def test_a_drawn_signature_is_kept_without_what_is_hidden_in_it(self):
        offer = self._send()
        drawn = encode(make_noise(600, 180, 'RGBA', 2), 'PNG')
        hidden = drawn + b'<script>alert(1)</script>'
        signature = 'data:image/png;base64,' + base64.b64encode(hidden).decode()
        with patch.object(type(self.env['sale.order']), '_has_to_be_paid', lambda self: False):
            order = self._measure(lambda: offer._accept(self.key, [], "Anna", signature))
        for record in (offer, order):
            kept = base64.b64decode(record.signature)
            self.assertTrue(kept.startswith(b'\x89PNG'))
            self.assertNotIn(b'script', kept)

    def test_hash_tells_one_file_from_another(self):
        document = self._attach('a.pdf', b'%PDF-1')
        offer = self._send(kind='document', document_ids=[Command.set(document.ids)])
        digest = hashlib.sha256(b'%PDF-1').hexdigest()
        self.assertEqual(self._get(offer, f'/file/{digest}').content, b'%PDF-1')
        self.assertEqual(self._get(self._send(), f'/file/{digest}').status_code, 404)
