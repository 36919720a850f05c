"""Picture of the forecast: won and expected value of each month, beside the teams' targets."""

from datetime import date

from odoo import api, models
from odoo.tools.misc import format_date

from . import deal_report_persian  # noqa: F401 (its calendar is asked for)

#: The most months in which those without deals are shown, too.
MAX_MONTHS = 36
AMOUNTS = ('open_value', 'weighted_value', 'won_value', 'target')


class DealForecastReport(models.Model):
    _inherit = 'deal.forecast.report'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_picture(self, domain):
        """Return the amounts of each month of the user's calendar.

        :param list domain: on the report
        :return: dictionary of ``currency_id``, ``has_target``, and ``rows``: dictionaries of
            ``name``, ``domain``, and the amounts
        """
        spec = self._get_in_calendar('date:month')
        aggregates = [f'{name}:sum' for name in AMOUNTS]
        found = {
            self._get_month(value): dict(zip(AMOUNTS, amounts, strict=True))
            for value, *amounts in self._read_group(domain, [spec], aggregates)
        }
        undated = found.pop(None, None)
        rows = [self._prepare_month(spec, month, found) for month in _fill_gaps(sorted(found))]
        if undated:
            rows.append(self._prepare_undated(undated))
        return {
            'currency_id': self.env.company.currency_id.id,
            'has_target': any(row['target'] for row in rows),
            'rows': rows,
        }

    @api.model
    def _get_month(self, value):
        """Return year and month of a day or of a Persian month such as 1405/08; None without."""
        if not value:
            return None
        if isinstance(value, str):
            year, month = value.split('/')
            return int(year), int(month)
        return value.year, value.month

    @api.model
    def _prepare_month(self, spec, month, found):
        amounts = found.get(month, {})
        if spec != 'date:month':
            name = f'{month[0]}/{month[1]:02}'
            domain = [(spec, '=', name)]
        else:
            first, after = date(*month, 1), date(*_get_next(month), 1)
            name = format_date(self.env, first, date_format='LLL y')
            domain = [('date', '>=', first), ('date', '<', after)]
        return self._prepare_amounts(name, domain, amounts)

    @api.model
    def _prepare_undated(self, amounts):
        name = self.env._("No date")
        return self._prepare_amounts(name, [('date', '=', False)], amounts)

    @api.model
    def _prepare_amounts(self, name, domain, amounts):
        return {
            'name': name,
            'domain': domain,
            **{amount: amounts.get(amount) or 0.0 for amount in AMOUNTS},
        }


def _get_next(month):
    year, number = month
    return (year, number + 1) if number < 12 else (year + 1, 1)


def _fill_gaps(months):
    """Return the months with those between them, unless that makes too many."""
    filled = months[:1]
    while filled and filled[-1] < months[-1]:
        filled.append(_get_next(filled[-1]))
        if len(filled) > MAX_MONTHS:
            return months
    return filled
