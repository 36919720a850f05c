"""The place of a line among the lines of its variant."""

from odoo import models

from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    def add_behind(self, vals_list):
        """Make lines right behind this one, and its items if it is a combo; optional as it is.

        :param vals_list: dictionaries for ``create``, without variant and sequence
        :return: ids of the new lines
        """
        self.ensure_one()
        common = {
            'variant_id': self.variant_id.id,
            'sequence': self.sequence,
            'is_optional': self.is_optional,
        }
        lines = self.create([{**values, **common} for values in vals_list])
        lines._move_behind(self + self.linked_line_ids)
        return lines.ids

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _move_behind(self, others):
        """Put these lines, in this order, behind the last of some others of their variant."""
        lines = list((others.variant_id.line_ids - self).sorted())
        place = max(lines.index(line) for line in others) + 1
        self._number([*lines[:place], *self, *lines[place:]])

    def _number(self, lines):
        """Let sequences ascend in the order of ``lines``; as few as possible change."""
        last = None
        for line in lines:
            if last is not None and line.sequence <= last:
                line.with_context(deal_lines_bulk=True).sequence = last + 1
            last = line.sequence


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    def _keep_combos_together(self):
        """Put the items of combos right behind these, wherever they were moved."""
        domain = [('variant_id', 'in', self.ids), ('linked_line_id', '!=', False)]
        for variant, items in (
            self.env['deal.variant.line'].search(domain).grouped('variant_id').items()
        ):
            lines = variant.line_ids.sorted()
            items = items.grouped('linked_line_id')
            ordered = [
                moved
                for line in lines
                if not line.linked_line_id
                for moved in (line, *items.get(line, ()))
            ]
            lines._number(ordered)
