"""Prices that somebody who sees no costs has had judged by the minimum margin."""

from datetime import timedelta

from odoo import api, fields, models

#: New lowest prices of a product that one user is told are high enough, before a manager is asked.
MAX_TRIALS = 5
KEPT = timedelta(days=30)


class DealPriceTrial(models.Model):
    """The lowest price of a product that was judged for a user, and how often it was a new one.

    Whoever is told of ever lower prices that they are high enough learns the lowest, and from it
    the cost.
    """

    _name = 'deal.price.trial'
    _description = "Judged Prices of a Product"
    _inherit = ['deal.record']
    _log_access = False
    _rec_name = 'product_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    user_id = fields.Many2one('res.users', required=True, readonly=True, ondelete='cascade')
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, ondelete='cascade', index=True
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    price = fields.Float(string="Lowest Price", digits=False, readonly=True, aggregator=None)
    count = fields.Integer(string="New Lowest Prices", readonly=True)
    noted_on = fields.Datetime(required=True, readonly=True, index=True)

    _one_row = models.UniqueIndex('(user_id, product_id, company_id)')

    @api.model
    def _note(self, user, company, prices):
        """Note prices that are high enough.

        :param dict prices: ``product.product`` id to its lowest price for one unit, untaxed, in the
            company's currency
        :return: whether they may be told so; else a manager is to be asked
        """
        domain = [
            ('user_id', '=', user.id),
            ('company_id', '=', company.id),
            ('product_id', 'in', list(prices)),
        ]
        known = {trial.product_id.id: trial for trial in self.search(domain)}
        place = {'user_id': user.id, 'company_id': company.id, 'noted_on': self.env.cr.now()}
        self.create(
            [
                {**place, 'product_id': product_id, 'price': price, 'count': 0}
                for product_id, price in prices.items()
                if product_id not in known
            ]
        )
        lower = [trial for product_id, trial in known.items() if prices[product_id] < trial.price]
        if any(trial.count >= MAX_TRIALS for trial in lower):
            return False
        for trial in lower:
            trial.write(
                {
                    'price': prices[trial.product_id.id],
                    'count': trial.count + 1,
                    'noted_on': place['noted_on'],
                }
            )
        return True

    @api.model
    def _forget(self, user, company, products):
        """Let a user begin anew, whose prices a manager has decided on."""
        self.search(
            [
                ('user_id', '=', user.id),
                ('company_id', '=', company.id),
                ('product_id', 'in', products.ids),
            ]
        ).unlink()

    @api.autovacuum
    def _gc_trials(self):
        self.search([('noted_on', '<', self.env.cr.now() - KEPT)]).unlink()
