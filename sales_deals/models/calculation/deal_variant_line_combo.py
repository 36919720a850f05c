"""Product combos: a line without a price, and a line for each item that was chosen."""

import json

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    def _check_combos_are_complete(self):
        """Raise UserError when items of a combo are missing."""
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

    @api.constrains('linked_line_id', 'variant_id')
    def _check_combo_is_of_variant(self):
        for line in self:
            if line.linked_line_id and line.linked_line_id.variant_id != line.variant_id:
                raise ValidationError(
                    self.env._("An item of a combo is in the same calculation as the combo.")
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

    @api.model
    def _create_combos_first(self, vals_list):
        """Create lines, combos before their items: the items' prices are parts of theirs."""
        places = [i for i, vals in enumerate(vals_list) if vals.get('linked_virtual_id')]
        if not places:
            lines = self._create_batch(vals_list)
            lines.variant_id._keep_combos_together()
            return lines
        others = [i for i in range(len(vals_list)) if i not in set(places)]
        made = self._create_batch([vals_list[i] for i in others])
        combos = {
            vals_list[i].get('virtual_id'): line for i, line in zip(others, made, strict=True)
        }
        items = self._create_batch([_with_combo(vals_list[i], combos) for i in places])
        lines = dict(zip([*others, *places], [*made, *items], strict=True))
        return self.browse().concat(*(lines[i] for i in range(len(vals_list))))

    def _drop_items_of_other_product(self, vals):
        """Delete the items of combos to which ``vals`` give another product."""
        if 'product_id' in vals:
            changed = self.filtered(lambda line: line.product_id.id != vals['product_id'])
            changed._drop_items()

    def _update_items(self, vals):
        """Let the items of combos follow what was written into these."""
        shared = {name: vals[name] for name in ('quantity', 'is_optional') if name in vals}
        if shared and self.linked_line_ids:
            self.linked_line_ids.write(shared)
        if 'sequence' in vals and not self.env.context.get('deal_lines_bulk'):
            self.variant_id._keep_combos_together()

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
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def web_resequence(self, specification, field_name='sequence', offset=0):
        """Put combos together again when all lines have moved, not after each."""
        lines = self.with_context(deal_lines_bulk=True)
        super(DealVariantLine, lines).web_resequence(specification, field_name, offset)
        self.variant_id._keep_combos_together()
        return self.web_read(specification)

    # ------------------------------------------------------------
    # ITEMS
    # ------------------------------------------------------------

    def _choose_items(self, chosen):
        """Create a line for each chosen item, in place of those that were there.

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
        """Prepare the values of the line of an item of this combo."""
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

    def _prepare_combo_link(self):
        """Prepare what keeps a combo and its items together when lines are made of them."""
        self.ensure_one()
        if self.linked_line_id:
            link = {'linked_virtual_id': str(self.linked_line_id.id)}
            return {**link, 'combo_item_id': self.combo_item_id.id}
        return {'virtual_id': str(self.id)} if self._is_combo() else {}

    def _is_combo(self):
        return self.product_type == 'combo'

    def _is_item(self):
        return bool(self.combo_item_id and self.linked_line_id)

    def _has_all_items(self):
        """Return whether there is one item for each of the combo's choices."""
        choices = [item.combo_item_id.combo_id for item in self.linked_line_ids]
        return len(choices) == len(self.product_id.combo_ids) and set(choices) == set(
            self.product_id.combo_ids
        )

    def _drop_items(self):
        self.linked_line_ids.with_context(deal_combo_changes=True).unlink()

    # ------------------------------------------------------------
    # PRICES
    # ------------------------------------------------------------

    def _get_rule_prices_with_combos(self):
        """Return what the price list says: a combo's price is shared among its items.

        :return: dictionary of line to unit price, 0 for combos; see :meth:`_get_rule_prices`
        """
        items = self.filtered(lambda line: line._is_item())
        combos = items.linked_line_id
        prices = ((self - items) | combos)._get_rule_prices_with_extras()
        shared = {item: item._get_item_price(prices[item.linked_line_id]) for item in items}
        free = {line: 0.0 for line in self if line._is_combo()}
        own = {line: price for line, price in prices.items() if line in self}
        return {**own, **free, **shared}

    def _get_item_price(self, combo_price):
        """Return the item's part of its combo's price, and what the item itself adds."""
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
    """Return values of an item that name the line of its combo."""
    combo = combos.get(vals['linked_virtual_id'])
    return {**vals, 'linked_line_id': combo.id if combo else False}
