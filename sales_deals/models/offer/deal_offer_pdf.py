"""PDFs of offers, drawn from the same content as the page."""

import base64
import hashlib
import logging
import re
from pathlib import Path
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, file_path

from ...tools.offer import pictures
from . import deal_offer  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)

FILE = re.compile(r'/offer/\d+/file/([0-9a-f]{64})')
#: Work of drawing: a tag costs as much as so many bytes of text, a line that somebody has ended as
#: so many tags. The most is half a minute, and what a calculation of four thousand lines takes.
#: Beyond it, a worker could end for all its users.
BYTES, LINE, MAX_WORK = 6, 8, 180_000
TAG, BREAK = re.compile('<[^<>]*>'), re.compile(r'<(?:br|li)\b')
#: A picture that is in the document itself: it is drawn as one from elsewhere is.
PICTURE = re.compile(r'(<img\b[^<>]*? src=")data:image/[^"<>]*')
#: Addons whose style sheets and fonts the PDF may read.
ADDONS = ('sales_deals', 'web')


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # The last one that a client has asked for, and a hash of what was drawn and of the file.
    pdf = fields.Binary(
        string="PDF", attachment=True, readonly=True, copy=False, groups='base.group_system'
    )
    pdf_hash = fields.Char(
        string="SHA-256 of the PDF", readonly=True, copy=False, groups='base.group_system'
    )

    def _get_pdf(self):
        """Return the PDF of a sent offer; it is drawn once, however often it is asked for.

        Called with the offer as superuser, for a client whose link was checked.

        :return: bytes
        :raise UserError: when the library that draws it is not installed
        """
        self.ensure_one()
        html = self._render_print()
        return self._find_pdf(html) or self._keep_pdf(html)

    def _find_pdf(self, html):
        """Return the stored PDF if it was drawn from this very text; a changed one is not shown."""
        content = base64.b64decode(self.with_context(bin_size=False).pdf or b'')
        return content if content and self.pdf_hash == _hash_pdf(html, content) else None

    def _keep_pdf(self, html):
        """Draw the PDF and store it.

        Of several who ask at the same moment one draws it. The others wait for the row; Odoo then
        repeats their requests, which find it.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT id FROM deal_offer WHERE id = %s FOR NO KEY UPDATE", self.id)
        )
        content = self._draw_pdf(html)
        self.write({'pdf': base64.b64encode(content), 'pdf_hash': _hash_pdf(html, content)})
        return content

    def _make_pdf(self, is_preview=False):
        """Draw the offer as a PDF.

        :return: bytes
        :raise UserError: when the library that draws it is not installed
        """
        self.ensure_one()
        return self._draw_pdf(self._render_print(is_preview))

    def _render_print(self, is_preview=False):
        """Render the HTML from which the PDF is drawn.

        :return: str
        """
        page = self._prepare_page(is_preview=is_preview)
        qweb = self.env['ir.qweb'].with_context(lang=page['lang'])
        return str(qweb._render('sales_deals.offer_print', {'page': page}))

    def _draw_pdf(self, html):
        if _get_work(html) > MAX_WORK:
            raise UserError(self.env._("The PDF can't be drawn: the offer's texts are too long."))
        tools = self._get_pdf_tools()
        try:
            return tools.make_pdf(html, self._fetch_for_pdf)
        except Exception as error:  # what people type leads WeasyPrint to errors of any kind
            _logger.exception("The PDF of %s can't be drawn", self.display_name)
            raise UserError(
                self.env._("The PDF can't be drawn: one of its texts has an unusual format.")
            ) from error

    def _get_mail_attachments(self):
        """Return what goes with the e-mail, if the template asks for it: the documents, or the PDF.

        :return: ``ir.attachment`` records
        """
        self.ensure_one()
        if not self.template_id.attaches_pdf:
            return self.env['ir.attachment']
        return self.document_ids if self.kind == 'document' else self._make_pdf_attachment()

    def _make_pdf_attachment(self):
        return self.env['ir.attachment'].create(
            {
                'name': self._get_pdf_name(),
                'raw': self._make_pdf(),
                # Read by who may read the offer, wherever it is attached.
                'res_model': self._name,
                'res_id': self.id,
                'mimetype': 'application/pdf',
            }
        )

    def _get_pdf_name(self):
        return f"{self.display_name.replace('/', '-')}.pdf"

    def _get_pdf_tools(self):
        try:
            # WeasyPrint takes half a second to load: not before the first PDF.
            from ...tools.offer import pdf
        except (ImportError, OSError) as error:
            _logger.warning("WeasyPrint can't be loaded: %s", error)
            raise UserError(
                self.env._(
                    "The PDF can't be made: ask your administrator to install WeasyPrint and Pango."
                )
            ) from error
        return pdf

    def _fetch_for_pdf(self, url):
        """Read what the PDF refers to: a picture of the offer, a style sheet or a font.

        :return: tuple of bytes and MIME type, or None for anything else: it is never fetched
        """
        if found := FILE.fullmatch(urlsplit(url).path):
            content, _mimetype = self._get_file(found[1]) or (b'', '')
            return pictures.prepare_for_pdf(content)
        return self._get_pdf_tools().read_static(url, self._get_pdf_folders())

    @api.model
    def _get_pdf_folders(self):
        """Return the folders of addons whose static files the PDF may refer to, by their names."""
        return {name: Path(file_path(name)) for name in ADDONS}


def _get_work(html):
    """Return what it costs to draw a document, in tags."""
    source = PICTURE.sub(r'\1', html)
    texts = [text.strip() for text in TAG.split(source)]
    lines = len(BREAK.findall(source)) + sum(text.count('\n') for text in texts)
    return len(texts) + sum(len(text.encode()) for text in texts) // BYTES + LINE * lines


def _hash_pdf(html, content):
    return hashlib.sha256(html.encode() + b'\0' + content).hexdigest()
