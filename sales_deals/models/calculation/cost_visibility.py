"""Odoo's own costs and margins are for the group too: what a calculation hides, a product or an
order must not tell."""

from odoo import fields, models

from .deal_variant import COST_GROUP


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    standard_price = fields.Float(groups=COST_GROUP)


class ProductProduct(models.Model):
    _inherit = 'product.product'

    standard_price = fields.Float(groups=COST_GROUP)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    margin = fields.Monetary(groups=COST_GROUP)
    margin_percent = fields.Float(groups=COST_GROUP)


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    purchase_price = fields.Float(groups=COST_GROUP)
    margin = fields.Float(groups=COST_GROUP)
    margin_percent = fields.Float(groups=COST_GROUP)


class SaleReport(models.Model):
    _inherit = 'sale.report'

    margin = fields.Float(groups=COST_GROUP)
