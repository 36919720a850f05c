"""Prices and totals of calculation lines, as offers freeze them."""

from odoo import models


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def _get_shown_price(self, amount):
        """Return the unit price that leads to an amount, net or gross.

        :param float amount: of the line, in the variant's currency
        """
        self.ensure_one()
        if not self.quantity:
            return self.price_unit
        same = self.currency_id.compare_amounts(self.price_unit * self.quantity, amount) == 0
        return self.price_unit if same else amount / self.quantity

    def _get_total_parts(self):
        """Return what the line adds to a total, before rounding; see :mod:`tools.offer.totals`."""
        self.ensure_one()
        variant, taxes = self.variant_id, self.env['account.tax']
        base_lines = [self._prepare_base_line()]
        base_lines += variant._get_early_payment_base_lines(self, {})
        taxes._add_tax_details_in_base_lines(base_lines, variant.company_id)
        return [_as_part(base_line) for base_line in base_lines]


def _as_part(base_line):
    """Return a line of the tax engine as :func:`tools.offer.totals.read_part` takes it."""
    details = base_line['tax_details']
    taxes = [
        [
            f"{tax['tax'].id}{'-' if tax['is_reverse_charge'] else ''}",
            bool(tax['price_include']),
            tax['raw_tax_amount_currency'],
        ]
        for tax in details['taxes_data']
    ]
    return [base_line['computation_key'] or '', details['raw_total_excluded_currency'], taxes]
