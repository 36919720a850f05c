import random

from odoo.tests import tagged

from ..common import CalculationCase

HIDING = ('collapse_prices', 'collapse_composition')
KINDS = (False, False, False, 'line_note', 'line_section', 'line_subsection')


@tagged('post_install', '-at_install')
class TestCalculationSections(CalculationCase):
    """Sections, subsections and what these hide, from quotations to orders."""

    COUNT = 60
    SEED = 20261130

    # ------------------------------------------------------------
    # WHATEVER STANDS IN THEM
    # ------------------------------------------------------------

    def _make_lines(self, rng, is_order):
        """Make up values of lines: a section hides one thing at most, as Odoo's menu has it."""
        made = [('line_section', "S0", {})]
        for number in range(rng.randint(3, 12)):
            kind = rng.choice(KINDS)
            values = {}
            if kind in ('line_section', 'line_subsection'):
                if rng.random() < 0.5:
                    values[rng.choice(HIDING)] = True
                elif is_order and rng.random() < 0.4:
                    values['is_optional'] = True
            elif not is_order and not kind and rng.random() < 0.4:
                values['is_optional'] = True
            made.append((kind, f"L{number}", values))
        return made

    def _create_lines(self, model, parent, lines):
        values = [
            {
                **parent,
                'sequence': sequence,
                'name': name,
                'display_type': kind,
                'product_id': False if kind else self.window.id,
                **hides,
            }
            for sequence, (kind, name, hides) in enumerate(lines, 1)
        ]
        return self.env[model].create(values)

    def _get_hidden(self, lines):
        """Return what is hidden of each product, by its name: what Odoo's report leaves out."""
        found, section, subsection = {}, lines.browse(), lines.browse()
        for line in lines.sorted(lambda line: (line.sequence, line.id)):
            if line.display_type == 'line_section':
                section, subsection = line, lines.browse()
            elif line.display_type == 'line_subsection':
                subsection = line
            elif line.product_id:
                found[line.name] = {
                    name for name in HIDING if any((section | subsection).mapped(name))
                }
        return found

    def test_what_is_hidden_stays_hidden_from_quotation_to_order(self):
        rng = random.Random(self.SEED)
        for number in range(self.COUNT):
            order = self._create_order()
            lines = self._make_lines(rng, is_order=True)
            self._create_lines('sale.order.line', {'order_id': order.id}, lines)
            with self.subTest(number=number, lines=lines):
                expected = self._get_hidden(order.order_line)
                variant = order._make_deal_variant()
                self.assertEqual(self._get_hidden(variant.line_ids), expected)
                copied = variant.copy()
                self.assertEqual(self._get_hidden(copied.line_ids), expected)
                made = variant._make_order().order_line
                self.assertEqual(self._get_hidden(made), expected)

    def test_what_is_hidden_stays_hidden_from_calculation_to_calculation(self):
        rng = random.Random(self.SEED + 1)
        for number in range(self.COUNT):
            variant = self._create_variant(name=f"V{number}")
            lines = self._make_lines(rng, is_order=False)
            self._create_lines('deal.variant.line', {'variant_id': variant.id}, lines)
            with self.subTest(number=number, lines=lines):
                expected = self._get_hidden(variant.line_ids)
                order = variant._make_order()
                self.assertEqual(self._get_hidden(order.order_line), expected)
                again = order._make_deal_variant()
                self.assertEqual(self._get_hidden(again.line_ids), expected)
                other = self._create_variant(name=f"W{number}")
                other.copy_lines_from('deal.variant', variant.ids)
                self.assertEqual(self._get_hidden(other.line_ids), expected)

    # ------------------------------------------------------------
    # EXAMPLES
    # ------------------------------------------------------------

    def _create_order(self):
        return self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'opportunity_id': self.deal.id,
                'pricelist_id': self.pricelist.id,
            }
        )

    def _get_shape(self, lines):
        return [
            (
                line.display_type or 'product',
                line.name,
                [name for name in HIDING if line[name]],
            )
            for line in lines.sorted(lambda line: (line.sequence, line.id))
        ]

    def test_sections_of_a_calculation_stand_on_the_order_as_they_are(self):
        lines = [
            ('line_section', "House", {'collapse_prices': True}),
            ('line_subsection', "Ground floor", {}),
            (False, "A", {}),
            ('line_section', "Work", {'collapse_composition': True}),
            (False, "B", {}),
        ]
        self._create_lines('deal.variant.line', {'variant_id': self.variant.id}, lines)
        self.assertEqual(
            self._get_shape(self.variant._make_order().order_line),
            [
                ('line_section', "House", ['collapse_prices']),
                ('line_subsection', "Ground floor", []),
                ('product', "A", []),
                ('line_section', "Work", ['collapse_composition']),
                ('product', "B", []),
            ],
        )

    def test_options_of_a_section_that_hides_stand_below_its_name_again(self):
        lines = [
            ('line_section', "House", {'collapse_prices': True}),
            (False, "A", {}),
            (False, "Blind", {'is_optional': True}),
            ('line_section', "Work", {}),
            (False, "B", {}),
            (False, "Painting", {'is_optional': True}),
            ('line_subsection', "Garden", {}),
            (False, "Path", {'is_optional': True}),
        ]
        self._create_lines('deal.variant.line', {'variant_id': self.variant.id}, lines)
        shape = self._get_shape(self.variant._make_order().order_line)
        self.assertEqual(
            shape,
            [
                ('line_section', "House", ['collapse_prices']),
                ('product', "A", []),
                ('line_section', "Work", []),
                ('product', "B", []),
                ('line_section', "Optional products", []),
                ('product', "Painting", []),
                ('line_subsection', "House", ['collapse_prices']),
                ('product', "Blind", []),
                ('line_subsection', "Garden", []),
                ('product', "Path", []),
            ],
        )

    def test_subsections_of_a_template_come_along(self):
        template = self.env['sale.order.template'].create({'name': "Template"})
        kinds = [('line_section', "House"), ('line_subsection', "Roof"), ('line_note', "By lorry")]
        self.env['sale.order.template.line'].create(
            [
                {'sale_order_template_id': template.id, 'display_type': kind, 'name': name}
                for kind, name in kinds
            ]
        )
        self.variant.copy_lines_from('sale.order.template', template.ids)
        shape = self._get_shape(self.variant.line_ids)
        self.assertEqual(shape, [(kind, name, []) for kind, name in kinds])

    def test_merged_deals_keep_what_their_sections_hide(self):
        lines = [('line_section', "House", {'collapse_prices': True}), (False, "A", {})]
        self._create_lines('deal.variant.line', {'variant_id': self.variant.id}, lines)
        before = self._get_shape(self.variant.line_ids)
        other = self._create_deal(partner_id=self.partner.id, company_id=self.company.id)
        kept = (self.deal | other)._merge_into_oldest()
        self.assertEqual(self.variant.lead_id, kept)
        self.assertEqual(self._get_shape(self.variant.line_ids), before)

    def test_subsection_goes_on_until_any_other_section(self):
        lines = [
            ('line_section', "House", {}),
            ('line_subsection', "Roof", {}),
            (False, "A", {}),
            (False, "B", {}),
            ('line_subsection', "Cellar", {}),
            (False, "C", {}),
            ('line_section', "Work", {}),
            (False, "D", {}),
        ]
        made = self._create_lines('deal.variant.line', {'variant_id': self.variant.id}, lines)
        Line = self.env['deal.variant.line']
        self.assertEqual(Line.get_rest_of_section(made[2].id), 240)
        self.assertEqual(Line.get_rest_of_section(made[2].id, is_subsection=True), 120)

    def test_catalogue_counts_lines_of_subsections_in_their_section(self):
        lines = [
            ('line_section', "House", {}),
            ('line_subsection', "Roof", {}),
            (False, "A", {}),
        ]
        made = self._create_lines('deal.variant.line', {'variant_id': self.variant.id}, lines)
        self.assertEqual(made[2].get_parent_section_line(), made[0])
        [section] = self.variant._get_sections('line_ids')
        self.assertEqual((section['name'], section['line_count']), ("House", 1))

    def test_a_subsection_of_what_is_hidden_is_named_nowhere(self):
        variant = self._create_variant(name="B")
        lines = (
            ('line_section', "House", {'collapse_composition': True}),
            (False, "Door", {}),
            ('line_subsection', "Secret roof", {}),
            (False, "Roof", {'is_optional': True}),
        )
        self._create_lines('deal.variant.line', {'variant_id': variant.id}, lines)
        names = variant._make_order().order_line.mapped('name')
        self.assertIn("Roof", names)
        self.assertNotIn("Secret roof", names)
