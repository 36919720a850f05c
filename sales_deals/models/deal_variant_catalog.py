"""Products of a variant picked in Odoo's product catalogue."""

from odoo import models
from odoo.fields import Domain


class DealVariant(models.Model):
    _name = 'deal.variant'
    _inherit = ['deal.variant', 'product.catalog.mixin']

    # ------------------------------------------------------------
    # CATALOGUE
    # ------------------------------------------------------------

    def _get_action_add_from_catalog_extra_context(self):
        self.ensure_one()
        units = self.env['decimal.precision'].precision_get('Product Unit')
        return {
            **super()._get_action_add_from_catalog_extra_context(),
            'order_id': self.id,
            'child_field': 'line_ids',
            'precision': units,
            'product_catalog_currency_id': self.currency_id.id,
            'product_catalog_lead_id': self.lead_id.id,
        }

    def _get_product_catalog_domain(self):
        return super()._get_product_catalog_domain() & Domain('sale_ok', '=', True)

    def _get_product_catalog_order_data(self, products, **kwargs):
        data = super()._get_product_catalog_order_data(products, **kwargs)
        warns = self.env.user.has_group('sale.group_warning_sale')
        for product, price in self._get_catalog_prices(products).items():
            data[product.id]['price'] = price
            if warns and product.sale_line_warn_msg:
                data[product.id]['warning'] = product.sale_line_warn_msg
        return data

    def _get_product_catalog_record_lines(self, product_ids, **kwargs):
        return self._get_catalog_lines(product_ids).grouped('product_id')

    def _update_order_line_info(self, product_id, quantity, **kwargs):
        """Give a product this quantity; 0 takes it out.

        A product on several lines stays as it is: the catalogue shows it read-only.

        :return: its unit price then
        :rtype: float
        """
        lines = self._get_catalog_lines([product_id])
        if not lines and quantity > 0:
            values = {'variant_id': self.id, 'product_id': product_id, 'quantity': quantity}
            lines = lines.create({**values, 'sequence': self._get_next_sequence()})
        elif len(lines) == 1 and quantity:
            lines.quantity = quantity
        elif len(lines) == 1:
            lines.unlink()
        left = lines.exists()
        if len(left) == 1:
            return left.price_unit
        product = self.env['product.product'].browse(product_id)
        return self._get_catalog_prices(product)[product]

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_catalog_lines(self, product_ids):
        """The lines that the catalogue counts: of these products, and not optional."""
        return self.env['deal.variant.line'].search(
            [
                ('variant_id', '=', self.id),
                ('product_id', 'in', product_ids),
                ('is_optional', '=', False),
            ]
        )

    def _get_catalog_prices(self, products):
        """What one of each product costs the client, before there is a line.

        :return: dictionary of product to unit price, in the variant's currency, with the taxes that
            its prices include
        """
        self.ensure_one()
        rules = self.pricelist_id.with_company(self.company_id)._compute_price_rule(
            products, 1.0, currency=self.currency_id, date=self.date
        )
        return {
            product: product._get_tax_included_unit_price_from_price(
                rules[product.id][0],
                product.taxes_id._filter_taxes_by_company(self.company_id),
                fiscal_position=self.fiscal_position_id,
            )
            for product in products
        }

    def _get_next_sequence(self):
        """The sequence of a line that comes last."""
        lines = [('variant_id', '=', self.id)]
        last = self.env['deal.variant.line'].search(lines, order='sequence desc', limit=1)
        return last.sequence + 1
