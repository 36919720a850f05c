"""PDFs of offers, drawn from the same content as the page."""

import logging
import re
from pathlib import Path

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import file_path

from . import deal_offer  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)

FILE = re.compile(r'/offer/\d+/file/([0-9a-f]{64})')
#: Addons whose style sheets and fonts the PDF may read.
ADDONS = ('sales_deals', 'web')


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def _make_pdf(self, is_preview=False):
        """Draw the offer as a PDF.

        :return: bytes
        :raise UserError: when the library that draws it is not installed
        """
        self.ensure_one()
        page = self._prepare_page(is_preview=is_preview)
        qweb = self.env['ir.qweb'].with_context(lang=page['lang'])
        html = qweb._render('sales_deals.offer_print', {'page': page})
        return self._get_pdf_tools().make_pdf(str(html), self._fetch_for_pdf)

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
        """Read what the PDF refers to: a file of the offer, a style sheet or a font.

        :return: tuple of bytes and MIME type, or None for anything else: it is never fetched
        """
        path = re.sub(r'^[a-z]+://[^/]*', '', url).partition('?')[0]
        if found := FILE.fullmatch(path):
            return self._get_file(found[1])
        return self._get_pdf_tools().read_static(path, {name: _folder(name) for name in ADDONS})


def _folder(addon):
    return Path(file_path(addon))
