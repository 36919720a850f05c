"""What deals are about, by which two deals of one client are told from one entered twice."""

from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ...tools import matching

#: Day from which days are counted.
FIRST_DAY = date(1970, 1, 1)
#: Fields in which one deal that was entered twice does not differ, and those that are links.
DETAILS = ('country_id', 'zip', 'street', 'user_id', 'team_id')
LINKS = ('country_id', 'user_id', 'team_id')
#: Fields whose columns are read.
CONTENT_FIELDS = {
    'crm.lead': [
        *('name', 'partner_name', 'contact_name', 'expected_revenue'),
        *('deal_process_id', 'date_deadline', 'active', *DETAILS),
    ],
    'deal.variant': ['lead_id'],
    'deal.variant.line': ['variant_id', 'product_id'],
    'deal.offer': ['lead_id'],
}


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def _weigh_contents(self, found, rules=None):
        """Tell pairs of deals that are two deals of one client from those that are likely one.

        :param dict found: (id, id) to :class:`sales_deals.tools.matching.Match` of the clients; the
            id of a deal that is being typed is a ``NewId``
        :return: the same with the evidence of what the deals are about
        """
        rules = rules or self.env['deal.match.rules'].sudo()._get_used_rules()
        leads = self.browse({lead_id for pair in found for lead_id in pair})
        contents = leads._get_match_contents() if leads else {}
        unknown = matching.Content()
        return {
            pair: matching.weigh(
                match, *(contents.get(lead_id, unknown) for lead_id in pair), rules
            )
            for pair, match in found.items()
        }

    def _get_match_contents(self):
        """Return what these deals are about.

        :return: dictionary of ids to :class:`sales_deals.tools.matching.Content`
        """
        typed = self.filtered(lambda lead: not isinstance(lead.id, int))
        contents = {row[0]: self._read_match_content(*row[1:]) for row in self._read_contents()}
        for lead in typed:
            contents[lead.id] = lead._prepare_match_content()
        return contents

    def _prepare_match_content(self):
        """Return what a deal that is being typed is about."""
        today = self.create_date.date() if self.create_date else date.today()
        return self._read_match_content(
            self.name,
            self.partner_name,
            self.contact_name,
            self.expected_revenue,
            self.deal_process_id.id,
            self.date_deadline and (self.date_deadline - FIRST_DAY).days,
            (today - FIRST_DAY).days,
            self.deal_variant_ids.line_ids.product_id.ids,
            bool(self.deal_offer_ids),
            [str(self.active).lower(), *map(self._get_match_detail, DETAILS)],
        )

    def _get_match_detail(self, name):
        """Return the value of a detail as the database writes it."""
        value = self[name].id if name in LINKS else self[name]
        return str(value) if value else None

    @api.model
    def _read_match_content(self, name, company, person, value, process, decision, created, *work):
        """Return the content of a row of :meth:`_read_contents`."""
        products, is_offered, details = work
        client = (matching.fold_company(company), matching.fold_person(person))
        return matching.Content(
            subject=matching.content_words(name, *client),
            value=float(value or 0),
            products=tuple(products),
            process=process or 0,
            decision=decision or 0,
            created=created or 0,
            is_offered=is_offered,
            details=tuple(zip(('state', *DETAILS), details, strict=True)),
        )

    def _read_contents(self):
        """Return rows of what these deals are about, by SQL: a scan reads many thousands."""
        for model, names in CONTENT_FIELDS.items():
            self.env[model].flush_model(names)
        query = SQL(
            "SELECT l.id, l.name, l.partner_name, l.contact_name, l.expected_revenue,"
            " l.deal_process_id, l.date_deadline - %(first)s, l.create_date::date - %(first)s,"
            " ARRAY(SELECT DISTINCT line.product_id FROM deal_variant variant"
            "   JOIN deal_variant_line line ON line.variant_id = variant.id"
            "   WHERE variant.lead_id = l.id AND line.product_id IS NOT NULL),"
            " EXISTS (SELECT FROM deal_offer offer WHERE offer.lead_id = l.id),"
            " ARRAY[l.active::text, %(details)s]"
            " FROM crm_lead l WHERE l.id = ANY(%(ids)s)",
            first=FIRST_DAY,
            details=SQL(", ").join(SQL("%s::text", SQL.identifier('l', name)) for name in DETAILS),
            ids=list(filter(lambda lead_id: isinstance(lead_id, int), self._ids)),
        )
        return self.env.execute_query(query)
