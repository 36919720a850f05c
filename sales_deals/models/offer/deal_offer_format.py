"""Numbers, amounts and days of offers, as the readers of its language write them."""

from collections.abc import Callable

from odoo import api, fields, models
from odoo.tools import format_date, formatLang
from odoo.tools.misc import get_lang

from ...tools.language import amount_words, money, numerals, persian, units
from ...tools.offer.digits import currency_digits, price_digits, quantity_digits
from ...tools.pricing.precision import decimals_of
from . import deal_offer  # noqa: F401 (extended below)


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    @api.model
    def _get_direction(self):
        """Return how the language of this environment is read: 'ltr' or 'rtl'."""
        return get_lang(self.env).direction

    def _format_date(self, value):
        """Format a day in the reader's language; by the Persian calendar for a Persian reader."""
        value = fields.Date.to_date(value)
        if not value:
            return ''
        if self._is_persian():
            return persian.day(value, with_digits=self._is_shown('persian_digits'))
        return format_date(self.env, value, lang_code=self.env.context.get('lang'))

    def _format_number(self, value, digits=None):
        """Format a number.

        :param int digits: its decimals; by default those that it has
        """
        digits = quantity_digits(value) if digits is None else digits
        return self._localize(formatLang(self.env, value, digits=digits))

    def _format_discount(self, value):
        if not value:
            return ''
        number = self._format_number(round(value, 2))
        return numerals.percent(number, self.env.context.get('lang'))

    def _format_size(self, size):
        return f'{self._format_number(max(round(size / 1024), 1))} kB'

    def _format_money(self, value, currency):
        if self._is_in_tomans(currency.name):
            return self.env._("%s tomans", self._format_number(money.in_tomans(value)))
        if currency.name in money.SMALLEST:
            number = self._format_number(money.as_read(value, currency.name), 0)
            return self._with_symbol(number, currency)
        return self._localize(formatLang(self.env, value, currency_obj=currency))

    def _with_symbol(self, number, currency):
        sides = (number, currency.symbol)
        return '\N{NO-BREAK SPACE}'.join(sides if currency.position == 'after' else sides[::-1])

    def _say_unit(self, line):
        """Return the unit of a frozen line, as it is said after the line's quantity."""
        return units.said(
            line.get('unit', ''), line.get('quantity', 0), self.env.context.get('lang')
        )

    def _format_price(self, line, variant, currency):
        """Format a frozen line's unit price, so that times the quantity it is the amount."""
        price = line['price_unit']
        digits = self._get_price_digits(line, variant['rounding'], currency)
        if digits <= currency_digits(money.smallest(currency.name, variant['rounding'])):
            return self._format_money(price, currency)
        if self._is_in_tomans(currency.name):
            return self.env._("%s tomans", self._format_number(price / money.TOMAN, digits + 1))
        return self._with_symbol(self._format_number(price, digits), currency)

    @api.model
    def _get_price_digits(self, line, rounding, currency):
        """Return how many decimals a unit price is shown with; of rials those of a trifle alone."""
        if currency.name in money.SMALLEST:
            return decimals_of(line['price_unit'], 0)
        return price_digits(line['price_unit'], line['quantity'], line['amount'], rounding)

    def _get_money_format(self, variant) -> Callable[[float], str]:
        """Return what formats amounts of a frozen variant."""
        currency = self._get_currency(variant)
        return lambda value: self._format_money(value, currency)

    def _get_currency(self, variant):
        """Return the currency of a frozen variant."""
        currencies = self.env['res.currency'].sudo().with_context(active_test=False)
        return currencies.search([('name', '=', variant['currency'])], limit=1)

    def _get_words(self, amount, currency, rounding):
        """Return an amount in words, or '' where the offer shows none, or the language has none.

        :param str currency: ISO 4217 code
        :param float rounding: what amounts in it are multiples of
        """
        if not self._is_shown('words'):
            return ''
        in_tomans = self._is_in_tomans(currency)
        decimals = amount_words.decimals_of(rounding)
        return amount_words.spell(amount, currency, get_lang(self.env).code, in_tomans, decimals)

    def _is_in_tomans(self, currency):
        """Tell whether amounts of a currency are shown in tomans.

        :param str currency: ISO 4217 code
        """
        return currency == 'IRR' and self._is_shown('tomans')

    def _is_shown(self, name):
        """Tell whether the template shows a thing, or did when the offer was sent.

        What an older snapshot does not record is not shown, but for Persian digits.
        """
        shown = self.env.context.get('deal_offer_shown') or self._prepare_shown()
        return shown.get(name, name == 'persian_digits')

    def _localize(self, text):
        """Write a formatted number as its readers do; Odoo's Polish has no thousands separator."""
        if self._is_persian():
            return persian.number(text) if self._is_shown('persian_digits') else text
        return text if get_lang(self.env).thousands_sep else numerals.group(text)

    def _is_persian(self):
        return persian.is_persian(self.env.context.get('lang'))
