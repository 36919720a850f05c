"""Pictures that clients would not see: the salesperson is told before the offer is sent."""

import base64

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.offer import pictures
from . import deal_offer  # noqa: F401 (extended below)

#: Where Odoo keeps the pictures of products that offers show.
PRODUCT_PICTURES = {'product.product': 'image_variant_256', 'product.template': 'image_256'}
#: How many products are named.
NAMED = 5


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    picture_note = fields.Char(
        string="Missing Pictures",
        compute='_compute_picture_note',
        help="Pictures that clients can't be shown.",
    )

    @api.depends('template_id', 'variant_ids', 'company_id', 'state')
    def _compute_picture_note(self):
        for offer in self:
            notes = offer._get_picture_notes() if offer.state == 'draft' else ()
            offer.picture_note = ' '.join(notes)

    def _get_picture_notes(self):
        """Return what is to say of pictures that the client would not see, one sentence each."""
        notes = []
        if self._is_hidden(self._get_logo()):
            name = self.company_id.sudo().name  # it stands in the offer
            notes.append(
                self.env._(
                    "The logo of %s can't be shown to clients: upload it as PNG, JPEG, GIF or WebP "
                    "of up to 12 megapixels.",
                    name,
                )
            )
        if self._is_hidden(self.template_id.cover):
            notes.append(
                self.env._(
                    "The cover of the template “%s” can't be shown to clients: upload it as PNG, "
                    "JPEG, GIF or WebP of up to 12 megapixels.",
                    self.template_id.name,
                )
            )
        if names := self._get_hidden_products().mapped('name'):
            names = [*names[:NAMED], *(["…"] if len(names) > NAMED else [])]
            notes.append(
                self.env._(
                    "Pictures of these products can't be shown to clients: %s. Upload them as PNG, "
                    "JPEG, GIF or WebP.",
                    format_list(self.env, names),
                )
            )
        return notes

    def _get_hidden_products(self):
        """Return the products of the offer whose pictures can't be shown to clients.

        Of which kind a picture is stands beside it: only the few of an unusual kind are read.
        """
        products = self.variant_ids.line_ids.product_id
        if not products or not self.template_id.shows_pictures:
            return products.browse()
        ids = {'product.product': products.ids, 'product.template': products.product_tmpl_id.ids}
        domain = Domain.OR(
            Domain('res_model', '=', model)
            & Domain('res_field', '=', field)
            & Domain('res_id', 'in', ids[model])
            for model, field in PRODUCT_PICTURES.items()
        ) & Domain('mimetype', 'not in', list(pictures.FORMATS.values()))
        # Whoever may offer the products is shown their pictures, too.
        found = self.env['ir.attachment'].sudo().search(domain)
        unusual = {(file.res_model, file.res_id) for file in found}
        return products.filtered(
            lambda product: (
                {('product.product', product.id), ('product.template', product.product_tmpl_id.id)}
                & unusual
                and self._is_hidden(product.image_256)
            )
        )

    @api.model
    def _is_hidden(self, picture):
        """Tell whether a picture of a binary field can't be shown to clients."""
        content = base64.b64decode(picture) if picture else b''
        return bool(content) and not self._add_picture(picture, {})
