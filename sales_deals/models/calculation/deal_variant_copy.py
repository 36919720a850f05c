"""Copy lines into a variant from quotation templates, other variants and past orders."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from . import deal_variant, deal_variant_line  # noqa: F401 (extended below)


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    def get_copy_domain(self, model):
        """Return from which records of a model lines may be copied into this variant.

        :param str model: one of :meth:`_get_copy_sources`
        :return: list, for a search as the user
        """
        self.ensure_one()
        if model not in (sources := self._get_copy_sources()):
            raise AccessError(self.env._("You can't copy from some of these."))
        return sources[model]

    def copy_lines_from(self, model, ids):
        """Add the lines of some records behind those of this variant.

        Lines keep what they hold; held amounts are converted to this variant's currency at its
        date. Lines that hold nothing follow this variant's price list. What products cost is
        taken anew, but for costs that were entered by hand.

        :param str model: one of :meth:`_get_copy_sources`
        :param list ids: of records that the user may read
        :return: ids of the new lines
        :raise AccessError: when one of the records is none that may be copied from
        :raise UserError: when there is nothing to copy, or a rate is missing
        """
        self.ensure_one()
        domain = Domain(self.get_copy_domain(model)) & Domain('id', 'in', ids)
        # In the order in which they were chosen.
        sources = self.env[model].browse(list(dict.fromkeys(ids)))
        if sources - sources.search(domain):
            raise AccessError(self.env._("You can't copy from some of these."))
        values = [line for source in sources for line in source._prepare_deal_variant_lines(self)]
        if not values:
            raise UserError(self.env._("There are no lines to copy."))
        return self._add_lines(values).ids

    def _get_copy_sources(self):
        """Return what lines may be copied from.

        To be extended by models that know ``_prepare_deal_variant_lines(variant)``.

        :return: dictionary of model to the domain of its records
        """
        self.ensure_one()
        in_company = [('company_id', 'in', [False, self.company_id.id])]
        return {
            'sale.order.template': in_company,
            'deal.variant': [('company_id', '=', self.company_id.id), ('id', '!=', self.id)],
            'sale.order': [
                ('company_id', '=', self.company_id.id),
                ('state', '!=', 'cancel'),
                ('partner_id', 'child_of', self.partner_id.commercial_partner_id.ids),
            ],
        }

    def _add_lines(self, vals_list):
        """Create lines behind the others.

        :param vals_list: dictionaries for ``deal.variant.line.create``, without variant and
            sequence; costs may be in them for every user
        """
        self.ensure_one()
        self.check_access('write')
        lines = self.env['deal.variant.line']
        lines.check_access('create')
        first = self._get_next_sequence()
        made = lines.sudo().create(
            [
                {**values, 'variant_id': self.id, 'sequence': sequence}
                for sequence, values in enumerate(vals_list, first)
            ]
        )
        return made.sudo(self.env.su)

    def _adapt_price(self, price, currency, product, taxes, uom):
        """Convert a unit price from elsewhere: its currency and included taxes.

        :param price: in ``currency``, with what ``taxes`` include
        :return: the price in the variant's currency at its date, with what the taxes that its
            fiscal position gives to the product include
        """
        self.ensure_one()
        of_product = product.taxes_id._filter_taxes_by_company(self.company_id)
        return taxes._adapt_price_unit_to_another_taxes(
            self._convert(price, currency),
            product,
            taxes,
            self.fiscal_position_id.map_tax(of_product),
            product_uom=uom,
        )

    def _prepare_deal_variant_lines(self, variant):
        """Prepare the values of this variant's lines as lines of another one.

        :return: list of dictionaries for ``deal.variant.line.create``
        """
        self.ensure_one()
        # What was left of another total has no place in this one.
        lines = self.line_ids.sorted() - self._get_rounding_lines()
        return [line._prepare_copy(variant) for line in lines]


class DealVariantLine(models.Model):
    _inherit = 'deal.variant.line'

    def _prepare_copy(self, variant):
        """Prepare the values of this line as a line of another variant.

        To be extended by whoever adds fields to calculation lines.

        :return: dictionary for ``deal.variant.line.create``; a cost may be in it for every user
        """
        self.ensure_one()
        if self.display_type:
            return {
                'display_type': self.display_type,
                'name': self.name,
                'is_optional': self.is_optional,
                **self._get_hiding(),
            }
        line = self.sudo()
        values = {
            'product_id': line.product_id.id,
            'name': line.name,
            'quantity': line.quantity,
            'uom_id': line.uom_id.id,
            'is_optional': line.is_optional,
            'is_locked': line.is_locked,
            'extra_tax_data': line.extra_tax_data,
            **line._prepare_hold_in(variant),
            **self._prepare_configuration(),
            **self._prepare_combo_link(),
        }
        if line.is_cost_typed:
            values['cost'] = variant._convert(line.cost, line.currency_id)
        if line.is_list_price_typed:
            values['list_price'] = line._get_price_in(variant, line.list_price)
        return values

    def _prepare_hold_in(self, variant):
        """Prepare what the line holds, in the currency and with the taxes of another variant.

        It is the price where the same figure can't be held there, because the product has no cost
        or no list price.
        """
        product = self.product_id.with_company(variant.company_id)
        listed = self._get_sales_price_of_product()
        bases = {'discount': listed, 'margin': product.standard_price}
        bases['markup'] = bases['margin']
        if self.is_list_price_typed:
            bases['discount'] = self.list_price
        if self.is_cost_typed:
            bases['margin'] = bases['markup'] = self.cost
        if self.held == 'price' or not bases.get(self.held, True):
            return {'held': 'price', 'held_value': self._get_price_in(variant, self.price_unit)}
        value = self.held_value
        if self.held == 'profit':
            value = variant._convert(value, self.currency_id)
        return {'held': self.held, 'held_value': value}

    def _get_price_in(self, variant, price):
        """Return a price of the line in the currency and with the taxes of another variant."""
        return variant._adapt_price(
            price, self.currency_id, self.product_id, self.tax_ids, self.uom_id
        )
