"""Words of Odoo that the addon says in another way, so that one thing has one word."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import TranslationImporter

from . import ir_module_module  # noqa: F401 (extended below)
from .odoo_words import read_words, read_words_of_odoo


class IrModuleModule(models.Model):
    _inherit = 'ir.module.module'

    @api.model
    def _replace_odoo_words(self, modules, langs):
        """Write the addon's words where Odoo's, or none, stand; keep what somebody has typed.

        :param modules: names of the modules whose words are replaced; all with the addon's
        """
        for lang in langs:
            words = {
                word: text
                for word, text in self._get_words(lang).items()
                if word.module in modules or 'sales_deals' in modules
            }
            odoo = read_words_of_odoo({word.module for word in words}, lang)
            changes = [(word, (odoo.get(word), word.source), words[word]) for word in words]
            self._write_odoo_words(lang, changes)

    @api.model
    def _restore_odoo_words(self, langs):
        """Write Odoo's words where the addon's stand."""
        for lang in langs:
            words = self._get_words(lang)
            odoo = read_words_of_odoo({word.module for word in words}, lang)
            changes = [
                (word, (text,), None if word.is_made_later else odoo.get(word))
                for word, text in words.items()
            ]
            self._write_odoo_words(lang, changes)

    @api.model
    def _get_words(self, lang):
        """Return the texts of Odoo's records in the addon's words.

        Stages have their names from the business once it works with them.
        """
        words = read_words(lang)
        if not self.env.execute_query(SQL("SELECT EXISTS (SELECT FROM crm_lead)"))[0][0]:
            return words
        return {word: text for word, text in words.items() if word.model != 'crm.stage'}

    def _write_odoo_words(self, lang, changes):
        """Change translations of records.

        :param changes: list of :class:`Word`, the texts that are replaced, and the new one;
            None removes the translation
        """
        self.env.flush_all()
        groups = defaultdict(list)
        for change in changes:
            word = change[0]
            if word.model in self.env and word.field in self.env[word.model]._fields:
                groups[word.is_term, word.model, word.field].append(change)
        for (is_term, model, field), group in groups.items():
            if is_term:
                self._write_odoo_terms(lang, self.env[model], field, group)
            else:
                self._write_odoo_texts(lang, self.env[model], field, group)
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def _write_odoo_texts(self, lang, records, field, changes):
        """Change translations of whole fields."""
        rows = [
            SQL("(%s, %s, %s::text)", word.xml_id, [text for text in old if text], new)
            for word, old, new in changes
        ]
        query = SQL(
            """
            WITH change (xml_id, old, new) AS (VALUES %(rows)s)
            UPDATE %(table)s AS label
               SET %(name)s = CASE WHEN change.new IS NULL THEN %(column)s - %(lang)s::text
                              ELSE %(column)s || jsonb_build_object(%(lang)s::text, change.new) END
              FROM change
              JOIN ir_model_data AS data ON data.module || '.' || data.name = change.xml_id
             WHERE data.model = %(model)s AND data.res_id = label.id
                   AND coalesce(%(column)s ->> %(lang)s, %(column)s ->> 'en_US') = ANY(change.old)
            """,
            rows=SQL(", ").join(rows),
            table=SQL.identifier(records._table),
            name=SQL.identifier(field),
            column=SQL.identifier('label', field),
            lang=lang,
            model=records._name,
        )
        self.env.cr.execute(query)

    def _write_odoo_terms(self, lang, records, field, changes):
        """Change translations of terms of views and other long texts."""
        importer = TranslationImporter(self.env.cr, verbose=False)
        terms = defaultdict(dict)
        for word, old, new in changes:
            terms[word.xml_id][word.source] = (old, new or word.source)
        for xml_id, replaced in terms.items():
            # Whoever installs an app or a language may change the translations of Odoo's views.
            record = self.env.ref(xml_id, raise_if_not_found=False) or records
            for source, text in self._get_translated_terms(record.sudo(), field, lang):
                old, new = replaced.get(source, ((), ''))
                if text in old:
                    texts = importer.model_terms_translations[records._name][field]
                    texts[xml_id][source][lang] = new
        importer.save(force_overwrite=True)

    def _get_translated_terms(self, record, field, lang):
        """Return pairs of English term and its translation, the English one where it has none."""
        if not record:
            return []
        found, _context = record.get_field_translations(field, [lang])
        return [(term['source'], term['value'] or term['source']) for term in found]
