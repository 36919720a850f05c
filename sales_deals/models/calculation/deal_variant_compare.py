"""Variants side by side."""

from odoo import api, models

from .deal_variant import COST_GROUP


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    @api.model
    @api.readonly
    def get_comparison(self, lead_id):
        """A deal's variants as a table: products are rows, variants are columns.

        A product that stands on several lines of a variant is one row, with the sum of its
        quantities and amounts.

        :param int lead_id: the deal
        :return: dictionary of ``variants`` (id, name, is_chosen, totals, best: the figures in
            which it is the best one) and ``rows`` (name, differs, cells: one a variant, False
            where the product lacks, else quantity, price_unit, price_subtotal, is_optional)
        """
        variants = self.search([('lead_id', '=', lead_id)])
        tables = [variant._get_products_table() for variant in variants]
        products = {product for table in tables for product in table}
        rows = [
            self._prepare_comparison_row(product, tables)
            for product in self.env['product.product'].browse(p.id for p in products).sorted()
        ]
        return {'variants': variants._prepare_comparison_columns(), 'rows': rows}

    def _get_products_table(self):
        """Product -> quantity, price, amount, and whether it is optional."""
        self.ensure_one()
        table = {}
        for line in self.line_ids.filtered('product_id'):
            cell = table.setdefault(
                line.product_id,
                {'quantity': 0.0, 'price_subtotal': 0.0, 'is_optional': True},
            )
            cell['quantity'] += line.quantity
            cell['price_subtotal'] += line.price_subtotal
            cell['is_optional'] &= line.is_optional
        for cell in table.values():
            quantity = cell['quantity']
            cell['price_unit'] = cell['price_subtotal'] / quantity if quantity else 0.0
        return table

    @api.model
    def _prepare_comparison_row(self, product, tables):
        cells = [table.get(product, False) for table in tables]
        return {
            'id': product.id,
            'name': product.display_name,
            'cells': cells,
            'differs': any(cell != cells[0] for cell in cells),
        }

    def _prepare_comparison_columns(self):
        best = self._get_best() if self.env.user.has_group(COST_GROUP) else {}
        return [
            {
                'id': variant.id,
                'name': variant.name,
                'is_chosen': variant.is_chosen,
                'totals': variant._get_totals(),
                'best': [figure for figure, winner in best.items() if winner == variant],
            }
            for variant in self
        ]

    def _get_best(self):
        """The variants with the highest profit and margin; none where there is no choice."""
        if len(self) < 2:
            return {}
        return {
            'profit': max(self, key=lambda variant: variant._get_company_amount(variant.profit)),
            'margin': max(self, key=lambda variant: variant.margin or 0.0),
        }
