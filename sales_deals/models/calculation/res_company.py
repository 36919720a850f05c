"""Whether a company asks for minimum margins, and whom it denies costs."""

from odoo import api, models, tools


class ResCompany(models.Model):
    _inherit = 'res.company'

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
