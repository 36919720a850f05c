"""Ask whether prices stay or change with price list, currency or date."""

from odoo import api, fields, models


class DealVariantReprice(models.TransientModel):
    _name = 'deal.variant.reprice'
    _description = "Price List and Currency"
    _inherit = ['deal.dialogue']

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade')
    company_id = fields.Many2one(related='variant_id.company_id')
    pricelist_id = fields.Many2one(
        'product.pricelist',
        string="Price List",
        compute='_compute_terms',
        store=True,
        readonly=False,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, readonly=False, required=True
    )
    date = fields.Date(
        string="Rates of", compute='_compute_terms', store=True, readonly=False, required=True
    )
    mode = fields.Selection(
        [
            ('keep', "Keep the prices (converted to another currency)"),
            ('reprice', "Reprice from the price list"),
        ],
        default='keep',
        required=True,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('variant_id')
    def _compute_terms(self):
        for wizard in self:
            wizard.pricelist_id = wizard.variant_id.pricelist_id
            wizard.date = wizard.variant_id.date

    @api.depends('variant_id', 'pricelist_id')
    def _compute_currency_id(self):
        for wizard in self:
            changed = wizard.pricelist_id != wizard.variant_id.pricelist_id
            wizard.currency_id = (
                changed and wizard.pricelist_id.currency_id
            ) or wizard.variant_id.currency_id

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        self.ensure_one()
        self.variant_id.reprice(self._prepare_values(), keep=self.mode == 'keep')
        return {'type': 'ir.actions.act_window_close'}

    def _prepare_values(self):
        """Prepare the variant's new values."""
        return {
            'pricelist_id': self.pricelist_id.id,
            'currency_id': self.currency_id.id,
            'date': self.date,
        }
