"""Lines of configured products: attributes without variants, and custom values."""

from odoo import Command, api, fields, models
from odoo.tools import groupby

from . import deal_variant_line  # noqa: F401 (extended below)

#: Fields that change when the product or its configuration does.
CONFIGURING = {
    'product_id',
    'product_template_id',
    'product_no_variant_attribute_value_ids',
    'product_custom_attribute_value_ids',
    'selected_combo_items',
}
#: Those of them that change only then.
CONFIGURED = CONFIGURING - {'product_id', 'selected_combo_items'}
#: Fields that are empty for a product that can't be configured.
CONFIGURATION = {'product_no_variant_attribute_value_ids', 'product_custom_attribute_value_ids'}


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # By the names of Odoo's order line, which its dialogues know.
    product_template_id = fields.Many2one(
        'product.template',
        compute='_compute_product_template_id',
        readonly=False,
        search='_search_product_template_id',
        domain="[('sale_ok', '=', True), ('company_id', 'in', [company_id, False])]",
    )
    # Stored, since they are asked for whenever something is typed.
    product_type = fields.Selection(related='product_id.type', store=True, precompute=True)
    is_configurable_product = fields.Boolean(
        string="Configurable",
        related='product_id.product_tmpl_id.has_configurable_attributes',
        store=True,
        precompute=True,
    )
    product_no_variant_attribute_value_ids = fields.Many2many(
        'product.template.attribute.value',
        string="Extra Values",
        compute='_compute_no_variant_attribute_values',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='restrict',
        help="Values of attributes that make no variants of their own: they may cost extra.",
    )
    product_custom_attribute_value_ids = fields.One2many(
        'product.attribute.custom.value',
        'deal_variant_line_id',
        string="Custom Values",
        compute='_compute_custom_attribute_values',
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('product_id')
    def _compute_product_template_id(self):
        for line in self:
            line.product_template_id = line.product_id.product_tmpl_id

    def _search_product_template_id(self, operator, value):
        return [('product_id.product_tmpl_id', operator, value)]

    @api.depends('product_id')
    def _compute_no_variant_attribute_values(self):
        for line in self:
            values = line.product_no_variant_attribute_value_ids
            valid = line._get_valid_attribute_values() if values else values
            line.product_no_variant_attribute_value_ids = values.filtered(
                lambda value, valid=valid: value._origin in valid
            )

    @api.depends('product_id')
    def _compute_custom_attribute_values(self):
        for line in self:
            values = line.product_custom_attribute_value_ids
            valid = line._get_valid_attribute_values() if values else None
            line.product_custom_attribute_value_ids = values.filtered(
                lambda value, valid=valid: (
                    value.custom_product_template_attribute_value_id._origin in valid
                )
            )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.readonly
    def web_read(self, specification):
        """Read the configuration only of lines that can have one."""
        rest, left_out = _split(specification)
        if not rest:
            return super().web_read(specification)
        return self._with_configuration(super().web_read(rest), left_out)

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, *args, **kwargs):
        """Read like :meth:`web_read`: Odoo has fetched all fields before it calls that."""
        rest, left_out = _split(specification)
        found = super().web_search_read(domain, rest, *args, **kwargs)
        return {**found, 'records': self._with_configuration(found['records'], left_out)}

    # ------------------------------------------------------------
    # PRICES
    # ------------------------------------------------------------

    def _get_rule_prices_with_extras(self):
        """Return what the price list says of the products as they are configured."""
        prices = {}
        for extra, lines in groupby(self, lambda line: line._get_price_extra()):
            lines = self.browse().concat(*lines)
            if extra:
                lines = lines.with_context(no_variant_attributes_price_extra=extra)
            prices.update(lines._get_rule_prices())
        return prices

    def _get_price_extra(self):
        """Return what values without variants add to the product's price, in its currency."""
        values = self.product_no_variant_attribute_value_ids
        if not values:
            return 0.0
        return self.product_id._get_no_variant_attributes_price_extra(values._origin)

    # ------------------------------------------------------------
    # CONFIGURATION
    # ------------------------------------------------------------

    def _prepare_configuration(self):
        """Prepare the product's configuration as values of another line or an order line."""
        self.ensure_one()
        if not self._is_configured():
            return {}
        chosen = self.product_no_variant_attribute_value_ids
        typed = self.product_custom_attribute_value_ids
        return {
            'product_no_variant_attribute_value_ids': [Command.set(chosen.ids)],
            'product_custom_attribute_value_ids': typed._prepare_custom_value_commands(),
        }

    def _get_configuration(self):
        """Return what approvals remember of the configuration; nothing where there is none."""
        self.ensure_one()
        if not self._is_configured():
            return []
        typed = self.product_custom_attribute_value_ids
        return [
            sorted(self.product_no_variant_attribute_value_ids.ids),
            sorted([value.id, text] for value, text in typed._get_typed_values()),
        ]

    def _without_unchanged(self, fields_spec, changed):
        """Return ``fields_spec`` without the configuration, unless what was changed decides on it.

        While figures are typed, the configuration need not be read to be compared.

        :param changed: names of fields that a form has changed
        """
        if not self or CONFIGURING & changed:
            return fields_spec
        return {name: spec for name, spec in fields_spec.items() if name not in CONFIGURED}

    def _with_configuration(self, values_list, specification):
        """Add the configuration to what was read of lines, as far as they can have one.

        :param dict specification: of the fields of the configuration that were asked for
        """
        if not specification:
            return values_list
        lines = self.browse(values['id'] for values in values_list)
        configurable = lines.filtered('is_configurable_product')
        read = configurable.web_read(specification)
        found = {values['id']: values for values in read}
        return [
            {**values, **(found.get(values['id']) or {name: [] for name in specification})}
            for values in values_list
        ]

    def _is_configured(self):
        return bool(
            self.product_no_variant_attribute_value_ids or self.product_custom_attribute_value_ids
        )

    def _get_valid_attribute_values(self):
        """Return the attribute values that the line's product may have."""
        template = self.product_id.product_tmpl_id
        return template.valid_product_template_attribute_line_ids.product_template_value_ids

    def _get_configuration_description(self):
        """Return the lines that Odoo's order would add to the description."""
        if not self._is_configured():
            return ''
        values = self._prepare_configuration()
        order_line = self.env['sale.order.line'].new({'product_id': self.product_id.id, **values})
        return order_line._get_sale_order_line_multiline_description_variants()


def _split(specification):
    """Split a specification into the rest and what asks for the configuration."""
    rest = {name: spec for name, spec in specification.items() if name not in CONFIGURATION}
    return rest, {name: spec for name, spec in specification.items() if name in CONFIGURATION}
