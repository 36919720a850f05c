"""Currency, price list and date of a variant: amounts keep their worth, or are repriced."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from . import deal_variant  # noqa: F401 (extended below)

#: What decides on the currency.
CURRENCIES = {'currency_id', 'pricelist_id', 'company_id'}
#: What decides on how costs are converted.
RATES = CURRENCIES | {'date'}


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('currency_id', 'date', 'company_id')
    def _check_rates(self):
        for variant in self:
            variant._check_rate(variant.company_id.currency_id)

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    def reprice(self, values, keep):
        """Change price list, currency or date.

        :param dict values: of ``pricelist_id``, ``currency_id``, ``date``
        :param bool keep: keep the prices (converted to another currency); else every line
            follows the price list, whatever was typed
        """
        self.ensure_one()
        self.check_access('write')
        lines = self.line_ids.filtered(lambda line: not line.display_type)
        if keep:
            for line in lines.filtered(lambda line: line.held == 'pricelist'):
                line._hold_price(line.price_unit)
        self.write(values)
        if not keep:
            # What was left of a total has nothing to follow.
            rounding = self._get_rounding_lines()
            (lines - rounding).action_follow_pricelist()
            self._set_rounding(0.0)

    # ------------------------------------------------------------
    # CONVERSION
    # ------------------------------------------------------------

    def _convert(self, amount, currency):
        """Convert an amount to the variant's currency at its date, unrounded.

        :raise UserError: when a rate is missing
        """
        self.ensure_one()
        if currency == self.currency_id or not amount:
            return amount
        self._check_rate(currency)
        return currency._convert(amount, self.currency_id, self.company_id, self.date, round=False)

    def _get_company_amount(self, amount):
        """Convert an amount of the variant to its company's currency, at the variant's date."""
        self.ensure_one()
        return self.currency_id._convert(
            amount, self.company_id.currency_id, self.company_id, self.date
        )

    def _prepare_rate_change(self, vals):
        """Release held profits before rates change, and remember the currencies.

        :param dict vals: what is about to be written
        :return: dictionary of variant to its currency, for :meth:`_convert_from`
        """
        if RATES & set(vals):
            self.line_ids._release_profits()
        if not CURRENCIES & set(vals):
            return {}
        return {variant: variant.currency_id for variant in self}

    def _convert_from(self, currencies):
        """Convert what was typed in variants that had another currency.

        :param dict currencies: variant to the currency that it had
        """
        for variant, currency in currencies.items():
            if currency != variant.currency_id:
                variant._convert_typed_amounts(currency)

    def _convert_typed_amounts(self, currency):
        """Convert what was typed in ``currency``: held prices, profits, costs, list prices."""
        lines = self.line_ids.sudo().with_context(deal_lines_bulk=True)
        for line in lines.filtered(lambda line: line.held in ('price', 'profit')):
            line.held_value = self._convert(line.held_value, currency)
        for line in lines.filtered('is_cost_typed'):
            line.cost = self._convert(line.cost, currency)
        for line in lines.filtered('is_list_price_typed'):
            line.list_price = self._convert(line.list_price, currency)
        self._after_line_change()

    def _check_rate(self, currency):
        """Raise UserError when one of the two currencies has no rate; Odoo would take 1.0."""
        for needed in self.currency_id | currency:
            if needed == self.company_id.currency_id:
                continue
            rates = Domain('currency_id', '=', needed.id) & Domain(
                'company_id', 'in', [False, self.company_id.root_id.id]
            )
            if not self.env['res.currency.rate'].sudo().search_count(rates, limit=1):
                raise UserError(
                    self.env._(
                        "There is no exchange rate of %(currency)s in %(company)s. Add one under "
                        "Currencies, or choose another currency.",
                        currency=needed.name,
                        company=self.company_id.name,
                    )
                )
