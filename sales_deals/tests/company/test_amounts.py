from odoo.tests import tagged

from ..common import DealCase


@tagged('post_install', '-at_install')
class TestAmounts(DealCase):
    """Amounts in messages to users, as the web client shows them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currencies = cls.env['res.currency'].with_context(active_test=False)
        cls.rial = currencies.search([('name', '=', 'IRR')])
        cls.rial.write({'position': 'after', 'symbol': "IR"})

    def test_rials_have_no_decimals(self):
        for amount, text in (
            (1234567.5, "1,234,568"),
            (-0.5, "-1"),
            (0, "0"),
            (10**12, "1,000,000,000,000"),
        ):
            self.assertEqual(self.rial._format_deal_amount(amount), f"{text}\xa0IR")

    def test_rials_are_told_in_tomans_where_the_company_says_so(self):
        self.env.company.deal_shows_tomans = True
        for amount, text in (
            (1234567, "123,456.7"),
            (1234560.4, "123,456"),
            (-15, "-1.5"),
            (0, "0"),
        ):
            self.assertEqual(self.rial._format_deal_amount(amount), f"{text} tomans")

    def test_other_currencies_are_told_as_odoo_does(self):
        self.env.company.deal_shows_tomans = True
        dollar = self.env.ref('base.USD')
        dollar.write({'position': 'before', 'symbol': "$"})
        self.assertEqual(dollar._format_deal_amount(1234.5), "$\xa01,234.50")
