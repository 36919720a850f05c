"""What a line may hold without telling its cost to who may not see costs."""

from odoo import models

from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP

# Holding one of these tells the cost: it follows from the price.
COST_FIGURES = {'markup', 'margin', 'profit'}


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def _release_profits(self):
        """Hold prices instead of profits before facts change, for users who may not see costs.

        The price that follows from a profit at another quantity would tell the cost.
        """
        if self.env.su or self.env.user.has_group(COST_GROUP):
            return
        for line in self.filtered(lambda line: line.held == 'profit'):
            line._hold_price(line._origin.price_unit)

    def _with_hidden(self, values, field_names):
        """Return what a form has changed, with what it is not told to users without costs.

        What they typed is held, and what is hidden follows the unit, also when they type on.

        :return: tuple of values and names, for ``onchange``
        """
        if self.env.user.has_group(COST_GROUP):
            return values, field_names
        held = values.get('held') or (self.held if self else False)
        name = {'price': 'price_unit', 'discount': 'discount'}.get(held)
        if name in values and name not in field_names:
            values = {**values, 'held_value': values[name]}
        if self and 'uom_id' in values and 'uom_id' not in field_names:
            field_names = [*field_names, 'uom_id', *({'list_price'} & values.keys())]
        return values, list(dict.fromkeys(field_names))

    def _has_other_product(self):
        return self.product_id != self._origin.product_id

    def _release_figures_of_costs(self):
        """Let lines that get another product follow the price list, for users without costs.

        The price that follows from a margin that a colleague has typed would tell the cost.
        """
        if self.env.su or self.env.user.has_group(COST_GROUP):
            return
        lines = self.sudo().with_context(deal_lines_bulk=True)
        lines.filtered(lambda line: line.held in COST_FIGURES).update(
            {'held': 'pricelist', 'held_value': 0.0}
        )

    def _hides_what_it_holds(self):
        """Return whether an unsaved line holds what its user may not see.

        Any onchange can ask for one, and the price that it answers would tell the cost.
        """
        held = self.held if not self.id else False
        if held not in COST_FIGURES or held == self._origin.held:
            return False
        return not self.env.user.has_group(COST_GROUP)

    def _price_copied_holds(self):
        """Price lines that our own code made for a user who may not see what they hold."""
        if self.env.user.has_group(COST_GROUP):
            return
        lines = self.filtered(lambda line: line.held in COST_FIGURES)
        for field in self.pool.field_computed[self._fields['price_unit']]:
            self.env.add_to_compute(field, lines)
