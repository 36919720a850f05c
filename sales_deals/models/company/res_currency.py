"""Amounts in messages, as users read them on the screens of deals."""

from odoo import models
from odoo.tools import format_amount, formatLang

from ...tools.language import money


class ResCurrency(models.Model):
    _inherit = 'res.currency'

    def _format_deal_amount(self, amount):
        """Format an amount as the web client does: rials without decimals, or in tomans.

        :param float amount: in this currency
        """
        if self.name not in money.SMALLEST:
            return format_amount(self.env, amount, self)
        if self.env.company.deal_shows_tomans:
            tomans = money.in_tomans(amount)
            number = formatLang(self.env, tomans, digits=0 if tomans.is_integer() else 1)
            return self.env._("%s tomans", number)
        number = formatLang(self.env, money.as_read(amount, self.name), digits=0)
        sides = (number, self.symbol or self.name)
        return '\N{NO-BREAK SPACE}'.join(sides if self.position == 'after' else sides[::-1])
