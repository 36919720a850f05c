"""Picture of what practices win: win rates with and without each of them."""

from odoo import api, models

from ...tools.report.proportions import get_limits
from . import deal_practice_report

AGGREGATES = (
    '__count',
    'fulfilled_share:avg',
    'closed_with:sum',
    'closed_without:sum',
    'win_rate_with:avg',
    'win_rate_without:avg',
    'passed_count:sum',
)


class DealPracticeReport(models.Model):
    _inherit = 'deal.practice.report'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_picture(self, domain):
        """Return the practices, those with the largest difference of win rates first.

        Practices with too few closed deals come last, those of which most is known first.

        :param list domain: on the report
        :return: dictionary of ``min_deals`` and ``rows``, see :meth:`_prepare_practice`
        """
        names = [spec.partition(':')[0] for spec in AGGREGATES]
        rows = [
            self._prepare_practice(practice, dict(zip(names, figures, strict=True)))
            for practice, *figures in self._read_group(domain, ['practice_id'], AGGREGATES)
        ]
        rows.sort(key=self._get_rank)
        return {'min_deals': deal_practice_report.MIN_DEALS, 'rows': rows}

    @api.model
    def _prepare_practice(self, practice, figures):
        """Return a row of the picture.

        :param dict figures: of the practice
        :return: dictionary of ``id``, ``name``, ``process`` and ``stage`` of the practice, whether
            it ``is_removed``; its figures; ``difference`` of the win rates, False where too few
            deals are closed; and whether that ``may_be_chance``
        """
        # Whoever sees a deal may know what its stages ask for.
        practice = practice.sudo()
        with_it, without = figures['win_rate_with'], figures['win_rate_without']
        counts = figures['closed_with'], figures['closed_without']
        is_known = min(counts) >= deal_practice_report.MIN_DEALS
        return {
            'id': practice.id,
            'name': practice.name,
            'stage': practice.stage_id.name,
            'process': practice.deal_process_id.name or '',
            'is_removed': not practice.active,
            'count': figures['__count'],
            'share': figures['fulfilled_share'],
            'passed': figures['passed_count'],
            'with': {'count': counts[0], 'rate': with_it if is_known else False},
            'without': {'count': counts[1], 'rate': without if is_known else False},
            'difference': with_it - without if is_known else False,
            'may_be_chance': is_known and self._may_be_chance(with_it, without, counts),
        }

    @api.model
    def _may_be_chance(self, with_it, without, counts):
        low, high = get_limits(with_it, counts[0], without, counts[1])
        return low <= 0 <= high

    @api.model
    def _get_rank(self, row):
        is_unknown = row['difference'] is False
        least = min(row['with']['count'], row['without']['count'])
        return is_unknown, -least if is_unknown else -row['difference'], row['id']
