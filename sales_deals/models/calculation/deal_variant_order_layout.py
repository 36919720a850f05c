"""Where lines of a variant stand on its order: optional ones last, in a section of their own."""

from odoo import models

from . import deal_variant, deal_variant_order  # noqa: F401 (extended below)
from .deal_variant_line import HEADINGS


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    def _get_order_layout(self):
        """Return which lines come first on the order, and which in its optional section.

        A section or subsection of which all products are optional goes there as a whole, after
        the optional lines of others. Of those, lines whose section hides something stand below
        its name again, so that it stays hidden.

        :return: tuple of a list of lines, and of a list of tuples (line, sections): what these
            sections hide is hidden there, too
        """
        kept, single, hidden, moved = [], [], [], []
        for block in _split(self.line_ids.sorted(), 'line_section'):
            if _is_optional(block):
                moved += self._place_optional_block(block)
                continue
            for part in _split(block, 'line_subsection'):
                headings = self._get_headings(block, part)
                if part[0].display_type == 'line_subsection' and _is_optional(part):
                    # Within what is hidden altogether, the client knows the section's name alone.
                    name = block[0] if headings[0].collapse_composition else part[0]
                    moved += _place([name, *part[1:]], headings)
                    continue
                options = [line for line in part if _is_option(line)]
                kept += [line for line in part if not _is_option(line)]
                if options and headings._get_hiding():
                    hidden += _place([headings[-1], *options], headings)
                else:
                    single += _place(options, headings)
        return kept, single + hidden + moved

    def _place_optional_block(self, block):
        """Return a section of options as it stands in the order's optional section.

        What an order's optional section has become leaves its place to that of the next order.
        """
        section = block[0]
        named_so = section.name == self._get_optional_section_name()
        kept = block[1:] if named_so and not section._get_hiding() else block
        return _place(kept, section)

    def _prepare_optional_section_values(self):
        """Prepare the values of the section that holds an order's optional lines."""
        return {
            'display_type': 'line_section',
            'name': self._get_optional_section_name(),
            'is_optional': True,
        }

    def _get_optional_section_name(self):
        lang = self.partner_id.lang or self.env.lang
        return self.with_context(lang=lang).env._("Optional products")

    def _get_headings(self, *blocks):
        """Return the sections with which some blocks of lines begin."""
        return self.env['deal.variant.line'].union(
            *(block[0] for block in blocks if block[0].display_type in HEADINGS)
        )


def _split(lines, display_type):
    """Return lines in order, as lists: each section of a kind with what is below it."""
    blocks = []
    for line in lines:
        if not blocks or line.display_type == display_type:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _place(lines, headings):
    """Return lines of the optional section, each with the sections whose hiding it has."""
    nothing = headings.browse()
    return [
        (line, (headings | line) if line.display_type in HEADINGS else nothing) for line in lines
    ]


def _is_optional(block):
    """Return whether it is a section of which all products are optional."""
    products = [line.is_optional for line in block if not line.display_type]
    return block[0].display_type in HEADINGS and products and all(products)


def _is_option(line):
    return line.is_optional and line.display_type not in HEADINGS
