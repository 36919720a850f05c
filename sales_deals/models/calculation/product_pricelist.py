"""Price lists as calculations use them."""

from odoo import api, models
from odoo.fields import Domain


class ProductPricelist(models.Model):
    _inherit = 'product.pricelist'

    @api.model
    def _switch_on_feature(self):
        """Show price lists to all internal users, as Odoo's setting does."""
        users = self.env.ref('base.group_user')
        group = self.env.ref('product.group_product_pricelist')
        if group not in users.all_implied_ids:
            users._apply_group(group)
            self.env['res.company']._activate_or_create_pricelists()

    def _filter_with_quantity_breaks(self):
        """Return the price lists whose prices may depend on the quantity.

        By their own rules, or those of a price list that they build on.
        """
        if not self:
            return self
        depends = Domain('min_quantity', '>', 0) | Domain('base', '=', 'pricelist')
        items = Domain('pricelist_id', 'in', self.ids) & depends
        groups = self.env['product.pricelist.item']._read_group(items, ['pricelist_id'])
        return self.browse(pricelist.id for (pricelist,) in groups)
