"""Translate what processes have from ready sets when a language comes."""

from odoo import api, models


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Translate also the texts of ready sets, whose records have no XML ids."""
        super()._load_module_terms(modules, langs, overwrite)
        if 'sales_deals' in modules:
            # Whoever may install languages need not have rights on processes.
            self.env['deal.process'].sudo()._translate_ready_sets(langs)
