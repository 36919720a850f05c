"""Price lists: what calculations ask of them."""

from odoo import models
from odoo.fields import Domain


class ProductPricelist(models.Model):
    _inherit = 'product.pricelist'

    def _filter_with_quantity_breaks(self):
        """The price lists whose prices may depend on the quantity, by their own rules or by
        those of a price list that they build on."""
        if not self:
            return self
        depends = Domain('min_quantity', '>', 0) | Domain('base', '=', 'pricelist')
        items = Domain('pricelist_id', 'in', self.ids) & depends
        groups = self.env['product.pricelist.item']._read_group(items, ['pricelist_id'])
        return self.browse(pricelist.id for (pricelist,) in groups)
