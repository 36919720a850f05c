"""Which value wins where deals are merged: rules by type of the field, exceptions by its name, and
what the user has chosen."""

import json

from odoo import api, models
from odoo.addons.crm.models.crm_lead import PARTNER_ADDRESS_FIELDS_TO_SYNC
from odoo.exceptions import UserError
from odoo.tools import SQL, is_html_empty

#: What the survivor keeps, whatever the others say.
KEPT_FIELDS = {
    'id',
    'name',
    'deal_number',
    'create_date',
    'create_uid',
    'write_date',
    'write_uid',
    'deal_merged_into_id',
    'deal_belongs_to_id',
    'message_main_attachment_id',
}
#: What says how a deal stands: it comes from one deal as a whole.
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
#: What a chosen variant gives, or was entered by hand.
VALUE_FIELDS = ('expected_revenue', 'deal_cost')
#: The same with what is known of them.
VALUE_GROUP = (*VALUE_FIELDS, 'deal_is_value_by_hand')
#: Who has it, and since when.
ASSIGNMENT_FIELDS = ('user_id', 'date_open')
#: Of no use to compare: they say what others beside them say.
UNCOMPARED_FIELDS = {
    'active',
    'automated_probability',
    'date_last_stage_update',
    'date_open',
    'deal_is_value_by_hand',
}
#: Types whose values are made of those of all deals, not taken from one.
UNITED_TYPES = ('html', 'text', 'one2many', 'many2many')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _prepare_merge_plan(self, survivor, choices):
        """Which values the survivor gets, and from where.

        How the deal stands comes from the most alive one, the most advanced of these; its value
        from the first in this order that is calculated. What the survivor lacks is filled in from
        the others, newest first; an address, or an amount and its currency, as a whole. Texts are
        added to each other, properties united key by key.

        :param dict choices: name of a field, or of a property behind its field and a dot, to id of
            the deal whose value shall win; see :meth:`_check_merge_choices`
        :return: dictionary of ``sources`` (name: id of the deal that gives the value), ``cells``
            (id of a deal that gives some: columns), ``files`` (id of a deal that gives some: fields
            whose values are attachments), ``values`` (column: new value, as JSON) and
            ``variants_of`` (id of the deal whose variant stays the chosen one)
        """
        newest = (self - survivor).sorted(lambda lead: (lead.create_date, lead.id), reverse=True)
        leads = survivor | newest
        sources = leads._get_merge_sources() | leads._expand_merge_choices(choices)
        cells, files = {}, {}
        for name, source in sources.items():
            if source != survivor.id and self._is_taken_over(name):
                taken = cells if self._fields[name].column_type else files
                taken.setdefault(source, []).append(name)
        return {
            'sources': sources,
            'cells': cells,
            'files': files,
            'values': leads._prepare_merge_values(sources),
            'variants_of': sources[VALUE_FIELDS[0]],
        }

    def _prepare_merge_values(self, sources):
        """What is made of the values of these deals, the survivor first, by column."""
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
        return values

    @api.model
    def _get_merge_field_names(self):
        """The fields whose values one deal gives: all that are stored, of any module, but those
        that Odoo computes from others, keeps for itself, or that are made of several."""
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.type not in (*UNITED_TYPES, 'properties')
            and name not in KEPT_FIELDS
            and not (field.compute and field.readonly)
            and not field.related
        ]

    @api.model
    def _get_united_field_names(self):
        """The fields whose values are made of those of all deals."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.type in (*UNITED_TYPES, 'properties')
        ]

    @api.model
    def _get_merge_groups(self):
        """Fields whose values come from one deal as a whole.

        To be extended for fields that make no sense apart.

        :return: list of tuples (names of the fields; those of them of which a deal must have one
            to give them all)
        """
        return [
            (STATE_FIELDS, STATE_FIELDS),
            (VALUE_GROUP, VALUE_FIELDS),
            (PARTNER_ADDRESS_FIELDS_TO_SYNC, PARTNER_ADDRESS_FIELDS_TO_SYNC),
            (ASSIGNMENT_FIELDS, ASSIGNMENT_FIELDS[:1]),
            *self._get_merge_unit_groups(),
        ]

    @api.model
    def _get_merge_compared_fields(self):
        """The fields that users can choose another value for, as far as the user may see them.

        :return: dictionary of name and description, in the order of their labels
        """
        names = [name for name in self._get_merge_field_names() if name not in UNCOMPARED_FIELDS]
        described = self.fields_get(names, ['string', 'type', 'digits'])
        return dict(sorted(described.items(), key=lambda item: item[1]['string']))

    def _check_merge_choices(self, choices):
        """:return: the choices
        :raise UserError: when one of them names no deal of these, or nothing that is compared"""
        given = choices if isinstance(choices, dict) else {str(choices): None}
        compared = self._get_merge_comparable()
        for name, lead_id in given.items():
            if name not in compared:
                raise UserError(self.env._("There is no “%s” to choose among these deals.", name))
            if type(lead_id) is not int or lead_id not in self.ids:
                raise UserError(
                    self.env._("A value of a deal was chosen that is not among those to merge.")
                )
        return choices

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    # Which deal gives a value; of these, the survivor is the first, then come the newest.

    def _get_merge_sources(self):
        """Name of a field, or of a property behind its field and a dot -> id of the deal."""
        sources = {name: self._get_merge_source([name]) for name in self._get_merge_field_names()}
        for names, deciding in self._get_merge_groups():
            sources.update(dict.fromkeys(names, self._get_merge_source(deciding)))
        sources.update(self._get_merge_named_sources())
        sources.update(self._get_merge_property_sources())
        return sources

    def _get_merge_named_sources(self):
        """The exceptions from filling in what the survivor lacks."""
        ranked = self.sorted(lambda lead: lead._get_merge_rank(), reverse=True)
        calculated = ranked.sudo().filtered('deal_chosen_variant_id')[:1] or ranked[:1]
        opportunities = self.filtered(lambda lead: lead.type == 'opportunity')
        return {
            **dict.fromkeys(STATE_FIELDS, ranked[0].id),
            **dict.fromkeys(VALUE_GROUP, calculated.id),
            'type': (opportunities or self)[0].id,
            'priority': max(self, key=lambda lead: lead.priority or '0').id,
        }

    def _get_merge_source(self, names):
        """The first deal that has any of these values, or the first one."""
        having = (lead.id for lead in self if not all(lead._is_merge_empty(name) for name in names))
        return next(having, self[:1].id)

    def _is_merge_empty(self, name):
        # Values are compared of deals that the user may write, of all their fields.
        return not self.sudo()[name]

    @api.model
    def _get_merge_unit_groups(self):
        """Amounts with their currency, ids of records with their model, and pictures with their
        smaller copies."""
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
        """The field without which this one's value says nothing."""
        if field.type == 'monetary':
            return field.get_currency_field(self)
        return field.model_field if field.type == 'many2one_reference' else None

    @api.model
    def _is_taken_over(self, name):
        field = self._fields.get(name)
        return field and not field.company_dependent and name not in KEPT_FIELDS

    def _expand_merge_choices(self, choices):
        """What is chosen, with what comes along."""
        groups = {name: names for names, _deciding in self._get_merge_groups() for name in names}
        return {
            member: lead_id
            for name, lead_id in choices.items()
            for member in groups.get(name, (name,))
        }

    def _read_merge_json(self, name):
        """Id of the deal -> what is stored in a column of several values: properties by their
        names, also those that its own team no longer describes, translations by language."""
        self.flush_recordset([name])
        column = SQL.identifier(name)
        query = SQL("SELECT id, %s FROM crm_lead WHERE id IN %s", column, self._ids)
        return {
            lead_id: (json.loads(values) if isinstance(values, str) else values) or {}
            for lead_id, values in self.env.execute_query(query)
        }

    # Texts

    def _get_merged_text(self, name):
        """The survivor's text with those of the others behind it; None where nothing is added."""
        if self._fields[name].translate:
            return self._get_merged_translations(name)
        return self._join_merged_texts(name, [lead.sudo()[name] or '' for lead in self])

    def _get_merged_translations(self, name):
        """The same in each language; None where nothing is added."""
        found = self._read_merge_json(name)
        merged = dict(found[self[:1].id])
        for lang in dict.fromkeys(lang for lead in self for lang in found[lead.id]):
            texts = [found[lead.id].get(lang) or found[lead.id].get('en_US', '') for lead in self]
            if text := self._join_merged_texts(name, texts):
                merged[lang] = text
        return merged if merged != found[self[:1].id] else None

    def _join_merged_texts(self, name, texts):
        own, *others = texts
        is_html = self._fields[name].type == 'html'
        added = [
            text for text in dict.fromkeys(others) if text not in own and not is_html_empty(text)
        ]
        if not added:
            return None
        kept = [] if is_html_empty(own) else [own]
        return ("<br/><br/>" if is_html else "\n\n").join(map(str, kept + added))

    # Values of several companies

    def _get_merged_company_values(self, name, sources):
        """A value for each company that any deal has one for, the survivor's first; that of the
        current company comes from the deal that is named as its source."""
        found = self._read_merge_json(name)
        merged = {}
        for lead in reversed(self):
            merged |= {key: value for key, value in found[lead.id].items() if value}
        company = str(self.env.company.id)
        merged[company] = found[sources[name]].get(company)
        return {name: merged} if merged != found[self[:1].id] else {}

    # Properties

    def _get_merge_property_sources(self):
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
        """The properties of all deals by name of the field, key by key."""
        found = self._read_merge_json(name)
        keys = dict.fromkeys(key for lead in self for key in found[lead.id])
        merged = {key: found[sources[f'{name}.{key}']].get(key) for key in keys}
        return {name: merged} if merged != found[self[:1].id] else {}

    def _get_merge_compared_properties(self):
        """The properties that the deals' teams describe: name of the field, a dot, the property's
        name -> its description."""
        compared = {}
        for name in self._get_united_field_names():
            field = self._fields[name]
            if field.type == 'properties' and self._has_field_access(field, 'read'):
                for lead in self:
                    for described in field._get_properties_definition(lead) or ():
                        if described['type'] != 'separator':
                            compared.setdefault(f'{name}.{described["name"]}', described)
        return compared
