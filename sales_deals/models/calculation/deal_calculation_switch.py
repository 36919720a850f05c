"""Decide for a company whether its deals have a calculation."""

from odoo import api, fields, models


class DealCalculationSwitch(models.TransientModel):
    """Dialogue that says what a switch does before it is made.

    The Settings app, where the field of the company is too, is not open to everybody.
    """

    _name = 'deal.calculation.switch'
    _description = "Deals with Calculation"
    _inherit = ['deal.dialogue']

    company_id = fields.Many2one(
        'res.company',
        required=True,
        readonly=True,
        ondelete='cascade',
        default=lambda self: self.env.company,
    )
    use_deal_calculation = fields.Boolean(related='company_id.use_deal_calculation')
    deal_count = fields.Integer(string="Deals with Variants", compute='_compute_deal_count')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('company_id')
    def _compute_deal_count(self):
        for switch in self:
            # The number of the whole company, for whoever decides for it; of what is switched
            # off nobody could count anything.
            variants = self.env['deal.variant'].sudo()
            [[switch.deal_count]] = variants._read_group(
                [('company_id', '=', switch.company_id.id)], aggregates=['lead_id:count_distinct']
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_switch(self):
        """Switch the calculation off, or on again, for everybody who works in the company.

        :raise AccessError: when the user may not decide it
        """
        self.ensure_one()
        company = self.company_id
        company._check_may_switch_calculation()
        # The group decides this one thing of the company, and nothing else.
        company.sudo().use_deal_calculation = not company.use_deal_calculation
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
