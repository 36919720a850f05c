"""Comparison of variants, and the steps from a line's list price to its profit."""

from odoo import api, models

from ..company.lagging_replica import empty_if_missing
from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    @api.model
    @api.readonly
    def get_comparison(self, lead_id):
        """Return a deal's variants as a table: products are rows, variants are columns.

        A product that stands on several lines of a variant is one row, with the sum of its
        quantities and amounts. Optional lines, which no total counts, are rows of their own.

        :param int lead_id: the deal
        :return: dictionary of ``variants`` (id, name, is_chosen, totals, best: the figures in
            which it is the best one), and of ``rows`` and ``options`` (name, differs, cells: one a
            variant, False where the product lacks, else quantity, price_unit, price_subtotal,
            is_optional)
        """
        variants = self.search([('lead_id', '=', lead_id)])
        return {
            'variants': variants._prepare_comparison_columns(),
            'rows': variants._prepare_comparison_rows(is_optional=False),
            'options': variants._prepare_comparison_rows(is_optional=True),
        }

    def _prepare_comparison_rows(self, is_optional):
        """Prepare a row for each product of these variants' lines, optional or not."""
        tables = [variant._get_products_table(is_optional) for variant in self]
        products = {product for table in tables for product in table}
        return [
            self._prepare_comparison_row(product, tables)
            for product in self.env['product.product'].browse(p.id for p in products).sorted()
        ]

    def _get_products_table(self, is_optional):
        """Return for each product of the lines, optional or not, its quantity, price and amount."""
        self.ensure_one()
        table = {}
        lines = self.line_ids.filtered('product_id')
        for line in lines.filtered(lambda line: line.is_optional == is_optional):
            cell = table.setdefault(
                line.product_id,
                {'quantity': 0.0, 'price_subtotal': 0.0, 'is_optional': is_optional},
            )
            cell['quantity'] += line.quantity
            cell['price_subtotal'] += line.price_subtotal
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
        """Return the variants with the highest profit and margin; none if there is only one."""
        if len(self) < 2:
            return {}
        best = {'profit': max(self, key=lambda v: v._get_company_amount(v.profit))}
        # Without costs there is no margin.
        if known := [variant for variant in self if variant.margin is not False]:
            best['margin'] = max(known, key=lambda variant: variant.margin)
        return best


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def action_show_waterfall(self):
        """Open the dialogue that draws :meth:`get_waterfall`."""
        self.ensure_one()
        params = {'line_id': self.id}
        return {'type': 'ir.actions.client', 'tag': 'deal_waterfall', 'params': params}

    @api.readonly
    @empty_if_missing(dict)
    def get_waterfall(self):
        """Return the steps from list price to profit, for one unit.

        :return: dictionary of ``name``, ``currency_id`` and ``steps``: dictionaries of ``key``,
            ``amount`` (in the variant's currency), and ``is_total`` where the step is a level,
            not a change; cost and profit for those who may see them
        """
        self.ensure_one()
        listed = self._get_pricelist_prices().get(self, self.list_price)
        steps = [
            self._prepare_step('list_price', self.list_price, True),
            self._prepare_step('pricelist', listed - self.list_price),
            self._prepare_step('discount', self.price_unit - listed),
            self._prepare_step('price_unit', self.price_unit, True),
        ]
        steps += self._get_net_steps()
        return {
            'name': self.product_id.display_name or self.name,
            'currency_id': self.currency_id.id,
            'steps': [step for step in steps if step['is_total'] or abs(step['amount']) > 1e-9],
        }

    def _get_net_steps(self):
        """Return the steps from the unit price to the profit of one unit, without tax."""
        net = self.price_subtotal / self.quantity if self.quantity else self.price_unit
        included = net - self.price_unit
        if abs(included) < self.currency_id.rounding:
            included = 0.0  # no tax: the subtotal is rounded, the unit price is not
        steps = [self._prepare_step('tax', included)]
        if self.env.user.has_group(COST_GROUP):
            steps += [
                self._prepare_step('cost', -self.cost),
                self._prepare_step('profit', self.price_unit + included - self.cost, True),
            ]
        return steps

    @api.model
    def _prepare_step(self, key, amount, is_total=False):
        return {'key': key, 'amount': amount, 'is_total': is_total}
