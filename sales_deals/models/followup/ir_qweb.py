"""Compile templates that are not views once, if the context asks for it."""

from lxml import etree

from odoo import models


class CompiledTemplates(dict):
    """Templates that are read and compiled, for one rendering of many messages."""

    @classmethod
    def of(cls, env):
        """Return those in the context; None for what is not ours, which a client could send."""
        compiled = env.context.get('deal_compiled_templates')
        return compiled if isinstance(compiled, cls) else None


class IrQweb(models.AbstractModel):
    _inherit = 'ir.qweb'

    def _generate_code_uncached(self, template):
        compiled = CompiledTemplates.of(self.env)
        if compiled is None or not isinstance(template, etree._Element):
            return super()._generate_code_uncached(template)
        if template not in compiled:
            compiled[template] = super()._generate_code_uncached(template)
        return compiled[template]
