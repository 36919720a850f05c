"""Views of the addon give way where a customer's view has taken away the element beside theirs."""

import logging

from lxml import etree

from odoo import models

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
