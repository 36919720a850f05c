"""What of ours must be seen to when other apps come and go."""

from odoo import api, models
from odoo.tools.translate import TranslationImporter, get_po_paths

#: Fields of Odoo's that have another name with us, by the name of their reflection in a module.
RENAMED_FIELDS = ('field_crm_lead__date_deadline', 'field_crm_activity_report__date_deadline')


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    def write(self, vals):
        """When the app Dashboards has been installed, the deals' dashboard comes into it."""
        result = super().write(vals)
        if vals.get('state') == 'installed' and 'spreadsheet_dashboard' in self.mapped('name'):
            self.env['deal.dashboard'].sudo()._install()
        return result

    def _update_translations(self, filter_lang=None, overwrite=False):
        """With the Persian language comes the dashboard by Persian months."""
        result = super()._update_translations(filter_lang, overwrite)
        if 'fa_IR' in (filter_lang or ()):
            self.env['deal.dashboard'].sudo()._install()
        return result

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """What we call by another name than Odoo has that name in every language.

        Odoo keeps the translation of the old name, as if a user had made it.
        """
        super()._load_module_terms(modules, langs, overwrite)
        if not {'crm', 'sales_deals'}.isdisjoint(modules):
            self._load_field_names('sales_deals', langs)

    @api.model
    def _load_field_names(self, module, langs):
        """Name the fields of `RENAMED_FIELDS` as a module does."""
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            for path in get_po_paths(module, lang):
                names = {f'{module}.{name}' for name in RENAMED_FIELDS}
                importer.load_file(path, lang, xmlids=names)
        importer.save(force_overwrite=True)

    def module_uninstall(self):
        """Deals' aliases that accept employees keep doing so without the app Employees.

        Odoo would delete such an alias; of a team it can't, and lets everybody write to it then.
        """
        names = set(self.mapped('name'))
        if 'hr' in names:
            self.env['mail.alias'].sudo()._replace_employees_contact(
                'partners' if 'sales_deals' in names else 'internal_users'
            )
        return super().module_uninstall()
