"""Minimum margins of product categories."""

from odoo import api, fields, models

from .deal_variant import COST_GROUP


class ProductCategory(models.Model):
    _inherit = 'product.category'

    deal_min_margin = fields.Float(
        string="Minimum Margin",
        digits=False,
        company_dependent=True,
        groups=COST_GROUP,
        help="Calculation lines of this category below it are marked. 0: that of the parent "
        "category, else of the company.",
    )

    @api.constrains('deal_min_margin')
    def _check_deal_min_margin(self):
        for category in self:
            self.env['res.company']._check_margin(category.deal_min_margin)

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if any('deal_min_margin' in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if 'deal_min_margin' in vals:
            self.env.registry.clear_cache()
        return result

    def _get_min_margin(self):
        """Return the minimum of the category or the nearest one above it; 0 if none has one."""
        self.ensure_one()
        category = self.sudo()
        while category and not category.deal_min_margin:
            category = category.parent_id
        return category.deal_min_margin
