"""Compile templates that are not views once, if the context asks for it."""

from lxml import etree

from odoo import models


class IrQweb(models.AbstractModel):
    _inherit = 'ir.qweb'

    def _generate_code_uncached(self, template):
        compiled = self.env.context.get('deal_compiled_templates')
        if compiled is None or not isinstance(template, etree._Element):
            return super()._generate_code_uncached(template)
        if template not in compiled:
            compiled[template] = super()._generate_code_uncached(template)
        return compiled[template]
