"""Translated names of Odoo's fields that the addon renames."""

from odoo import api, models
from odoo.tools.translate import TranslationImporter, get_po_paths

#: XML ids, within a module, of Odoo's fields that the addon renames.
RENAMED_FIELDS = ('field_crm_lead__date_deadline', 'field_crm_activity_report__date_deadline')


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Give renamed fields their new name in every language.

        Odoo keeps the translation of the old name, as if a user had made it.
        """
        super()._load_module_terms(modules, langs, overwrite)
        if not {'crm', 'sales_deals'}.isdisjoint(modules):
            self._load_field_names('sales_deals', langs)

    @api.model
    def _load_field_names(self, module, langs):
        """Give the fields of ``RENAMED_FIELDS`` the names that a module's translations have."""
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            for path in get_po_paths(module, lang):
                names = {f'{module}.{name}' for name in RENAMED_FIELDS}
                importer.load_file(path, lang, xmlids=names)
        importer.save(force_overwrite=True)
