"""Add products to a variant in Odoo's product catalogue."""

from odoo import fields, models
from odoo.fields import Domain

from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)


class DealVariant(models.Model):
    _name = 'deal.variant'
    _inherit = ['deal.variant', 'product.catalog.mixin']

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _get_action_add_from_catalog_extra_context(self):
        self.ensure_one()
        units = self.env['decimal.precision'].precision_get('Product Unit')
        return {
            **super()._get_action_add_from_catalog_extra_context(),
            'order_id': self.id,
            'child_field': 'line_ids',
            'precision': units,
            'product_catalog_currency_id': self.currency_id.id,
            'product_catalog_lead_id': self.lead_id.id,
            'show_sections': bool(self.id),
        }

    def _get_product_catalog_domain(self):
        # Not combos: a card can't ask for their items.
        sold = Domain('sale_ok', '=', True) & Domain('type', '!=', 'combo')
        return super()._get_product_catalog_domain() & sold

    def _get_product_catalog_order_data(self, products, **kwargs):
        data = super()._get_product_catalog_order_data(products, **kwargs)
        warns = self.env.user.has_group('sale.group_warning_sale')
        for product, price in self._get_catalog_prices(products).items():
            data[product.id]['price'] = price
            if warns and product.sale_line_warn_msg:
                data[product.id]['warning'] = product.sale_line_warn_msg
        return data

    def _get_product_catalog_record_lines(self, product_ids, *, section_id=None, **kwargs):
        if section_id is None:
            first = self.line_ids.sorted()[:1]
            section_id = first.id if first.display_type == 'line_section' else False
        return self._get_catalog_lines(product_ids, section_id).grouped('product_id')

    def _update_order_line_info(
        self, product_id, quantity, *, section_id=False, child_field='line_ids', **kwargs
    ):
        """Give a product this quantity in a section; 0 takes it out.

        A product on several lines of the section stays as it is: the catalogue shows it read-only.

        :param int section_id: line of the section; False for what stands before the first
        :return: its unit price then
        :rtype: float
        """
        lines = self._get_catalog_lines([product_id], section_id)
        if not lines and quantity > 0:
            values = {'variant_id': self.id, 'product_id': product_id, 'quantity': quantity}
            sequence = self._get_new_line_sequence(child_field, section_id)
            lines = lines.create({**values, 'sequence': sequence})
        elif len(lines) == 1 and quantity:
            lines.quantity = quantity
        elif len(lines) == 1:
            lines.unlink()
        left = lines.exists()
        if len(left) == 1:
            return left.price_unit
        product = self.env['product.product'].browse(product_id)
        return self._get_catalog_prices(product)[product]

    def _get_parent_field_on_child_model(self):
        return 'variant_id'

    def _is_line_valid_for_section_line_count(self, line):
        return not line.display_type and not line.is_optional and line.quantity > 0

    def _get_new_line_sequence(self, child_field, section_id):
        # Odoo moves the lines behind it one by one; the new line makes the variant's totals anew.
        return super(DealVariant, self.with_context(deal_lines_bulk=True))._get_new_line_sequence(
            child_field, section_id
        )

    def _resequence_sections(self, sections, child_field, **kwargs):
        bulk = self.with_context(deal_lines_bulk=True)
        sequences = super(DealVariant, bulk)._resequence_sections(sections, child_field, **kwargs)
        self._after_line_change()
        return sequences

    # ------------------------------------------------------------
    # CATALOGUE
    # ------------------------------------------------------------

    def _get_catalog_lines(self, product_ids, section_id):
        """Return the lines that the catalogue counts: of these products, in the section.

        Not optional ones, nor items of combos.
        """
        lines = self.env['deal.variant.line'].search(
            [
                ('variant_id', '=', self.id),
                ('product_id', 'in', product_ids),
                ('is_optional', '=', False),
                ('linked_line_id', '=', False),
            ]
        )
        return lines.filtered(lambda line: line.get_parent_section_line().id == section_id)

    def _get_catalog_prices(self, products):
        """Return what one of each product costs the client, before there is a line.

        :return: dictionary of product to unit price, in the variant's currency, with the taxes that
            its prices include
        """
        self.ensure_one()
        rules = self.pricelist_id.with_company(self.company_id)._compute_price_rule(
            products, 1.0, currency=self.currency_id, date=self.date
        )
        return {
            product: product._get_tax_included_unit_price_from_price(
                rules[product.id][0],
                product.taxes_id._filter_taxes_by_company(self.company_id),
                fiscal_position=self.fiscal_position_id,
            )
            for product in products
        }

    def _get_next_sequence(self):
        """Return the sequence of a line that comes last."""
        lines = [('variant_id', '=', self.id)]
        last = self.env['deal.variant.line'].search(lines, order='sequence desc', limit=1)
        return last.sequence + 1


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # As on Odoo's order lines, and by the name that its catalogue reads.
    parent_id = fields.Many2one(
        'deal.variant.line',
        string="Section",
        compute='_compute_parent_id',
        exportable=False,
    )

    def _compute_parent_id(self):
        """Find the section in which a line stands; none for sections."""
        wanted = set(self)
        for line in self - self.variant_id.line_ids:
            line.parent_id = False
        for variant in self.variant_id:
            section = self.browse()
            for line in variant.line_ids.sorted():
                if line.display_type == 'line_section':
                    section = line
                if line in wanted:
                    line.parent_id = section - line

    def get_parent_section_line(self):
        return self.parent_id

    def _get_product_catalog_lines_data(self, **kwargs):
        """Return what the catalogue's card shows of these lines of one product.

        :return: dictionary: quantity, price, unit, and read-only where there are several lines
        """
        if not self:
            return {'quantity': 0}
        if len(self) == 1:
            return {
                'quantity': self.quantity,
                'price': self.price_unit,
                'readOnly': self.variant_id._is_readonly(),
                'uomDisplayName': self.uom_id.display_name,
            }
        product, variant = self.product_id, self.variant_id
        return {
            'quantity': sum(
                line.uom_id._compute_quantity(line.quantity, product.uom_id) for line in self
            ),
            'price': variant._get_catalog_prices(product)[product],
            'readOnly': True,
            'uomDisplayName': product.uom_id.display_name,
        }
