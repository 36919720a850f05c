"""Figures typed into a line, and which of them the line holds."""

import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ...tools.pricing import arithmetic
from . import deal_variant_line  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP
from .deal_variant_line_secrecy import COST_FIGURES

# What a user may type, and what the line then holds.
HOLD_OF_FIELD = {
    'price_unit': 'price',
    'discount': 'discount',
    'markup': 'markup',
    'margin': 'margin',
    'profit': 'profit',
}
# What figures are computed from. A form sends figures that follow from them along with them.
FACTS = {
    'product_id',
    'product_no_variant_attribute_value_ids',
    'uom_id',
    'quantity',
    'cost',
    'list_price',
    'tax_ids',
    'variant_id',
}


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'
    _deal_fields_without_defaults = frozenset(
        (
            *HOLD_OF_FIELD,
            'held',
            'held_value',
            'cost',
            'is_cost_typed',
            'list_price',
            'is_list_price_typed',
            'typed_uom_id',
            'extra_tax_data',
        )
    )

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    held = fields.Selection(
        [
            ('pricelist', "Price list"),
            ('price', "Price held"),
            ('discount', "Discount held"),
            ('markup', "Markup held"),
            ('margin', "Margin held"),
            ('profit', "Profit held"),
        ],
        string="Holds",
        default='pricelist',
        required=True,
        help="What stays as it was typed when cost, quantity or price list change. “Price list” "
        "follows the price list, “Profit held” the profit of the whole line.",
    )
    held_value = fields.Float(
        digits=False,
        groups=COST_GROUP,
        help="What was typed: the figure that is held. It may be a margin.",
    )

    is_cost_typed = fields.Boolean(
        string="Cost Typed",
        groups=COST_GROUP,
        help="The cost was entered by hand: it stays when rates change.",
    )

    # ------------------------------------------------------------
    # ONCHANGE
    # ------------------------------------------------------------

    @api.onchange('price_unit')
    def _onchange_price_unit(self):
        return self._hold_typed('price_unit')

    @api.onchange('discount')
    def _onchange_discount(self):
        return self._hold_typed('discount')

    @api.onchange('markup')
    def _onchange_markup(self):
        return self._hold_typed('markup')

    @api.onchange('margin')
    def _onchange_margin(self):
        return self._hold_typed('margin')

    @api.onchange('profit')
    def _onchange_profit(self):
        return self._hold_typed('profit')

    @api.onchange('cost')
    def _onchange_cost(self):
        self.is_cost_typed = self._differs_from_product_cost()

    @api.onchange('cost', 'quantity', 'list_price', 'product_id', 'uom_id')
    def _onchange_facts(self):
        self.filtered(lambda line: line._has_other_product())._release_figures_of_costs()
        self._release_profits()
        self._release_impossible()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_follow_pricelist(self):
        """Forget what was typed: the lines follow the price list again."""
        self.write({'held': 'pricelist'})

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def onchange(self, values, field_names, fields_spec):
        """Tell taxes that a line is being typed; leave out what has not changed.

        See ``account.tax._compute_has_negative_factor`` for the context.
        """
        typed = self.with_context(deal_line_typing=True)
        values, field_names = self._with_hidden(values, field_names)
        fields_spec = self._without_unchanged(fields_spec, {*values, *field_names})
        return super(DealVariantLine, typed).onchange(values, field_names, fields_spec)

    def web_save(self, vals, specification, next_id=None):
        typed = self.with_context(deal_line_typing=True)
        return super(DealVariantLine, typed).web_save(vals, specification, next_id)

    # ------------------------------------------------------------
    # WHAT A LINE HOLDS
    # ------------------------------------------------------------

    def _get_held_price(self):
        """Return the price at which the held figure has its value, or a refusal."""
        self.ensure_one()
        if self._hides_what_it_holds():
            return arithmetic.Refusal('not_a_number')
        # What is held is computed with for everybody, and read by the group only.
        return self._get_price_for(self.held, self.sudo().held_value)

    def _why_impossible(self):
        """Return why the held figure cannot be held any more, or False."""
        if self.display_type or self.held == 'pricelist':
            return False
        price = self._get_held_price()
        return isinstance(price, arithmetic.Refusal) and price.reason

    def _release_impossible(self):
        """Hold the price where the held figure has become impossible."""
        for line in self:
            if line._why_impossible():
                line._hold_price(line.price_unit)

    def _hold_price(self, price):
        # Written for whoever may change the line, and may not write this field.
        line = self.sudo().with_context(deal_lines_bulk=True)
        line.update({'held': 'price', 'held_value': price})

    def _differs_from_product_cost(self):
        return bool(float_compare(self.sudo().cost, self._get_product_cost(), precision_digits=6))

    def _forget_undo(self):
        """Drop what these lines held before a total was set: it was of another product."""
        for variant, lines in self.grouped('variant_id').items():
            kept = {
                key: held
                for key, held in (variant.sudo().total_undo or {}).items()
                if key not in map(str, lines.ids)
            }
            if variant.sudo().total_undo:
                variant.sudo().total_undo = kept or False

    # ------------------------------------------------------------
    # COSTS
    # ------------------------------------------------------------

    def _forget_typed_amounts(self):
        """Let costs and list prices be the product's: those that were typed were of another."""
        lines = self.sudo().with_context(deal_lines_bulk=True)
        lines.filtered('is_cost_typed').is_cost_typed = False
        lines.filtered('is_list_price_typed').is_list_price_typed = False

    def _mark_typed_costs(self):
        """Remember which costs were entered by hand, not computed from the product."""
        for line in self.sudo().with_context(deal_lines_bulk=True):
            if line.is_cost_typed != (typed := line._differs_from_product_cost()):
                line.is_cost_typed = typed

    # ------------------------------------------------------------
    # TYPING IN A FORM
    # ------------------------------------------------------------

    def _hold_typed(self, name):
        """Hold what the user typed into a field, or say why not and leave the line as it was."""
        figure, value = HOLD_OF_FIELD[name], self[name]
        if self._is_computed_value(name, value):
            return None
        price = self._get_price_for(figure, value or 0.0)
        if isinstance(price, arithmetic.Refusal):
            self.sudo()._compute_pricing()  # as Odoo computes it, for all
            return {
                'warning': {
                    'title': self.env._("This can't be calculated"),
                    'message': self._get_refusal_message(price.reason),
                }
            }
        # What was typed is held, also by those who may not read all that a line may hold.
        self.sudo().update({'held': figure, 'held_value': value or 0.0})
        return None

    def _is_computed_value(self, name, value):
        """Return whether a value is what the line has anyway: it was computed, not typed."""
        price = self._get_pricelist_prices().get(self) if self.held == 'pricelist' else None
        price = self._get_held_price() if price is None else price
        if isinstance(price, arithmetic.Refusal):
            return False
        if name == 'price_unit':
            return value == price
        figures = self._get_figures(price, self._get_amounts(price)[0])
        return (value or 0.0) == (getattr(figures, name) or 0.0)

    # ------------------------------------------------------------
    # CREATE AND WRITE
    # ------------------------------------------------------------

    def _settle_new(self, vals_list, typed_list):
        """Mark typed costs of new lines, and check the figures that were typed.

        :param list typed_list: for each line what :meth:`_get_typed` gave
        :raise ValidationError: for figures that can't be held, or disagree
        """
        self.browse(
            line.id for line, vals in zip(self, vals_list, strict=True) if 'cost' in vals
        )._mark_typed_costs()
        self.browse(
            line.id
            for line, vals in zip(self, vals_list, strict=True)
            if 'list_price' in vals and 'is_list_price_typed' not in vals
        )._mark_typed_list_prices()
        self._price_copied_holds()
        for line, typed in zip(self, typed_list, strict=True):
            line._check_typed(typed)

    def _write_typed(self, vals):
        """Write facts, and hold the figures that were typed along with them.

        :raise ValidationError: for figures that can't be held, or disagree
        """
        self._check_may_type(vals)
        if 'product_id' in vals:
            changed = self.filtered(lambda line: line.product_id.id != vals['product_id'])
            # What follows from another product is written as superuser.
            changed.check_access('write')
            changed._release_figures_of_costs()
            changed._forget_undo()
            changed._forget_typed_amounts()
        if FACTS & set(vals):
            self._release_profits()
        typed, facts = self._get_typed(vals), self._without_figures(vals)
        if self._may_be_computed(vals, typed):
            self._write_facts(facts)
            typed, facts = self._without_computed(typed), {}
        hold = self._get_hold(vals, typed)
        self._write_hold(hold)
        result = self._write_facts(facts, hold)
        if 'cost' in vals and 'is_cost_typed' not in vals:
            self._mark_typed_costs()
        if 'list_price' in vals and 'is_list_price_typed' not in vals:
            self._mark_typed_list_prices()
        for line in self if typed else ():
            line._check_typed(typed)
        self._release_impossible()
        return result

    def _check_may_type(self, vals):
        """Raise AccessError for a figure that the user may not see, typed or held.

        :raise ValidationError: for what no line can hold
        """
        if 'held' in vals and vals['held'] not in self._fields['held'].get_values(self.env):
            raise ValidationError(self.env._("Choose what the line holds: price, discount, ..."))
        figures = ({*HOLD_OF_FIELD, 'held', 'held_value'} & set(vals)) | (
            {vals.get('held')} & COST_FIGURES
        )
        for name in figures:
            self._check_field_access(self._fields[name], 'write')

    @api.model
    def _get_typed(self, vals):
        """Return the figures among ``vals``, by what they hold.

        :return: dictionary of figure to value
        """
        return {
            figure: vals[name] or 0.0
            for name, figure in HOLD_OF_FIELD.items()
            if name in vals and not vals.get('display_type')
        }

    @api.model
    def _without_figures(self, vals):
        """Return ``vals`` without figures and what is held: these are computed or set apart."""
        if vals.get('display_type'):
            return vals
        left_out = {*HOLD_OF_FIELD, 'held', 'held_value'}
        return {name: value for name, value in vals.items() if name not in left_out}

    def _get_hold(self, vals, typed):
        """Return what a line of ``vals``, or this one, holds from now on.

        :param dict typed: figure to value
        :return: dictionary with ``held`` and ``held_value``, as far as they change
        """
        given = {name: vals[name] for name in ('held', 'held_value') if name in vals}
        if given.get('held') == 'pricelist':
            return {'held': 'pricelist', 'held_value': 0.0}
        if not typed or 'held_value' in given:
            return given
        held = given.get('held') or (len(self) == 1 and self.held)
        figure = held if held in typed else next(iter(typed))
        return {'held': figure, 'held_value': typed[figure]}

    @api.model
    def _with_hold(self, vals):
        """Return ``vals`` of a new line in which what was typed is held."""
        self._check_may_type(vals)
        return {
            **self._without_figures(vals),
            **self.browse()._get_hold(vals, self._get_typed(vals)),
        }

    def _write_hold(self, hold):
        """Write what the lines hold, also for users who may not read it.

        Where no value is given, they hold what they have.
        """
        if not hold:
            return
        self.check_access('write')
        lines = self.sudo().with_context(deal_lines_bulk=True)
        if 'held_value' in hold:
            lines.write(hold)
            return
        name = next(name for name, figure in HOLD_OF_FIELD.items() if figure == hold['held'])
        for line in lines:
            line.write({**hold, 'held_value': line[name] or 0.0})

    def _may_be_computed(self, vals, typed):
        """Return whether a form may have computed the figures, from facts that it changed."""
        says_held = {'held', 'held_value'} & set(vals)
        return bool(len(self) == 1 and typed and FACTS & set(vals) and not says_held)

    def _without_computed(self, typed):
        """Return ``typed``, or nothing if its figures are what the line has anyway."""
        line = self.sudo()
        computed = all(
            math.isclose(line[name] or 0.0, typed[figure], rel_tol=1e-9, abs_tol=1e-9)
            for name, figure in HOLD_OF_FIELD.items()
            if figure in typed
        )
        return {} if computed else typed

    def _check_typed(self, typed):
        """Raise ValidationError for a figure that cannot be held, or figures that disagree."""
        self.ensure_one()
        if not typed or self.display_type:
            return
        if reason := self._why_impossible():
            raise ValidationError(self._get_refusal_message(reason))
        for figure, value in typed.items():
            if not self._agrees(figure, value):
                raise ValidationError(
                    self.env._(
                        "The figures of “%(line)s” don't agree: price, discount, markup, margin "
                        "and profit describe one price. Give one of them.",
                        line=self.name or self.product_id.display_name,
                    )
                )

    def _agrees(self, figure, value):
        """Return whether a figure describes the line's price, within rounding.

        Either the figures are the same as a user sees them (two decimals, of percent too), or
        the net amounts differ by no more than the currency's smallest unit.
        """
        name = next(name for name, hold in HOLD_OF_FIELD.items() if hold == figure)
        scale = 10000 if figure in ('markup', 'margin') else 100
        if abs((self.sudo()[name] or 0.0) - value) * scale <= 1.0:
            return True
        price = self._get_price_for(figure, value)
        if isinstance(price, arithmetic.Refusal):
            return False
        rounding = self.currency_id.rounding
        return abs(self._get_amounts(price)[0] - self.price_subtotal) <= rounding * 1.01

    @api.model
    def _get_refusal_message(self, reason):
        return {
            'markup_without_cost': self.env._(
                "A markup needs a cost: this line's cost is 0. Enter the cost first, or type the "
                "unit price."
            ),
            'margin_without_cost': self.env._(
                "A margin can't be held at a cost of 0: any price would have a margin of 100%. "
                "Enter the cost first, or type the unit price."
            ),
            'margin_of_100': self.env._(
                "A margin of 100% or more can't be reached by any price. Type less than 100%."
            ),
            'discount_without_list_price': self.env._(
                "A discount needs a list price: this line's is 0. Type the unit price instead."
            ),
            'discount_above_100': self.env._("A discount can't be more than 100%."),
            'profit_without_quantity': self.env._(
                "A profit needs a quantity: this line's is 0. Enter the quantity first."
            ),
            'not_a_number': self.env._("Type a number."),
        }[reason]
