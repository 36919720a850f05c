"""Whom the group of costs comes to by another group."""

from odoo import api, models

from .deal_variant import COST_GROUP


class ResGroups(models.Model):
    _inherit = 'res.groups'

    def _register_hook(self):
        super()._register_hook()
        self._close_deal_costs()

    @api.model
    def _close_deal_costs(self):
        """Take the group of costs from groups whose members may not read what products cost.

        An addon of others may give Odoo's field to a group of its own, before ours is installed
        or later. What it closes may not be learnt from calculations: then this group brings
        the group of costs with it, instead of those by which salespeople have it.
        """
        group = self.env.ref(COST_GROUP, raise_if_not_found=False)
        field = self.env['product.product']._fields['standard_price']
        if not group or not field.groups:
            return
        readers = self._get_group_definitions().parse(field.groups, raise_if_not_found=False)
        internal = self.env.ref('base.group_user')
        closed = group.implied_by_ids.filtered(
            lambda other: not readers.matches((other | other.all_implied_ids | internal).ids)
        )
        if closed:
            closed.implied_ids -= group
            self._get_cost_readers(field).implied_ids += group

    @api.model
    def _get_cost_readers(self, field):
        """Return the groups that a field is given to."""
        names = [name for name in field.groups.split(',') if not name.startswith('!')]
        found = [self.env.ref(name.strip(), raise_if_not_found=False) for name in names]
        return self.union(*filter(None, found))
