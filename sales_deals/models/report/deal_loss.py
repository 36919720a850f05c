"""Picture of the lost reasons: how many deals each of them cost."""

from odoo import api, models


class DealLoss(models.Model):
    _inherit = 'deal.loss'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_picture(self, domain):
        """Return the losses of each reason, the most frequent first.

        :param list domain: on losses
        :return: dictionary of ``currency_id``, ``count`` of all losses, and ``rows``: dictionaries
            of ``id`` and ``name`` of the reason, ``count``, ``value``, and ``share`` of all losses
        """
        groups = self._read_group(domain, ['reason_id'], ['__count', 'value:sum_currency'])
        groups.sort(key=lambda group: -group[1])
        total = sum(count for _reason, count, _value in groups)
        return {
            'currency_id': self.env.company.currency_id.id,
            'count': total,
            'rows': [
                {
                    'id': reason.id,
                    'name': reason.display_name or self.env._("No reason"),
                    'count': count,
                    'value': value or 0.0,
                    'share': count / total,
                }
                for reason, count, value in groups
            ],
        }
