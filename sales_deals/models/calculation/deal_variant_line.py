"""Lines of a calculation.

Any of price, discount, markup, margin and profit can be fixed; the others follow.
"""

from itertools import count, takewhile

from odoo import api, fields, models
from odoo.fields import Domain

from ...fields import Ratio
from .deal_variant import COST_GROUP

#: What has lines below it, until the next of its kind or above.
HEADINGS = ('line_section', 'line_subsection')
#: What a section keeps from the client, by the names of Odoo's order line.
HIDING = ('collapse_prices', 'collapse_composition')


class DealVariantLine(models.Model):
    _name = 'deal.variant.line'
    _description = "Calculation Line"
    _inherit = ['deal.record']
    _order = 'variant_id.id, sequence, id'
    _check_company_auto = True
    _deal_kept_fields = frozenset(('variant_id',))

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    variant_id = fields.Many2one('deal.variant', required=True, ondelete='cascade', index=True)
    lead_id = fields.Many2one(related='variant_id.lead_id', store=True, precompute=True)
    company_id = fields.Many2one(related='variant_id.company_id', store=True, precompute=True)
    deal_process_id = fields.Many2one(
        related='variant_id.deal_process_id', store=True, precompute=True
    )
    currency_id = fields.Many2one(related='variant_id.currency_id', store=True, precompute=True)
    sequence = fields.Integer(default=10)
    display_type = fields.Selection(
        [
            ('line_section', "Section"),
            ('line_subsection', "Subsection"),
            ('line_note', "Note"),
        ],
        default=False,
    )
    collapse_prices = fields.Boolean(
        string="Hide Prices",
        help="Of a section: the client sees its total, and no prices of its lines.",
    )
    collapse_composition = fields.Boolean(
        string="Hide Composition",
        help="Of a section: the client sees its total as one line, and nothing of its lines.",
    )

    product_id = fields.Many2one(
        'product.product',
        ondelete='restrict',
        index='btree_not_null',
        check_company=True,
        domain="[('sale_ok', '=', True)]",
    )
    name = fields.Text(
        string="Description",
        compute='_compute_name',
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    quantity = fields.Float(
        compute='_compute_quantity',
        default=1.0,
        digits='Product Unit',
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    uom_id = fields.Many2one(
        'uom.uom',
        string="Unit",
        compute='_compute_uom_id',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='restrict',
        domain="[('id', 'in', allowed_uom_ids)]",
    )
    allowed_uom_ids = fields.Many2many('uom.uom', compute='_compute_allowed_uom_ids')
    tax_ids = fields.Many2many(
        'account.tax',
        string="Taxes",
        compute='_compute_tax_ids',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        context={'active_test': False},
        domain="[('type_tax_use', '=', 'sale')]",
    )
    is_optional = fields.Boolean(
        string="Optional", help="The client may add it; it does not count in the total."
    )
    is_locked = fields.Boolean(
        string="Locked", help="Its price stays when the variant's total is set."
    )

    list_price = fields.Float(
        compute='_compute_list_price',
        min_display_digits='Product Price',
        store=True,
        readonly=False,
        precompute=True,
        help="The product's sales price in the variant's currency and unit.",
    )
    cost = fields.Float(
        compute='_compute_cost',
        min_display_digits='Product Price',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="For one unit, in the variant's currency. Odoo's orders call it “purchase price”.",
    )
    price_unit = fields.Float(
        string="Unit Price",
        compute='_compute_pricing',
        min_display_digits='Product Price',
        store=True,
        readonly=False,
        precompute=True,
        help="What the client pays for one, after the discount.",
    )
    discount = Ratio(
        string="Discount (%)",
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        help="(1 - unit price / list price) x 100; negative for a surcharge.",
    )
    markup = Ratio(
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="Profit as a share of the cost: (price - cost) / cost.",
    )
    margin = Ratio(
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="Profit as a share of the price: (price - cost) / price. Odoo's orders call it "
        "“margin (%)”.",
    )
    profit = fields.Monetary(
        compute='_compute_pricing',
        store=True,
        readonly=False,
        precompute=True,
        groups=COST_GROUP,
        help="Of the whole line: net amount less cost. Odoo's orders call it “margin”.",
    )
    price_subtotal = fields.Monetary(
        string="Net Amount", compute='_compute_pricing', store=True, precompute=True
    )
    price_tax = fields.Monetary(
        string="Tax Amount", compute='_compute_pricing', store=True, precompute=True
    )
    price_total = fields.Monetary(
        string="Gross Amount", compute='_compute_pricing', store=True, precompute=True
    )

    variant_totals = fields.Json(compute='_compute_variant_totals')

    _product_or_text = models.Constraint(
        "CHECK(display_type IS NOT NULL OR product_id IS NOT NULL)",
        "A line needs a product, unless it is a section or a note.",
    )
    _text_without_price = models.Constraint(
        "CHECK(display_type IS NULL OR (product_id IS NULL AND quantity = 0 AND price_unit = 0))",
        "A section or a note has no product and no price.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'product_id',
        'product_no_variant_attribute_value_ids',
        'product_custom_attribute_value_ids.custom_value',
    )
    def _compute_name(self):
        for line in self:
            if line.product_id:
                lang = line.lead_id.partner_id.lang or self.env.lang
                line.name = line.with_context(lang=lang)._get_product_description()
            else:
                line.name = line.name or ''

    @api.depends('display_type')
    def _compute_quantity(self):
        for line in self:
            line.quantity = 0.0 if line.display_type else line.quantity

    @api.depends('product_id')
    def _compute_uom_id(self):
        for line in self:
            if line.uom_id not in line.allowed_uom_ids:
                line.uom_id = line.product_id.uom_id

    @api.depends('product_id')
    def _compute_allowed_uom_ids(self):
        for line in self:
            line.allowed_uom_ids = line.product_id.uom_id | line.product_id.uom_ids

    @api.depends('product_id', 'company_id', 'variant_id.fiscal_position_id')
    def _compute_tax_ids(self):
        for line in self:
            if line._is_combo():
                line.tax_ids = False
                continue
            taxes = line.product_id.taxes_id._filter_taxes_by_company(line.company_id)
            line.tax_ids = line.variant_id.fiscal_position_id.map_tax(taxes)

    @api.depends('price_subtotal', 'price_total', 'profit', 'is_optional', 'display_type')
    @api.depends_context('uid')
    def _compute_variant_totals(self):
        """Compute the variant's totals as they would be with this line as it is being edited.

        From the sums that the variant keeps, without looking at its other lines. Where the
        company rounds taxes as a whole, the tax may be a unit off until the line is saved.
        """
        edited = self.filtered(lambda line: not line.id)
        for variant, lines in (self - edited).grouped('variant_id').items():
            lines.variant_totals = variant._get_totals()
        totals = {}
        for line in edited:
            saved = line.variant_id._origin
            before = line._origin._get_share() if line._origin.variant_id == saved else (0, 0, 0)
            change = tuple(now - was for now, was in zip(line._get_share(), before, strict=True))
            if (saved, change) not in totals:
                totals[saved, change] = saved._get_totals_with(*change)
            line.variant_totals = totals[saved, change]

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Let a new line come last in its variant."""
        values = super().default_get(fields)
        values = self._with_no_quantity(values)
        if 'sequence' in fields and values.get('variant_id'):
            variant = self.env['deal.variant'].browse(values['variant_id'])
            values['sequence'] = variant._get_next_sequence()
        return values

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Create lines: combos before their items, each with what was typed into it."""
        typed = [self._get_typed(vals) for vals in vals_list]
        lines = self._create_combos_first(vals_list)
        lines._settle_new(vals_list, typed)
        return lines

    @api.model
    def _create_batch(self, vals_list):
        """Create lines that do not refer to each other."""
        vals_list = self._with_sequences([self._with_no_quantity(vals) for vals in vals_list])
        lines = super().create(vals_list)  # pylint: disable=super-method-mismatch
        lines.variant_id._after_line_change()
        return lines

    def _prepare_create_values(self, vals_list):
        # Here Odoo has checked which fields the user may write: what is held is written for all.
        vals_list = [self._with_hold(self._with_discount_mark(vals)) for vals in vals_list]
        return super()._prepare_create_values(vals_list)

    def _add_precomputed_values(self, vals_list):
        # What a line costs is computed for whoever makes it, and read by the group only.
        return super(DealVariantLine, self.sudo())._add_precomputed_values(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        """Write facts, and hold the figures that were typed."""
        return self._write_facts(vals) if self._is_bulk() else self._write_typed(vals)

    def _write_facts(self, vals, hold=None):
        """Write values; combo items and the variant follow, and what was typed follows the unit.

        :param dict hold: what the lines have been told to hold along with it
        """
        is_bulk = self._is_bulk()
        vals = self._with_discount_mark(vals)
        self._drop_items_of_other_product(vals)
        variants = self.env['deal.variant'] if is_bulk else self.variant_id
        changes = self._prepare_unit_change(vals, hold)
        result = super().write(vals)  # pylint: disable=super-method-mismatch
        self._convert_units(changes)
        if not is_bulk:
            (variants | self.variant_id)._after_line_change()
        self._update_items(vals)
        return result

    def copy(self, default=None):  # pylint: disable=method-required-super
        """Copy with the costs, also for users who may not see them."""
        return self._copy_whole(default)

    def unlink(self):
        """Delete lines, combos with their items."""
        lines = self | self.linked_line_ids
        variants = lines.variant_id
        result = super(DealVariantLine, lines).unlink()
        variants.exists()._after_line_change()
        return result

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    @api.model
    def get_rest_of_section(self, line_id, is_subsection=False):
        """Return what the section of a line adds to its subtotal after that line.

        For lists that show a page of the lines: the section may go on on the next one.

        :param bool is_subsection: whether to ask for the subsection of the line
        """
        ends = HEADINGS if is_subsection else HEADINGS[:1]
        line = self.browse(line_id)
        later = Domain('sequence', '>', line.sequence) | (
            Domain('sequence', '=', line.sequence) & Domain('id', '>', line.id)
        )
        rest = self.search_fetch(
            Domain('variant_id', '=', line.variant_id.id) & later,
            ['display_type', 'is_optional', 'price_subtotal'],
        )
        in_section = takewhile(lambda other: other.display_type not in ends, rest)
        return sum(other.price_subtotal for other in in_section if not other.is_optional)

    def add_behind(self, vals_list):
        """Create lines right behind this one, and its items if it is a combo; optional as it is.

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
    # ORDER OF THE LINES
    # ------------------------------------------------------------

    @api.model
    def _with_sequences(self, vals_list):
        """Return ``vals_list`` in which lines without a sequence come last, one after the other.

        Lines of one sequence could not be moved on a page without changing places with the lines
        of the next.
        """
        counters = {}
        numbered = []
        for vals in vals_list:
            variant_id = vals.get('variant_id') or self.env.context.get('default_variant_id')
            if 'sequence' not in vals and variant_id:
                if variant_id not in counters:
                    variant = self.env['deal.variant'].browse(variant_id)
                    counters[variant_id] = count(variant._get_next_sequence())
                vals = {**vals, 'sequence': next(counters[variant_id])}
            numbered.append(vals)
        return numbered

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

    # ------------------------------------------------------------
    # VALUES
    # ------------------------------------------------------------

    def _is_bulk(self):
        """Return whether our own code writes and updates dependants itself."""
        return self.env.su and self.env.context.get('deal_lines_bulk')

    def _get_share(self):
        """Return what the line adds to its variant: net, gross and profit."""
        if self.display_type or self.is_optional:
            return 0.0, 0.0, 0.0
        return self.price_subtotal, self.price_total, self.sudo().profit

    def _get_hiding(self):
        """Return what any of these sections keeps from the client, as values of a line."""
        return {name: True for name in HIDING if any(self.mapped(name))}

    def _get_product_description(self):
        """Return how the product is described to the client, with its configuration."""
        description = self.product_id.get_product_multiline_description_sale()
        return description + self._get_configuration_description()

    @api.model
    def _with_no_quantity(self, vals):
        """Return ``vals`` of a new section or note without the quantity that lines start with."""
        return {**vals, 'quantity': 0.0} if vals.get('display_type') else vals
