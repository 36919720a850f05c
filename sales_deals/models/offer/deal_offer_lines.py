"""Lines of an offer's page: by sections, without what these hide from the client."""

from odoo import models

from ...tools.offer import sections
from . import deal_offer  # noqa: F401 (extended below)

#: What of a prepared line is a price, or tells it.
PRICES = ('price_unit', 'discount', 'subtotal')


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    def _prepare_page_lines(self, variant, files, currency):
        """Prepare the lines that count, by sections; sections with options only are left out."""
        places = sections.place(variant['lines'])
        prepared = []
        for place in places:
            line = place.line
            if place.is_hidden(sections.COMPOSITION):
                continue
            if line['type'] in sections.HEADINGS:
                if below := sections.counted_below(places, line):
                    prepared.append(self._prepare_page_section(place, below, files, currency))
            elif not line['is_optional']:
                prepared.append(self._prepare_page_place(place, variant, files, currency))
        return prepared

    def _prepare_page_options(self, variant, files, currency, ticked):
        """Prepare the lines that the client may tick."""
        return [
            {
                **self._prepare_page_place(place, variant, files, currency),
                'ticked': place.line['key'] in ticked,
            }
            for place in sections.options(variant['lines'])
        ]

    def _prepare_page_place(self, place, variant, files, currency):
        """Prepare a line; its prices stay here where its section hides them."""
        values = self._prepare_page_line(place.line, variant, files, currency)
        if place.is_hidden(sections.PRICES):
            values.update(dict.fromkeys(PRICES, ''))
        return values

    def _prepare_page_section(self, place, below, files, currency):
        """Prepare a section with its total, or the one line that it is to the client.

        :param below: the lines that count in its total
        """
        line = place.line
        is_hidden = place.is_hidden(sections.PRICES)
        total = self._format_money(sum(other.get('amount', 0.0) for other in below), currency)
        values = {
            **self._prepare_page_line(line, {}, files, currency),
            'subtotal': '' if is_hidden else total,
            'hides_prices': bool(line.get(sections.PRICES)),
        }
        if line.get(sections.COMPOSITION):
            one = {'type': 'whole', 'quantity': self._format_number(1)}
            values.update(one, price_unit=values['subtotal'])
        return values

    def _prepare_page_line(self, line, variant, files, currency):
        is_product = line['type'] == 'product'
        return {
            'key': line['key'],
            'type': line['type'],
            'name': line['name'],
            'description': line['description'].strip(),
            'quantity': self._format_number(line['quantity']) if is_product else '',
            'unit': self._say_unit(line),
            'price_unit': self._format_price(line, variant, currency) if is_product else '',
            'discount': self._format_discount(line.get('discount', 0.0)),
            'subtotal': self._format_money(line['amount'], currency) if is_product else '',
            'image_url': self._get_file_url(line.get('picture', ''), files),
            'ticked': False,
        }
