"""Translate what processes have from ready sets into languages that come later."""

from odoo import api, models
from odoo.tools import SQL, html2plaintext

from . import deal_process_set  # noqa: F401 (extended below)
from .sets import READY_SETS


class DealProcess(models.Model):
    _inherit = 'deal.process'

    @api.model
    def _translate_ready_sets(self, langs):
        """Translate the texts of ready sets that nobody has changed or translated.

        They are known by their English: of a stage or practice nothing else tells that it comes
        from a set.
        """
        stages = [stage for ready in READY_SETS.values() for stage in ready.stages]
        practices = [one for stage in stages for one in stage.practices]
        begun = self._find_ready_processes(stages)
        of_begun = begun.stage_ids
        practised = of_begun.deal_practice_ids
        for records, name, texts in (
            (begun, 'name', [ready.name for ready in READY_SETS.values()]),
            (of_begun, 'name', [stage.name for stage in stages]),
            (of_begun, 'deal_buyer_step', [stage.buyer for stage in stages]),
            (of_begun, 'deal_guidance', [stage.guidance for stage in stages]),
            (practised, 'name', [one.name for one in practices]),
            (practised, 'hint', [one.hint for one in practices if one.hint]),
        ):
            self._translate_ready_texts(records, name, texts, langs)

    @api.model
    def _find_ready_processes(self, stages):
        """Return the processes that have what the client does in a stage of a ready set."""
        buyers = tuple({stage.buyer._source for stage in stages})
        query = SQL(
            "SELECT deal_process_id FROM crm_stage"
            " WHERE deal_buyer_step ->> 'en_US' IN %s AND deal_process_id IS NOT NULL",
            buyers,
        )
        ids = {process_id for (process_id,) in self.env.execute_query(query)}
        return self.with_context(active_test=False).browse(ids)

    @api.model
    def _translate_ready_texts(self, records, name, texts, langs):
        """Translate a field of records where it holds one of a set's texts, in English alone.

        :param texts: texts of sets, as they are declared
        """
        known = {text._source: text for text in texts}
        for record, english, present in self._read_ready_texts(records, name):
            if text := known.get(english):
                for lang in set(langs) - set(present):
                    self._translate_ready_text(record, name, text, lang)

    @api.model
    def _read_ready_texts(self, records, name):
        """Return the records with their English text, without tags, and its languages."""
        if not records:
            return []
        records.flush_recordset([name])
        column = SQL.identifier(name)
        query = SQL(
            "SELECT id, %s ->> 'en_US', ARRAY(SELECT jsonb_object_keys(%s)) FROM %s"
            " WHERE id IN %s AND %s ->> 'en_US' IS NOT NULL",
            column,
            column,
            SQL.identifier(records._table),
            records._ids,
            column,
        )
        is_rich = records._fields[name].type == 'html'
        return [
            (records.browse(row_id), html2plaintext(text).strip() if is_rich else text, present)
            for row_id, text, present in self.env.execute_query(query)
        ]

    @api.model
    def _translate_ready_text(self, record, name, text, lang):
        translated = self.with_context(lang=lang).env._(text)
        if translated == text._source:
            # Not known in this language: what an update of the addon brings must find room.
            return
        is_rich = record._fields[name].translate is not True
        value = {text._source: translated} if is_rich else translated
        record.update_field_translations(name, {lang: value})
