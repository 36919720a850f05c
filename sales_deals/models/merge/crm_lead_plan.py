"""Rules for the values of merged deals: by type of field, by its name, and by the user's choice."""

import json

from odoo import api, models
from odoo.addons.crm.models.crm_lead import PARTNER_ADDRESS_FIELDS_TO_SYNC
from odoo.exceptions import UserError
from odoo.tools import SQL, is_html_empty

#: Fields that say how a deal stands: they come from one deal as a whole.
STATE_FIELDS = (
    'deal_process_id',
    'stage_id',
    'probability',
    'automated_probability',
    'active',
    'lost_reason_id',
    'deal_is_suspended',
    'deal_suspended_until',
    'deal_suspended_reason',
    'date_closed',
    'date_deadline',
    'date_last_stage_update',
    'recurring_revenue',
    'recurring_plan',
)
#: Salesperson, and since when.
ASSIGNMENT_FIELDS = ('user_id', 'date_open')
#: Types of fields whose values are combined from all deals, not taken from one.
UNITED_TYPES = ('html', 'text', 'one2many', 'many2many')
#: The same types of properties.
UNITED_PROPERTIES = ('html', 'text', 'tags', 'many2many')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _prepare_merge_plan(self, survivor, choices, assigned=None):
        """Return which values the survivor gets, and from which deal.

        How the deal stands comes from the most alive one, the most advanced of these, and so does
        its value unless :meth:`_get_merge_value_source` names another. What the survivor lacks is
        filled in from the others, newest first; an address, or an amount and its currency, as a
        whole. Texts are joined, properties united key by key.

        :param dict choices: name of a field, or of a property behind its field and a dot, to id of
            the deal whose value shall win; see :meth:`_check_merge_choices`
        :param dict assigned: values that the merged deal is given, whatever these deals have
        :return: dictionary of ``sources`` (name: id of the deal that gives the value), ``cells``
            (id of a deal that gives some: columns), ``files`` (id of a deal that gives some: fields
            whose values are attachments), ``values`` (column: new value, as JSON), ``assigned``,
            and ``foreign`` (see :meth:`_get_foreign_properties`)
        """
        newest = (self - survivor).sorted(lambda lead: (lead.create_date, lead.id), reverse=True)
        leads = survivor | newest
        sources = leads._get_merge_sources() | leads._expand_merge_choices(choices)
        cells, files = {}, {}
        for name, source in sources.items():
            if source != survivor.id and self._is_taken_over(name):
                taken = cells if self._fields[name].column_type else files
                taken.setdefault(source, []).append(name)
        foreign = leads._get_foreign_properties(sources, assigned or {})
        return {
            'sources': sources,
            'cells': cells,
            'files': files,
            'values': leads._prepare_merge_values(sources, foreign),
            'assigned': assigned or {},
            'foreign': foreign,
        }

    def _prepare_merge_values(self, sources, foreign):
        """Return values combined from those of these deals, the survivor first, by column."""
        values = {}
        for name, field in self._fields.items():
            if not field.store or not field.column_type:
                continue
            if field.type == 'properties':
                values.update(self._get_merged_properties(name, sources))
            elif field.company_dependent:
                values.update(self._get_merged_company_values(name, sources))
            elif field.type in UNITED_TYPES and (text := self._get_merged_text(name)):
                values[name] = text
        return values | self._prepare_merged_properties(foreign)

    @api.model
    def _get_merge_field_names(self):
        """Return the fields whose value one deal gives.

        All that are stored, of any module, except those that are computed, kept by the survivor,
        or combined from all deals.
        """
        kept = self._get_merge_kept_fields()
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.type not in (*UNITED_TYPES, 'properties')
            and name not in kept
            and not (field.compute and field.readonly)
            and not field.related
        ]

    @api.model
    def _get_merge_kept_fields(self):
        """Return the fields that the survivor keeps, whatever the others say.

        To be extended.

        :return: set of names
        """
        return {
            'id',
            'name',
            'deal_number',
            'create_date',
            'create_uid',
            'write_date',
            'write_uid',
            'deal_merged_into_id',
            'message_main_attachment_id',
        }

    @api.model
    def _get_united_field_names(self):
        """Return the fields whose values are combined from all deals."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.type in (*UNITED_TYPES, 'properties')
        ]

    @api.model
    def _get_merge_groups(self):
        """Return groups of fields whose values come from one deal as a whole.

        To be extended for fields that make no sense apart.

        :return: list of tuples (names of the fields; those of them of which a deal must have one
            to give them all)
        """
        return [
            (STATE_FIELDS, STATE_FIELDS),
            self._get_merge_value_group(),
            (PARTNER_ADDRESS_FIELDS_TO_SYNC, PARTNER_ADDRESS_FIELDS_TO_SYNC),
            (ASSIGNMENT_FIELDS, ASSIGNMENT_FIELDS[:1]),
            *self._get_merge_unit_groups(),
        ]

    @api.model
    def _get_merge_value_group(self):
        """Return the fields that say what a deal is worth; see :meth:`_get_merge_groups`.

        To be extended.
        """
        return ('expected_revenue',), ('expected_revenue',)

    def _get_merge_value_source(self):
        """Return the deal that gives its value, of these in the order of their rank.

        To be extended.
        """
        return self[:1]

    @api.model
    def _get_merge_compared_fields(self):
        """Return the fields for which users can choose a value, as far as the user may see them.

        :return: dictionary of name and description, in the order of their labels
        """
        uncompared = self._get_merge_uncompared_fields()
        names = [name for name in self._get_merge_field_names() if name not in uncompared]
        described = self.fields_get(names, ['string', 'type', 'digits'])
        return dict(sorted(described.items(), key=lambda item: item[1]['string']))

    @api.model
    def _get_merge_uncompared_fields(self):
        """Return the fields that are of no use to compare: the fields beside them say the same.

        To be extended.

        :return: set of names
        """
        return {'active', 'automated_probability', 'date_last_stage_update', 'date_open'}

    def _check_merge_choices(self, choices):
        """Check that each choice is of a field that is compared, and of one of these deals.

        :return: the choices
        :raise UserError: if one is not
        """
        given = choices if isinstance(choices, dict) else {str(choices): None}
        compared = self._get_merge_comparable()
        for name, lead_id in given.items():
            if name not in compared:
                raise UserError(self.env._("There is no “%s” to choose among these deals.", name))
            if type(lead_id) is not int or lead_id not in self.ids:
                raise UserError(
                    self.env._("A value was chosen from a deal that is not among those to merge.")
                )
        return choices

    # The deal that gives a value. The survivor is the first of these deals, then come the newest.

    def _get_merge_sources(self):
        """Return the deals that give values.

        :return: dictionary of name of a field, or of a property behind its field and a dot, to id
        """
        sources = {name: self._get_merge_source([name]) for name in self._get_merge_field_names()}
        for names, deciding in self._get_merge_groups():
            sources.update(dict.fromkeys(names, self._get_merge_source(deciding)))
        sources.update(self._get_merge_named_sources())
        sources.update(self._get_merge_property_sources())
        return sources

    def _get_merge_named_sources(self):
        """Return the exceptions to filling in what the survivor lacks."""
        ranked = self.sorted(lambda lead: lead._get_merge_rank(), reverse=True)
        value_fields, _deciding = self._get_merge_value_group()
        opportunities = self.filtered(lambda lead: lead.type == 'opportunity')
        return {
            **dict.fromkeys(STATE_FIELDS, ranked[0].id),
            **dict.fromkeys(value_fields, ranked._get_merge_value_source().id),
            'type': (opportunities or self)[0].id,
            'priority': max(self, key=lambda lead: lead.priority or '0').id,
        }

    def _get_merge_source(self, names):
        """Return the id of the first deal with any of these values, or of the first one."""
        having = (lead.id for lead in self if not all(lead._is_merge_empty(name) for name in names))
        return next(having, self[:1].id)

    def _is_merge_empty(self, name):
        # Values are compared of deals that the user may write, of all their fields.
        return not self.sudo()[name]

    @api.model
    def _get_merge_unit_groups(self):
        """Return groups of fields that are a value only together.

        Amounts with their currency, ids of records with their model, and pictures with their
        smaller copies.
        """
        names = self._get_merge_field_names()
        units, pictures = {}, {}
        for name, field in self._fields.items():
            unit = self._get_merge_unit(field)
            if name in names and unit in names:
                units.setdefault(unit, []).append(name)
            elif field.store and field.type == 'binary' and field.related:
                pictures.setdefault(field.related.partition('.')[0], []).append(name)
        return [
            *(((*measured, unit), tuple(measured)) for unit, measured in units.items()),
            *(((name, *copies), (name,)) for name, copies in pictures.items() if name in names),
        ]

    @api.model
    def _get_merge_unit(self, field):
        """Return the field without which this one's value says nothing, or None."""
        if field.type == 'monetary':
            return field.get_currency_field(self)
        return field.model_field if field.type == 'many2one_reference' else None

    @api.model
    def _is_taken_over(self, name):
        field = self._fields.get(name)
        kept = self._get_merge_kept_fields()
        return field and not field.company_dependent and name not in kept

    def _expand_merge_choices(self, choices):
        """Return the choices, with the other fields of their groups."""
        groups = {name: names for names, _deciding in self._get_merge_groups() for name in names}
        return {
            member: lead_id
            for name, lead_id in choices.items()
            for member in groups.get(name, (name,))
        }

    def _read_merge_json(self, name):
        """Return what is stored in a column of several values, by id of the deal.

        Properties by their names, also those that its own team no longer describes; translations
        by language.
        """
        self.flush_recordset([name])
        column = SQL.identifier(name)
        query = SQL("SELECT id, %s FROM crm_lead WHERE id IN %s", column, self._ids)
        return {
            lead_id: (json.loads(values) if isinstance(values, str) else values) or {}
            for lead_id, values in self.env.execute_query(query)
        }

    # Texts

    def _get_merged_text(self, name):
        """Return the survivor's text followed by the others'; None if nothing is added."""
        if self._fields[name].translate:
            return self._get_merged_translations(name)
        return self._join_merged_texts(name, [lead.sudo()[name] or '' for lead in self])

    def _get_merged_translations(self, name):
        """Return the joined texts in each language; None if nothing is added."""
        found = self._read_merge_json(name)
        merged = dict(found[self[:1].id])
        for lang in dict.fromkeys(lang for lead in self for lang in found[lead.id]):
            texts = [found[lead.id].get(lang) or found[lead.id].get('en_US', '') for lead in self]
            if text := self._join_merged_texts(name, texts):
                merged[lang] = text
        return merged if merged != found[self[:1].id] else None

    def _join_merged_texts(self, name, texts):
        return self._join_texts(texts, self._fields[name].type == 'html')

    @api.model
    def _join_texts(self, texts, is_html):
        """Return texts joined, each once; None if nothing is added to the first one."""
        own, *others = texts
        added = [
            text for text in dict.fromkeys(others) if text not in own and not is_html_empty(text)
        ]
        if not added:
            return None
        kept = [] if is_html_empty(own) else [own]
        return ("<br/><br/>" if is_html else "\n\n").join(map(str, kept + added))

    # Values of several companies

    def _get_merged_company_values(self, name, sources):
        """Return a field's value for each company, the survivor's if it has one.

        The value of the current company comes from the deal that is named as its source.
        """
        found = self._read_merge_json(name)
        merged = {}
        for lead in reversed(self):
            merged |= {key: value for key, value in found[lead.id].items() if value}
        company = str(self.env.company.id)
        merged[company] = found[sources[name]].get(company)
        return {name: merged} if merged != found[self[:1].id] else {}

    # Properties

    def _get_merge_property_sources(self):
        """Return the deals that give properties; see :meth:`_get_merge_sources`."""
        sources = {}
        for name in self._get_united_field_names():
            if self._fields[name].type != 'properties':
                continue
            found = self._read_merge_json(name)
            for key in dict.fromkeys(key for lead in self for key in found[lead.id]):
                having = (lead.id for lead in self if found[lead.id].get(key))
                sources[f'{name}.{key}'] = next(having, self[:1].id)
        return sources

    def _get_merged_properties(self, name, sources):
        """Return the properties of all deals by name of the field, united key by key.

        Texts are joined and lists united, as fields of these kinds are.
        """
        found = self._read_merge_json(name)
        kinds = self._get_property_kinds(name)
        keys = dict.fromkeys(key for lead in self for key in found[lead.id])
        merged = {}
        for key in keys:
            values = [value for lead in self if (value := found[lead.id].get(key))]
            if kinds.get(key) in UNITED_PROPERTIES:
                merged[key] = self._unite_property(kinds[key], values)
            else:
                merged[key] = found[sources[f'{name}.{key}']].get(key)
        return {name: merged} if merged != found[self[:1].id] else {}

    def _unite_property(self, kind, values):
        """Return the value of a property that several deals have."""
        if kind in ('text', 'html'):
            own, *others = values or [False]
            return self._join_texts([own, *others], kind == 'html') or own
        return list(dict.fromkeys(entry for value in values for entry in value))

    def _get_property_kinds(self, name):
        """Return the types of the properties that the deals' teams describe, by their names."""
        field = self._fields[name]
        return {
            described['name']: described['type']
            for lead in reversed(self)
            for described in field._get_properties_definition(lead) or ()
        }

    def _get_merge_compared_properties(self):
        """Return the properties that the deals' teams describe, and of which one deal gives one.

        :return: dictionary of name of the field, a dot and the property's name to its description
        """
        compared = {}
        for name in self._get_united_field_names():
            field = self._fields[name]
            if field.type == 'properties' and self._has_field_access(field, 'read'):
                for lead in self:
                    for described in field._get_properties_definition(lead) or ():
                        if described['type'] not in ('separator', *UNITED_PROPERTIES):
                            compared.setdefault(f'{name}.{described["name"]}', described)
        return compared
