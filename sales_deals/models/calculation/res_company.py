"""Whether a company asks for minimum margins, whom it denies costs, and how it rounds totals."""

from odoo import Command, api, fields, models, tools

from ..company.deal_record import system


class ResCompany(models.Model):
    _inherit = 'res.company'

    deal_rounding_product_id = fields.Many2one(
        'product.product',
        string="Product of Rounding Lines",
        domain="[('type', '=', 'service'), ('company_id', 'in', [False, id])]",
        help="Of the line that takes what unit prices leave of a total that was set.",
    )

    @api.model
    def _get_cached_fields(self):
        return super()._get_cached_fields() | {'deal_hides_costs', 'deal_min_margin'}

    @tools.ormcache('self.id')
    def _asks_for_min_margin(self):
        """Return whether the company or any product category has a minimum margin."""
        self.ensure_one()
        # The answer is yes or no, whoever asks; the margins themselves are for the group of costs.
        categories = self.env['product.category'].sudo().with_company(self)
        return bool(
            self.sudo().deal_min_margin
            or categories.search_count([('deal_min_margin', '>', 0)], limit=1)
        )

    def _get_deal_rounding_product(self):
        """Return the product of lines "Rounding"; the first time it is needed, it is made."""
        self.ensure_one()
        # Whoever may set a total may have the line, not make products.
        company = system(self)
        if not company.deal_rounding_product_id:
            company.deal_rounding_product_id = company._make_deal_rounding_product()
        return company.deal_rounding_product_id.sudo(self.env.su)

    def _make_deal_rounding_product(self):
        product = self.env['product.product'].create(self._prepare_deal_rounding_product())
        for code, _name in self.env['res.lang'].get_installed():
            product.with_context(lang=code).name = self.with_context(lang=code).env._("Rounding")
        return product

    def _prepare_deal_rounding_product(self):
        """Prepare the values of the product of lines "Rounding"."""
        return {
            'name': self.env._("Rounding"),
            'type': 'service',
            'invoice_policy': 'order',
            'list_price': 0.0,
            'company_id': self.id,
            'taxes_id': [Command.clear()],
            'supplier_taxes_id': [Command.clear()],
            'sale_ok': False,
            'purchase_ok': False,
        }
