"""Translations: names of Odoo's fields that the addon renames, and languages that come late."""

from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.modules.module_graph import ModuleGraph
from odoo.tools import SQL, mute_logger
from odoo.tools.translate import TranslationImporter, get_po_paths

#: The key of the languages, separated by commas, that the addon's records are translated into.
LOADED = 'sales_deals.loaded_languages'
#: The key of our advisory lock in the database.
LOCK = 7_325_191
#: XML ids, within a module, of Odoo's fields that the addon renames.
RENAMED_FIELDS = (
    'field_crm_lead__date_deadline',
    'field_crm_activity_report__date_deadline',
    'field_crm_lead__won_status',
)
#: Names and helps that several modules may translate, each for the same record.
LABELS = {
    'ir.model': ('name',),
    'ir.model.fields': ('field_description', 'help'),
    'ir.model.fields.selection': ('name',),
}


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Give renamed fields their new name, and Odoo's words the addon's, in every language.

        Odoo keeps the translation of the old name, as if a user had made it.
        """
        super()._load_module_terms(modules, langs, overwrite)
        if not {'crm', 'sales_deals'}.isdisjoint(modules):
            self._load_field_names('sales_deals', langs)
        self._replace_odoo_words(modules, langs)
        if 'sales_deals' in modules:
            self._set_loaded_languages(self._get_loaded_languages() | set(langs))

    def _register_hook(self):
        super()._register_hook()
        self._load_late_languages()

    @api.model
    def _load_late_languages(self):
        """Translate the addon's records into languages that have come without it.

        Odoo's command line loads languages when no addon is there yet but its own base, and
        passes over all records of other models.
        """
        installed = {code for code, _name in self.env['res.lang'].get_installed()}
        loaded = self._get_loaded_languages()
        if loaded - installed:
            # What is made while a language is away has to be translated when it comes back.
            self._set_loaded_languages(loaded & installed)
        if late := installed - loaded:
            self._load_for_all_workers(sorted(late))

    @api.model
    def _load_for_all_workers(self, langs):
        """Translate the addon's records, unless another worker that starts now does."""
        if not self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK))[0][0]:
            return
        try:
            with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                self._get('sales_deals')._update_translations(langs)
        except SerializationFailure:
            # Another worker has done so since we began.
            self.env.invalidate_all()

    @api.model
    def _get_loaded_languages(self):
        """Return the codes of the languages that the addon's records are translated into."""
        return set((self.env['ir.config_parameter'].sudo().get_param(LOADED) or '').split(','))

    @api.model
    def _set_loaded_languages(self, langs):
        if langs != self._get_loaded_languages():
            codes = ','.join(sorted(filter(None, langs)))
            self.env['ir.config_parameter'].sudo().set_param(LOADED, codes)

    @api.model
    def _load_field_names(self, module, langs):
        """Give the fields of ``RENAMED_FIELDS`` the names that a module's translations have."""
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            for path in get_po_paths(module, lang):
                names = {f'{module}.{name}' for name in RENAMED_FIELDS}
                importer.load_file(path, lang, xmlids=names)
        importer.save(force_overwrite=True)

    @api.model
    def _remove_deal_labels(self, langs):
        """Take back what the addon's files say of names of others' models and fields.

        Odoo fills in what a name has no translation for, and leaves it when the addon goes.
        """
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            for path in get_po_paths('sales_deals', lang):
                importer.load_file(path, lang)
        shared = set()
        for model, names in LABELS.items():
            for name in names:
                texts = importer.model_translations[model][name]
                shared |= self._remove_texts(self.env[model], name, texts)
        self.env.invalidate_all()
        self._load_texts(shared, langs)

    def _load_texts(self, xml_ids, langs):
        """Load translations of some records, module by module in the order of installation."""
        graph = ModuleGraph(self.env.cr)
        graph.extend(self.search([('state', '=', 'installed')]).mapped('name'))
        modules = {xml_id.partition('.')[0] for xml_id in xml_ids}
        for module in graph:
            if module.name in modules:
                importer = TranslationImporter(self.env.cr, verbose=False)
                for lang in langs:
                    for path in get_po_paths(module.name, lang):
                        importer.load_file(path, lang, xmlids=xml_ids)
                importer.save()

    def _remove_texts(self, records, name, texts):
        """Remove translations of records that other modules have, too.

        :param texts: XML id to a dictionary of language to translation
        :return: the XML ids that those modules have for them
        """
        rows = [
            SQL("(%s, %s, %s)", xml_id.partition('.')[2], lang, text)
            for xml_id, translations in texts.items()
            for lang, text in translations.items()
        ]
        if not rows:
            return set()
        query = SQL(
            """
            WITH text (xml_id, lang, value) AS (VALUES %(rows)s)
          , own AS (
                SELECT data.res_id, array_agg(text.lang) AS langs
                  FROM text
                  JOIN ir_model_data AS data ON data.module = 'sales_deals'
                       AND data.model = %(model)s AND data.name = text.xml_id
                  JOIN %(table)s AS label ON label.id = data.res_id
                       AND label.%(column)s ->> text.lang = text.value
              GROUP BY data.res_id)
          , done AS (
                UPDATE %(table)s AS label
                   SET %(column)s = %(column)s - own.langs
                  FROM own
                 WHERE label.id = own.res_id)
                SELECT other.module || '.' || other.name
                  FROM own
                  JOIN ir_model_data AS other ON other.module <> 'sales_deals'
                       AND other.model = %(model)s AND other.res_id = own.res_id
            """,
            rows=SQL(", ").join(rows),
            model=records._name,
            table=SQL.identifier(records._table),
            column=SQL.identifier(name),
        )
        return {xml_id for (xml_id,) in self.env.execute_query(query)}
