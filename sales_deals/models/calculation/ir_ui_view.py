"""Leave closed costs out of views, which must not show a field that the user may not read."""

from odoo import models

from .base import VALUATION_FIELDS

#: Attribute by which a view that is kept for all users marks what some must not see.
MARK = 'deal_cost_of'


class IrUiView(models.Model):
    _inherit = 'ir.ui.view'

    def _postprocess_tag_field(self, node, name_manager, node_info):
        super()._postprocess_tag_field(node, name_manager, node_info)
        self._mark_deal_cost(node, name_manager.model, node.get('name'))

    def _postprocess_tag_label(self, node, name_manager, node_info):
        super()._postprocess_tag_label(node, name_manager, node_info)
        self._mark_deal_cost(node, name_manager.model, node.get('for'))

    def _mark_deal_cost(self, node, model, name):
        guarded = getattr(model, '_deal_cost_fields', ())
        if name in guarded or name in VALUATION_FIELDS.get(model._name, ()):
            node.set(MARK, model._name)

    def _postprocess_access_rights(self, tree):
        tree = super()._postprocess_access_rights(tree)
        marked = tree.xpath(f'//*[@{MARK}]')
        if marked:
            denied = self.env.user._is_denied_costs(self.env.companies._ids)
            for node in marked:
                del node.attrib[MARK]
                if denied and not self.env.su:
                    self._remove_with_brackets(node)
        return tree

    def _remove_with_brackets(self, node):
        """Remove a node, and an element around it that has nothing else but brackets."""
        parent = node.getparent()
        parent.remove(node)
        if parent.tag in ('div', 'span') and not len(parent) and parent.getparent() is not None:
            parent.getparent().remove(parent)
