"""Snapshots of offers: what the client is shown, frozen when the offer is sent.

Page and PDF are drawn from it alone.
"""

import base64
import hashlib
import json
import re

from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty
from odoo.tools.mimetypes import guess_mimetype

from ...tools.language.greetings import greet
from ...tools.offer import pictures, sections
from ..calculation.deal_variant_line import HEADINGS
from . import deal_offer  # noqa: F401 (extended below)

#: Written once, when the offer is sent.
SNAPSHOT_FIELDS = {'snapshot', 'snapshot_hash', 'order_data'}
#: A SHA-256, by which a file is found.
DIGEST = re.compile('[0-9a-f]{64}')


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    snapshot = fields.Text(readonly=True, copy=False, help="What the client is shown, as JSON.")
    snapshot_hash = fields.Char(
        string="SHA-256", readonly=True, copy=False, help="Of the snapshot."
    )
    # With the costs that the order shall keep.
    order_data = fields.Json(readonly=True, copy=False, groups='base.group_system')

    def _check_snapshot_not_written(self, vals):
        """Refuse to write a snapshot a second time.

        :raise UserError: when one of these offers has a snapshot and ``vals`` has one, too
        """
        written = SNAPSHOT_FIELDS & vals.keys() if self.env.su else ()
        if written and any(offer.snapshot for offer in self):
            raise UserError(self.env._("What was sent to a client can't be changed."))

    def _freeze(self):
        """Store what the client will see, with its pictures and documents."""
        self.ensure_one()
        content, files = self._prepare_content()
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(',', ':'))
        orders = {str(v.id): self._prepare_frozen_order(v) for v in self.variant_ids}
        # Written by no user, whoever may write offers: by this method alone.
        self.sudo().write(
            {
                'snapshot': text,
                'snapshot_hash': hashlib.sha256(text.encode()).hexdigest(),
                'order_data': orders,
            }
        )
        self._keep_files(files)

    def _get_content(self):
        """Return what the client is shown: as it was sent, or, of a draft, as it would be sent now.

        :return: tuple of the content and of the files that are not stored yet, by their hashes
        """
        self.ensure_one()
        if self.snapshot:
            return json.loads(self.snapshot), {}
        return self._prepare_content()

    def _prepare_content(self):
        """Prepare the content of the offer as it is now, in its language.

        To be extended by what shows more. The client can read all of it, but for what sections
        hide: never add costs.

        :return: tuple of a dictionary of plain values, and of files by their SHA-256
        """
        self.ensure_one()
        offer = self.with_context(lang=self.lang)
        files = {}
        values = offer._get_placeholder_values()
        template = offer.template_id
        content = {
            'format': 1,
            'kind': offer.kind,
            'number': offer.display_name,
            'date': fields.Date.to_string(fields.Date.context_today(offer)),
            'valid_until': fields.Date.to_string(offer.valid_until) or '',
            'lang': offer.lang,
            'company': offer._prepare_party(offer.company_id.partner_id, website=True),
            'customer': offer._prepare_party(offer.partner_id.commercial_partner_id),
            'contact': offer._get_contact_name(),
            'salesperson': offer._prepare_salesperson(),
            'look': offer._prepare_look(files),
            'shows': offer._prepare_shown(),
            'documents': offer._prepare_documents(files),
            'variants': [offer._prepare_variant(variant, files) for variant in offer.variant_ids],
        }
        for name in ('opening', 'closing', 'terms'):
            content[name] = str(template._get_text(name, values))
        return content, files

    def _prepare_party(self, partner, website=False):
        """Prepare name and address of the company or the customer."""
        # Whoever sends an offer need not see all contacts.
        partner = partner.sudo()
        address = partner._display_address(without_company=True)
        party = {
            'name': partner.name or '',
            'address': [line for line in address.splitlines() if line.strip()],
            'vat': partner.vat or '',
        }
        if website:
            party.update(
                email=partner.email or '', phone=partner.phone or '', website=partner.website or ''
            )
        return party

    def _get_contact_name(self):
        """Return the name of the customer's contact person, if the offer is for one."""
        partner = self.partner_id
        return partner.name or '' if partner != partner.commercial_partner_id else ''

    def _prepare_salesperson(self):
        user = (self.user_id or self.env.user).sudo()
        return {'name': user.name, 'email': user.email or '', 'phone': user.phone or ''}

    def _prepare_look(self, files):
        template = self.template_id
        return {
            'layout': template.layout,
            'color': template.color,
            'font': template.font,
            'cover': self._add_picture(template.cover, files),
            'logo': self._add_picture(self._get_logo(), files),
        }

    def _get_logo(self):
        """Return the logo of the template, or the company's; none for Odoo's "Your logo"."""
        # Whoever sends an offer need not read the settings of the company.
        company = self.company_id.sudo()
        own = False if company.uses_default_logo else company.logo
        return self.template_id.logo or own

    def _prepare_shown(self):
        template = self.template_id
        return {
            'unit_price': template.shows_unit_price,
            'discount': template.shows_discount,
            'pictures': template.shows_pictures,
            'section_subtotals': template.shows_section_subtotals,
            'comparison': template.shows_comparison,
            'words': template.shows_words,
            'tomans': template.shows_tomans,
            'persian_digits': template.persian_digits,
        }

    def _prepare_documents(self, files):
        """Prepare the offer's own documents, then those of its template."""
        # Who may send the offer may show its files, checked when they were added, and what
        # belongs to its template.
        documents = [*self.sudo().document_ids, *self.template_id.sudo().document_ids]
        return [self._prepare_document(document, files) for document in documents]

    def _prepare_document(self, document, files):
        return {
            'name': document.name,
            'size': document.file_size,
            'file': self._add_file(document.raw or b'', files),
        }

    def _prepare_variant(self, variant, files):
        """Prepare a variant of the content, with what the client needs and no more."""
        prices = self.template_id.prices
        prices = variant.tax_display if prices == 'variant' else prices
        currency = variant.currency_id
        return {
            'key': str(variant.id),
            'name': variant.name,
            'note': '' if is_html_empty(variant.note) else str(variant.note),
            'currency': currency.name,
            'rounding': currency.rounding,
            'prices': prices,
            'payment_term': variant.payment_term_id.sudo().name or '',
            'delivery_terms': variant.incoterm_id.sudo().name or '',
            'delivery_time': variant.delivery_time or '',
            'totals': [variant.amount_untaxed, variant.amount_tax, variant.amount_total],
            'lines': [
                self._prepare_line(line, prices, files) for line in variant.line_ids.sorted()
            ],
        }

    def _prepare_line(self, line, prices, files):
        """Prepare a line of the content."""
        values = self._prepare_line_text(line)
        if line.display_type:
            return values
        picture = line.product_id.image_256 if self.template_id.shows_pictures else False
        amount = line.price_subtotal if prices == 'net' else line.price_total
        return {
            **values,
            'quantity': line.quantity,
            'unit': line.uom_id.name or '',
            'amount': amount,
            'price_unit': line._get_shown_price(amount),
            'discount': max(line.discount or 0.0, 0.0),
            'picture': self._add_picture(picture, files),
            'parts': line._get_total_parts(),
        }

    @api.model
    def _prepare_line_text(self, line):
        """Prepare what all lines have, and what a section hides (:mod:`tools.offer.sections`)."""
        name, _newline, description = line.name.partition('\n')
        values = {
            'key': str(line.id),
            'type': (line.display_type or 'product').removeprefix('line_'),
            'name': name,
            'description': description,
            'is_optional': line.is_optional,
        }
        if line.display_type in HEADINGS:
            values[sections.PRICES] = line.collapse_prices
            values[sections.COMPOSITION] = line.collapse_composition
        return values

    @api.model
    def _get_offered_products(self, variant):
        """Return the products that the client can order: not options that a section hides."""
        lines = variant.line_ids.sorted()
        options = sections.options(self._prepare_line_text(line) for line in lines)
        tickable = {place.line['key'] for place in options}
        return lines.filtered('product_id').filtered(
            lambda line: not line.is_optional or str(line.id) in tickable
        )

    def _prepare_frozen_order(self, variant):
        """Prepare what :meth:`deal.variant._create_orders` needs, as JSON can store it."""
        data = variant._prepare_order_data()
        return json.loads(json.dumps(data, default=fields.Date.to_string))

    # Placeholders

    @api.model
    def _get_placeholder_labels(self):
        """Return the placeholders that texts of templates may have.

        To be extended together with :meth:`_get_placeholder_values`.

        :return: dictionary of name to what it stands for
        """
        return {
            'customer': self.env._("the customer's name"),
            'contact': self.env._("the contact's name"),
            'greeting': self.env._("the greeting, by the title before the contact's name"),
            'number': self.env._("the offer's number"),
            'date': self.env._("the day on which it is sent"),
            'valid_until': self.env._("the last day on which it can be accepted"),
            'deal': self.env._("the deal's name"),
            'salesperson': self.env._("the salesperson's name"),
            'salesperson_email': self.env._("the salesperson's e-mail address"),
            'salesperson_phone': self.env._("the salesperson's phone number"),
            'company': self.env._("your company's name"),
            'total': self.env._("the total with tax, of the first variant"),
            'payment_terms': self.env._("the payment terms of the first variant"),
            'delivery_time': self.env._("the delivery time of the first variant"),
        }

    def _get_placeholder_values(self):
        """Return the values of the placeholders in this offer.

        :return: dictionary of name to escaped text
        """
        self.ensure_one()
        person, first = self._prepare_salesperson(), self.variant_ids[:1]
        partner = self.partner_id
        values = {
            'customer': partner.commercial_partner_id.name,
            'contact': partner.name,
            'greeting': self._get_greeting(),
            'number': self.display_name,
            'date': self._format_date(fields.Date.context_today(self)),
            'valid_until': self._format_date(self.valid_until),
            'deal': self.lead_id.name,
            'salesperson': person['name'],
            'salesperson_email': person['email'],
            'salesperson_phone': person['phone'],
            'company': self.company_id.name,
            'total': self._format_money(first.amount_total, first.currency_id) if first else '',
            'payment_terms': first.payment_term_id.name,
            'delivery_time': first.delivery_time,
        }
        return {name: escape(value or '') for name, value in values.items()}

    def _get_greeting(self):
        """Return how the client is greeted in the offer's language; a company without a name."""
        self.ensure_one()
        partner = self.partner_id
        return greet('' if partner.is_company else partner.name or '', self.lang or self.env.lang)

    # Files

    def _keep_files(self, files):
        """Store pictures and documents under their hashes: a changed one is no longer shown."""
        # They belong to the offer, whoever may make attachments; Odoo would make pictures smaller,
        # and look at each pixel before.
        attachments = self.env['ir.attachment'].sudo().with_context(image_no_postprocess=True)
        attachments.create(
            [
                {
                    'name': digest,
                    'raw': content,
                    'res_model': self._name,
                    'res_id': self.id,
                    'mimetype': guess_mimetype(content),
                }
                for digest, content in files.items()
            ]
        )

    def _get_file(self, digest):
        """Return a stored file, or None when there is none or it was changed.

        :param str digest: the SHA-256
        :return: tuple of bytes and MIME type
        """
        self.ensure_one()
        if not DIGEST.fullmatch(digest):
            return None
        # The token was checked; the reader has no rights of their own.
        attachment = (
            self.env['ir.attachment']
            .sudo()
            .search(
                [('res_model', '=', self._name), ('res_id', '=', self.id), ('name', '=', digest)],
                limit=1,
            )
        )
        content = attachment.raw or b''
        if not attachment or hashlib.sha256(content).hexdigest() != digest:
            return None
        return content, guess_mimetype(content)

    def _get_document_name(self, digest):
        """Return the name of a stored document, as the client was shown it; else the hash."""
        documents = self._get_content()[0]['documents']
        return next((d['name'] for d in documents if d['file'] == digest), digest)

    @api.model
    def _add_picture(self, picture, files):
        """Add a picture of a binary field to the files, if browsers and the PDF can show it.

        :return: its hash, or ''
        """
        content = base64.b64decode(picture) if picture else b''
        if not pictures.is_drawable(content):
            content = pictures.convert(content)
        return self._add_file(content, files) if content else ''

    @api.model
    def _add_file(self, content, files):
        digest = hashlib.sha256(content).hexdigest()
        files[digest] = content
        return digest
