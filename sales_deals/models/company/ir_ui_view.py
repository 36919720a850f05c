"""Views of the addon give way where a customer's view has taken away the element beside theirs."""

import logging
import re

from lxml import etree

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Where the addon's views are kept, as Odoo stores it.
FOLDER = 'sales_deals/'


class IrUiView(models.Model):
    _inherit = 'ir.ui.view'

    def apply_inheritance_specs(self, source, specs_tree, pre_locate=None):
        """Apply what has a place in the parent view; leave out the rest of the addon's views.

        A customer may take away any element of Odoo's views. Without this, nobody could open a
        deal then.
        """
        if not (self.arch_fs or '').startswith(FOLDER):
            return super().apply_inheritance_specs(source, specs_tree, pre_locate=pre_locate)
        for spec in list(specs_tree) if specs_tree.tag == 'data' else [specs_tree]:
            if self._has_deal_place(source, spec):
                source = super().apply_inheritance_specs(source, spec, pre_locate=pre_locate)
        return source

    def _has_deal_place(self, source, spec):
        """Drop from a specification what it would move from a place that is gone.

        :return: whether the specification itself has a place in the parent view
        """
        if not isinstance(spec.tag, str):
            return False
        if self.locate_node(source, spec) is None:
            _logger.info("View %s leaves out %s", self.name, etree.tostring(spec)[:200])
            return False
        for moved in spec.findall('*[@position="move"]'):
            if self.locate_node(source, moved) is None:
                spec.remove(moved)
        return True

    @api.model
    def _archive_views_of_deals(self):
        """Archive customers' views that need an element or a field of the addon, which goes.

        Odoo would keep them, and then open none of the views that they extend.
        """
        own = self.with_context(active_test=False).search([('arch_fs', '=like', f'{FOLDER}%')])
        customers = self.search(
            [
                ('arch_fs', '=', False),
                ('inherit_id', '!=', False),
                ('model', 'in', own.inherit_id.mapped('model')),
            ],
            order='priority, id',
        )
        # What does not open as it is stays as it is: the addon is not the reason.
        customers = customers.filtered(lambda view: view._is_sound())
        self._set_active_in_sql(own | customers, False)
        names = re.compile(rf'\b(?:{"|".join(self._get_deal_field_names())})\b')
        for view in customers:
            self._set_active_in_sql(view, True)
            if names.search(view.arch_db) or not view._is_sound():
                self._set_active_in_sql(view, False)
                _logger.warning("View %s (%s) needs Sales Deals: archived", view.id, view.name)

    @api.model
    def _set_active_in_sql(self, views, active):
        """Archive views or bring them back, in SQL: Odoo would check each with all others."""
        if views:
            query = "UPDATE ir_ui_view SET active = %s WHERE id IN %s"
            self.env.cr.execute(SQL(query, active, views._ids))
            views.invalidate_recordset(['active'])

    def _is_sound(self):
        try:
            self._check_xml()
        except (ValidationError, ValueError):
            return False
        return True

    @api.model
    def _get_deal_field_names(self):
        """Return the names of the fields that the addon adds to others' models."""
        return {
            field.name
            for model in self.env.registry.values()
            if model._original_module != 'sales_deals'
            for field in model._fields.values()
            if set(field._modules) == {'sales_deals'}
        }
