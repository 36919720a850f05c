"""Comparison of an offer's variants on its page: products as rows, variants as columns."""

from odoo import api, models

from ...tools.offer import sections
from . import deal_offer  # noqa: F401 (extended below)
from .deal_offer_page import amount_of, prices_of, ticked_of


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def _prepare_page_comparison(self, content, options):
        """Prepare the comparison, with optional lines apart; False without two variants."""
        variants, prices = content['variants'], prices_of(content)
        if not content['shows']['comparison'] or len(variants) < 2:
            return False
        money = [self._get_money_format(variant) for variant in variants]
        return {
            'names': [variant['name'] for variant in variants],
            'rows': self._prepare_comparison_rows(
                [_sum(variant, prices) for variant in variants], money, self.env._("included")
            ),
            'options': self._prepare_comparison_rows(
                [_sum_options(variant, prices) for variant in variants],
                money,
                self.env._("optional"),
            ),
            'totals': [
                form(getattr(self._get_totals(variant, ticked_of(variant, options)), prices))
                for form, variant in zip(money, variants, strict=True)
            ],
        }

    @api.model
    def _prepare_comparison_rows(self, tables, money, without_price):
        """Prepare a row for each name in some variants' tables.

        :param tables: of each variant its amounts by names; None where they are not shown
        :param money: what formats amounts of each variant
        :param str without_price: what stands in place of an amount that is not shown
        """
        rows = []
        for name in dict.fromkeys(name for table in tables for name in table):
            cells = [
                _format_cell(table[name], form, without_price) if name in table else "–"
                for form, table in zip(money, tables, strict=True)
            ]
            differs = any(cell != cells[0] for cell in cells)
            rows.append({'name': name, 'cells': cells, 'differs': differs})
        return rows


def _format_cell(amount, form, without_price):
    return without_price if amount is None else form(amount)


def _sum(variant, prices):
    """Sum up what counts of a frozen variant by names, as its page shows it.

    Amounts that a section hides are added to the section's.

    :param str prices: 'net' or 'gross'
    :return: dictionary of name to amount; None for what is there at no price of its own
    """
    table = {}
    for place in sections.place(variant['lines']):
        line, cover = place.line, place.get_cover()
        if line['type'] != 'product' or line['is_optional']:
            continue
        named = line if cover is None else cover
        table[named['name']] = (table.get(named['name']) or 0.0) + amount_of(line, variant, prices)
        for shown in _get_shown_below(place, cover):
            table.setdefault(shown['name'], None)
    return table


def _get_shown_below(place, cover):
    """Return what of a line, and its subsection, is named below the section that hides it."""
    if cover is None or cover.get(sections.COMPOSITION):
        return []
    whole = [h for h in place.headings if h is not cover and h.get(sections.COMPOSITION)]
    return whole or [place.line]


def _sum_options(variant, prices):
    """Sum up what the client may tick of a frozen variant; see :func:`_sum`."""
    table = {}
    for place in sections.options(variant['lines']):
        line = place.line
        if place.is_hidden(sections.PRICES):
            table.setdefault(line['name'], None)
        else:
            amount = amount_of(line, variant, prices)
            table[line['name']] = (table.get(line['name']) or 0.0) + amount
    return table
