"""Product combos: a line without a price, and a line for each item that was chosen."""

import json

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def _check_may_be_offered(self):
        """:raise UserError: also for a combo of which items are missing"""
        super()._check_may_be_offered()
        for line in self.line_ids:
            if line._is_combo() and not line._has_all_items():
                raise UserError(
                    self.env._(
                        "Choose the items of “%(combo)s” in “%(variant)s” first: without them it "
                        "has no price.",
                        combo=line.product_id.display_name,
                        variant=line.variant_id.name,
                    )
                )

    def _get_product_catalog_domain(self):
        # A card can't ask for the items.
        return super()._get_product_catalog_domain() & Domain('type', '!=', 'combo')

    def _get_catalog_lines(self, product_ids, section_id):
        lines = super()._get_catalog_lines(product_ids, section_id)
        return lines.filtered(lambda line: not line.linked_line_id)


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # By the names of Odoo's order line.
    combo_item_id = fields.Many2one('product.combo.item', index='btree_not_null')
    linked_line_id = fields.Many2one(
        'deal.variant.line',
        string="Combo",
        ondelete='cascade',
        index='btree_not_null',
        copy=False,
        help="The line of the combo of which this is an item.",
    )
    linked_line_ids = fields.One2many('deal.variant.line', 'linked_line_id', string="Combo Items")
    virtual_id = fields.Char(
        store=False, help="Names a combo among the lines that are made together with it."
    )
    linked_virtual_id = fields.Char(
        store=False, help="Names the combo of an item that is made together with it."
    )
    selected_combo_items = fields.Char(
        compute='_compute_selected_combo_items',
        inverse='_inverse_selected_combo_items',
        help="The items that are being chosen, as Odoo's dialogue tells them.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_selected_combo_items(self):
        self.selected_combo_items = False

    def _inverse_selected_combo_items(self):
        for line in self.filtered('selected_combo_items'):
            line._choose_items(json.loads(line.selected_combo_items))

    @api.depends('product_id')
    def _compute_tax_ids(self):
        combos = self.filtered(lambda line: line._is_combo())
        combos.tax_ids = False
        super(DealVariantLine, self - combos)._compute_tax_ids()

    @api.depends('combo_item_id', 'linked_line_id')
    def _compute_list_price(self):
        super()._compute_list_price()

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('combo_item_id', 'linked_line_id', 'product_id')
    def _check_combo_item(self):
        for line in self.filtered('combo_item_id'):
            combo, item = line.linked_line_id, line.combo_item_id
            is_offered = item.combo_id in combo.product_id.combo_ids
            if line.product_id == item.product_id and is_offered:
                continue
            raise ValidationError(
                self.env._(
                    "“%s” is not among the items of its combo. Choose the combo's items again.",
                    line.product_id.display_name,
                )
            )

    @api.constrains('product_id', 'held', 'held_value')
    def _check_combo_has_no_price(self):
        for line in self:
            if line._is_combo() and line.price_unit:
                raise ValidationError(
                    self.env._(
                        "The combo “%s” has no price of its own: set the prices of its items.",
                        line.product_id.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Combos come first: the prices of their items are parts of theirs."""
        places = [i for i, vals in enumerate(vals_list) if vals.get('linked_virtual_id')]
        if not places:
            lines = super().create(vals_list)
            lines.variant_id._keep_combos_together()
            return lines
        others = [i for i in range(len(vals_list)) if i not in set(places)]
        made = super().create([vals_list[i] for i in others])
        combos = {
            vals_list[i].get('virtual_id'): line for i, line in zip(others, made, strict=True)
        }
        items = super().create([_with_combo(vals_list[i], combos) for i in places])
        lines = dict(zip([*others, *places], [*made, *items], strict=True))
        return self.concat(*(lines[i] for i in range(len(vals_list))))

    def write(self, vals):
        if 'product_id' in vals:
            changed = self.filtered(lambda line: line.product_id.id != vals['product_id'])
            changed._drop_items()
        result = super().write(vals)
        shared = {name: vals[name] for name in ('quantity', 'is_optional') if name in vals}
        if shared and self.linked_line_ids:
            self.linked_line_ids.write(shared)
        if 'sequence' in vals and not self.env.context.get('deal_lines_bulk'):
            self.variant_id._keep_combos_together()
        return result

    def unlink(self):
        return super(DealVariantLine, self | self.linked_line_ids).unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_combos_as_a_whole(self):
        if self.env.context.get('deal_combo_changes'):
            return
        for line in self:
            if line.linked_line_id - self:
                raise UserError(
                    self.env._(
                        "“%(item)s” is part of “%(combo)s”. Edit the combo's configuration, or "
                        "delete the combo as a whole.",
                        item=line.product_id.display_name,
                        combo=line.linked_line_id.product_id.display_name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        return [
            {**vals, **line._prepare_combo_link()}
            for line, vals in zip(self, vals_list, strict=True)
        ]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _choose_items(self, chosen):
        """Make a line for each chosen item, in place of those that were there.

        :param chosen: list of dictionaries, as Odoo's dialogue tells them: ``combo_item_id``,
            ``product_id``, ``no_variant_attribute_value_ids``, ``product_custom_attribute_values``
        :raise ValidationError: when there is not one item for each choice
        """
        self.ensure_one()
        self._drop_items()
        if not chosen:
            return
        items = self.create([self._prepare_item_values(item) for item in chosen])
        if not self._has_all_items():
            raise ValidationError(
                self.env._("Choose one item for each choice of “%s”.", self.product_id.display_name)
            )
        items._move_behind(self)

    def _prepare_item_values(self, item):
        """Values of the line of an item of this combo."""
        return {
            'variant_id': self.variant_id.id,
            'linked_line_id': self.id,
            'sequence': self.sequence,
            'quantity': self.quantity,
            'is_optional': self.is_optional,
            'product_id': item['product_id'],
            'combo_item_id': item['combo_item_id'],
            'product_no_variant_attribute_value_ids': [
                Command.set(item['no_variant_attribute_value_ids'])
            ],
            'product_custom_attribute_value_ids': [
                Command.create(value) for value in item['product_custom_attribute_values']
            ],
        }

    def _prepare_copy(self, variant):
        return {**super()._prepare_copy(variant), **self._prepare_combo_link()}

    def _prepare_order_line_values(self, price_unit=None, discount=0.0):
        values = super()._prepare_order_line_values(price_unit, discount)
        return {**values, **self._prepare_combo_link()}

    def _prepare_combo_link(self):
        """What keeps a combo and its items together when lines are made of them."""
        self.ensure_one()
        if self.linked_line_id:
            link = {'linked_virtual_id': str(self.linked_line_id.id)}
            return {**link, 'combo_item_id': self.combo_item_id.id}
        return {'virtual_id': str(self.id)} if self._is_combo() else {}

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def web_resequence(self, specification, field_name='sequence', offset=0):
        """Lines that are moved one after the other are looked at when all have moved."""
        lines = self.with_context(deal_lines_bulk=True)
        super(DealVariantLine, lines).web_resequence(specification, field_name, offset)
        self.variant_id._keep_combos_together()
        return self.web_read(specification)

    def _get_sales_price(self):
        if self._is_combo():
            return 0.0
        if not self._is_item():
            return super()._get_sales_price()
        combo = self.linked_line_id
        return self._get_item_price(super(DealVariantLine, combo)._get_sales_price())

    def _get_rule_prices(self):
        """The combo's price, shared among its items; 0 for the combo itself."""
        items = self.filtered(lambda line: line._is_item())
        combos = items.linked_line_id
        prices = super(DealVariantLine, (self - items) | combos)._get_rule_prices()
        shared = {item: item._get_item_price(prices[item.linked_line_id]) for item in items}
        free = {line: 0.0 for line in self if line._is_combo()}
        own = {line: price for line, price in prices.items() if line in self}
        return {**own, **free, **shared}

    def _get_product_cost(self):
        return 0.0 if self._is_combo() else super()._get_product_cost()

    def _get_min_margin(self):
        return 0.0 if self._is_combo() else super()._get_min_margin()

    def _get_discounted_price(self):
        # Odoo gives the items of an order the discount of their combo, which has none.
        return None if self.linked_line_id or self._is_combo() else super()._get_discounted_price()

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _is_combo(self):
        return self.product_type == 'combo'

    def _is_item(self):
        return bool(self.combo_item_id and self.linked_line_id)

    def _has_all_items(self):
        """Whether there is one item for each of the combo's choices."""
        choices = [item.combo_item_id.combo_id for item in self.linked_line_ids]
        return len(choices) == len(self.product_id.combo_ids) and set(choices) == set(
            self.product_id.combo_ids
        )

    def _drop_items(self):
        self.linked_line_ids.with_context(deal_combo_changes=True).unlink()

    def _get_item_price(self, combo_price):
        """What this item costs in a combo of a price, with what the item itself adds to it."""
        item, variant = self.combo_item_id, self.variant_id
        share = self.linked_line_id._share_price(combo_price).get(item.combo_id, 0.0)
        extras = [
            (item.extra_price, item.currency_id),
            (self._get_price_extra(), self.product_id.currency_id),
        ]
        return share + sum(variant._convert(*extra) for extra in extras)

    def _share_price(self, price):
        """Share the combo's price among its choices, as Odoo's orders do.

        In proportion to the choices' base prices, rounded; the last one takes the difference.

        :return: dictionary of ``product.combo`` to its part
        """
        variant, combos = self.variant_id, self.product_id.combo_ids
        bases = [variant._convert(combo.base_price, combo.currency_id) for combo in combos]
        parts = [variant.currency_id.round(base * price / (sum(bases) or 1.0)) for base in bases]
        if parts:
            parts[-1] += price - sum(parts)
        return dict(zip(combos, parts, strict=True))


def _with_combo(vals, combos):
    """Values of an item that name the line of its combo."""
    combo = combos.get(vals['linked_virtual_id'])
    return {**vals, 'linked_line_id': combo.id if combo else False}
