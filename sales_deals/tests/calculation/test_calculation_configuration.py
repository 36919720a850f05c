from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import CalculationCase


class ConfigurationCase(CalculationCase):
    """A sofa: two colours as variants, legs and a free text that make none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colour = cls._create_attribute("Colour", 'always', [("Red", 0), ("Blue", 20)])
        cls.legs = cls._create_attribute("Legs", 'no_variant', [("Wood", 0), ("Steel", 30)])
        cls.text = cls._create_attribute("Engraving", 'no_variant', [("None", 0), ("Text", 5)])
        cls.text.value_ids[1].is_custom = True
        cls.template = cls.env['product.template'].create(
            {
                'name': "Sofa",
                'list_price': 500.0,
                'taxes_id': [Command.clear()],
                'attribute_line_ids': [
                    Command.create(
                        {
                            'attribute_id': attribute.id,
                            'value_ids': [Command.set(attribute.value_ids.ids)],
                        }
                    )
                    for attribute in (cls.colour, cls.legs, cls.text)
                ],
            }
        )
        cls.template.product_variant_ids.standard_price = 300.0
        cls.blue = cls.template.product_variant_ids[1]
        cls.steel = cls._get_value(cls.legs, "Steel")
        cls.engraved = cls._get_value(cls.text, "Text")

    @classmethod
    def _create_attribute(cls, name, create_variant, values):
        return cls.env['product.attribute'].create(
            {
                'name': name,
                'create_variant': create_variant,
                'value_ids': [
                    Command.create({'name': value, 'default_extra_price': extra})
                    for value, extra in values
                ],
            }
        )

    @classmethod
    def _get_value(cls, attribute, name):
        lines = cls.template.attribute_line_ids
        values = lines.filtered(lambda line: line.attribute_id == attribute)
        return values.product_template_value_ids.filtered(lambda value: value.name == name)

    @classmethod
    def _create_sofa(cls, variant=None, text="For Ada", **values):
        return cls._create_line(
            variant,
            cls.blue,
            product_no_variant_attribute_value_ids=[
                Command.set((cls.steel + cls.engraved).ids),
            ],
            product_custom_attribute_value_ids=[
                Command.create(
                    {
                        'custom_product_template_attribute_value_id': cls.engraved.id,
                        'custom_value': text,
                    }
                )
            ],
            **values,
        )

    def _assert_configured(self, line, text="For Ada"):
        self.assertEqual(line.product_id, self.blue)
        self.assertEqual(line.product_no_variant_attribute_value_ids, self.steel + self.engraved)
        custom = line.product_custom_attribute_value_ids
        self.assertEqual(custom.custom_product_template_attribute_value_id, self.engraved)
        self.assertEqual(custom.custom_value, text)


@tagged('post_install', '-at_install')
class TestConfiguration(ConfigurationCase):
    # Prices and description

    def test_values_without_variants_cost_extra(self):
        line = self._create_sofa()
        self.assertEqual((line.list_price, line.price_unit), (555, 555))
        self.assertEqual((line.cost, line.profit), (300, 255))

    def test_price_list_takes_its_percentage_off_the_extras_too(self):
        self.pricelist.item_ids = [
            Command.create({'compute_price': 'percentage', 'percent_price': 10})
        ]
        line, plain = self._create_sofa(), self._create_line(product=self.blue)
        self.assertEqual((line.price_unit, plain.price_unit), (499.5, 468))
        self.assertAlmostEqual(line.discount, 10)

    def test_extras_in_another_currency_and_unit(self):
        euro = self.env['res.currency'].create(
            {'name': "DLR", 'symbol': "D", 'rate_ids': [Command.create({'rate': 2})]}
        )
        dozen = self.env.ref('uom.product_uom_dozen')
        self.variant.currency_id = euro
        line = self._create_sofa(uom_id=dozen.id)
        self.assertEqual((line.list_price, line.price_unit), (13320, 13320))

    def test_price_is_that_of_odoos_order_line(self):
        order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'pricelist_id': self.pricelist.id}
        )
        line = self._create_sofa()
        order.order_line = [
            Command.create({'product_id': self.blue.id, **line._prepare_configuration()})
        ]
        self.assertEqual(order.order_line.price_unit, line.price_unit)
        self.assertEqual(order.order_line.name, line.name)

    def test_description_names_what_was_chosen_and_typed(self):
        line = self._create_sofa()
        self.assertIn("Legs: Steel", line.name)
        self.assertIn("Engraving: Text: For Ada", line.name)
        line.product_custom_attribute_value_ids.custom_value = "For Bob"
        self.assertIn("For Bob", line.name)

    def test_another_product_forgets_the_configuration(self):
        line = self._create_sofa()
        line.product_id = self.window
        self.assertFalse(line.product_no_variant_attribute_value_ids)
        self.assertFalse(line.product_custom_attribute_value_ids)
        self.assertEqual((line.name, line.price_unit), ("Window", 120))

    def test_another_variant_of_the_product_keeps_it(self):
        line = self._create_sofa()
        line.product_id = self.template.product_variant_ids[0]
        self.assertEqual(line.product_custom_attribute_value_ids.custom_value, "For Ada")
        self.assertEqual(line.price_unit, 535)

    def test_margin_is_held_when_the_configuration_changes(self):
        line = self._create_line(product=self.blue, margin=0.25)
        line.product_no_variant_attribute_value_ids = self.steel
        self.assertEqual((line.held, line.price_unit, line.list_price), ('margin', 400, 550))

    def test_configuration_answers_in_the_form(self):
        line = self._create_line(product=self.blue)
        with Form(line) as form:
            form.product_no_variant_attribute_value_ids.add(self.steel)
            self.assertEqual(form.price_unit, 550)
            self.assertIn("Legs: Steel", form.name)
        self.assertEqual(self.variant.amount_untaxed, 550)
        self.assertEqual(self.deal.expected_revenue, 550)

    # Copies, orders

    def test_page_of_lines_shows_the_configuration_of_those_that_have_one(self):
        sofa, window = self._create_sofa(), self._create_line()
        spec = self._get_list_spec()
        domain = [('variant_id', '=', self.variant.id)]
        page = self.env['deal.variant.line'].web_search_read(domain, spec, limit=80)
        self.assertEqual(page['length'], 2)
        for found in (page['records'], (sofa + window).web_read(spec)):
            configured, plain = found
            self.assertEqual([configured['id'], plain['id']], [sofa.id, window.id])
            chosen = configured['product_no_variant_attribute_value_ids']
            self.assertEqual([value['id'] for value in chosen], (self.steel + self.engraved).ids)
            self.assertEqual(chosen[0]['display_name'], self.steel.display_name)
            [custom] = configured['product_custom_attribute_value_ids']
            self.assertEqual(custom['custom_value'], "For Ada")
            self.assertEqual(plain['product_no_variant_attribute_value_ids'], [])
            self.assertEqual(plain['product_custom_attribute_value_ids'], [])

    def test_page_of_plain_lines_takes_no_query_for_configurations(self):
        self._create_line()
        self._create_line(product=self.door)
        spec = self._get_list_spec()
        rest = {name: part for name, part in spec.items() if not name.endswith('value_ids')}
        self.assertEqual(len(spec) - len(rest), 2)
        counts = []
        for asked in (rest, rest, spec):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['deal.variant.line'].web_search_read([], asked, limit=80)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])

    def test_duplicate_of_a_variant_has_values_of_its_own(self):
        line = self._create_sofa()
        copy = self.variant.copy().line_ids
        self._assert_configured(copy)
        self.assertEqual((copy.name, copy.price_unit), (line.name, line.price_unit))
        copy.product_custom_attribute_value_ids.custom_value = "Other"
        self._assert_configured(line)

    def test_copy_into_another_variant(self):
        self._create_sofa(discount=10)
        target = self._create_variant(name="B")
        target.copy_lines_from('deal.variant', self.variant.ids)
        self._assert_configured(target.line_ids)
        self.assertEqual((target.line_ids.held, target.line_ids.price_unit), ('discount', 499.5))

    def test_order_is_configured_alike_and_back(self):
        self.blue.taxes_id = self.tax_added
        line = self._create_sofa(quantity=3, discount=12.5)
        order = self.variant._make_order()
        self._assert_configured(order.order_line)
        self.assertEqual(order.order_line.name, line.name)
        self.assertEqual(order.amount_total, self.variant.amount_total)
        back = order._make_deal_variant()
        self._assert_configured(back.line_ids)
        self.assertEqual((back.line_ids.held, back.line_ids.discount), ('discount', 12.5))
        self.assertEqual(back.amount_total, self.variant.amount_total)
        self._assert_configured(line)

    def test_past_order_is_copied_with_its_configuration(self):
        self._create_sofa()
        order = self.variant._make_order()
        target = self._create_variant(name="B")
        target.copy_lines_from('sale.order', order.ids)
        self._assert_configured(target.line_ids)

    def test_deleted_line_takes_its_texts_with_it(self):
        custom = self._create_sofa().product_custom_attribute_value_ids
        self.variant.unlink()
        self.assertFalse(custom.exists())

    def test_change_of_the_configuration_voids_an_approval(self):
        line = self._create_sofa()
        before = self.variant._get_content_hash()
        line.product_custom_attribute_value_ids.custom_value = "For Bob"
        self.assertNotEqual(self.variant._get_content_hash(), before)

    # Access

    def test_custom_texts_are_seen_with_their_deal(self):
        custom = self._create_sofa().product_custom_attribute_value_ids
        self.deal.user_id = self.manager
        self.assertEqual(custom.with_user(self.salesman_all).custom_value, "For Ada")
        for user in (self.salesman, self.employee, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                custom.with_user(user).read(['custom_value'])
        with self.assertRaises(AccessError):
            custom.with_user(self.salesman).write({'custom_value': "Mine"})
        with self.assertRaises(AccessError):
            custom.with_user(self.salesman).copy({'deal_variant_line_id': None}).read()
        self.deal.user_id = self.salesman
        self.assertEqual(custom.with_user(self.salesman).custom_value, "For Ada")

    def test_custom_texts_of_orders_are_seen_as_before(self):
        self._create_sofa()
        custom = self.variant._make_order().order_line.product_custom_attribute_value_ids
        self.assertEqual(custom.with_user(self.employee).custom_value, "For Ada")

    def test_salesperson_without_costs_configures(self):
        self._forbid_costs(self.salesman)
        self.deal.user_id = self.salesman
        env = self.env(user=self.salesman)
        with self.subTest("create"):
            values = self._create_sofa()._prepare_configuration()
            line = env['deal.variant.line'].create(
                {'variant_id': self.variant.id, 'product_id': self.blue.id, **values}
            )
            self._assert_configured(line.sudo())
        with self.subTest("copy"):
            copies = self.variant.with_user(self.salesman).copy()
            self._assert_configured(copies.line_ids[0].sudo())
