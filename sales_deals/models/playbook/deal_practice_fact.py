"""Which deals fulfil which practices: asked for in what has happened, not stored twice."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_practice  # noqa: F401 (extended below)

#: Models and fields that the queries of facts read.
READ_FIELDS = {
    'deal.practice': (
        'activity_type_id',
        'outcome_id',
        'contact_role',
        'offer_event',
        'mail_direction',
    ),
    'deal.practice.tick': ('lead_id', 'practice_id'),
    'mail.activity': (
        'res_model',
        'res_id',
        'active',
        'date_done',
        'activity_type_id',
        'deal_outcome_id',
    ),
    'calendar.event': ('opportunity_id', 'active', 'stop'),
    'deal.contact': ('lead_id', 'role'),
    'deal.competitor': ('lead_id',),
    'deal.variant': ('lead_id', 'is_chosen'),
    'deal.variant.line': ('variant_id', 'display_type'),
    'deal.offer': ('lead_id', 'sent_on', 'state'),
    'deal.offer.view': ('offer_id', 'kind'),
    'ir.attachment': ('res_model', 'res_id', 'res_field'),
}
#: Kind of a practice -> models that its query reads.
READ_MODELS = {
    'tick': ('deal.practice.tick',),
    'domain': (),
    'activity': ('mail.activity',),
    'meeting': ('calendar.event',),
    'contact': ('deal.contact',),
    'competitor': ('deal.competitor',),
    'calculation': ('deal.variant', 'deal.variant.line'),
    'offer': ('deal.offer', 'deal.offer.view', 'mail.activity'),
    'file': ('ir.attachment',),
    'mail': (),
}
#: A query of deals and practices without any.
NOTHING = SQL("SELECT NULL::int AS lead_id, NULL::int AS practice_id WHERE FALSE")


class DealPractice(models.Model):
    _inherit = 'deal.practice'

    @api.model
    def _get_fulfilled(self, leads, facts):
        """Return which of some practices each deal fulfils, by one query for all.

        Whoever asks may read the deals: that something has happened on a deal is no secret there.

        :param leads: ``crm.lead`` records
        :param facts: :class:`PracticeFacts` of the practices
        :return: dictionary of a deal's id to the set of ids of practices
        """
        fulfilled = {lead_id: set() for lead_id in leads.ids}
        query = self.sudo()._get_fact_query(SQL("IN %s", tuple(leads.ids)), facts)
        if query and leads.ids:
            for lead_id, practice_id in self.env.execute_query(query):
                fulfilled[lead_id].add(practice_id)
        return fulfilled

    @api.model
    def _get_fact_query(self, leads, facts):
        """Return SQL of deals and the practices that they fulfil; None without practices.

        :param leads: SQL that follows ``lead_id``: ``IN`` with ids or a subquery, or ``= ANY``
        :return: SQL with the columns lead_id and practice_id
        """
        by_kind = {}
        for fact in facts:
            by_kind.setdefault(fact.kind, []).append(fact)
        self._flush_facts(by_kind)
        queries = [
            query
            for kind, of_kind in by_kind.items()
            for query in getattr(self, f'_get_{kind}_queries')(leads, of_kind)
        ]
        return SQL(" UNION ALL ").join(queries) if queries else None

    @api.model
    def _flush_facts(self, kinds):
        """Write to the database what the queries of some kinds of practices read."""
        names = {'deal.practice', *(name for kind in kinds for name in READ_MODELS[kind])}
        for name in names:
            self.env[name].flush_model(READ_FIELDS[name])
        if 'mail' in kinds:
            self.env['mail.message'].flush_model()

    @api.model
    def _get_pairs(self, rows, facts):
        """Return a query of deals and practices from rows that have a column lead_id.

        :param rows: SQL of a query for these deals; it may name the practice `practice`
        """
        return SQL(
            "SELECT fact.lead_id, practice.id AS practice_id FROM deal_practice AS practice"
            " CROSS JOIN LATERAL (%s) AS fact"
            " WHERE practice.id IN %s",
            rows,
            tuple(fact.id for fact in facts),
        )

    def _get_tick_queries(self, leads, facts):
        return [
            SQL(
                "SELECT lead_id, practice_id FROM deal_practice_tick"
                " WHERE practice_id IN %s AND lead_id %s",
                tuple(fact.id for fact in facts),
                leads,
            )
        ]

    def _get_domain_queries(self, leads, facts):
        queries = []
        for fact in facts:
            query = self._search_by_filter(fact.domain)
            if query is None:
                queries.append(NOTHING)
                continue
            query.add_where(SQL("%s %s", SQL.identifier(query.table, 'id'), leads))
            lead_id = SQL("%s AS lead_id", SQL.identifier(query.table, 'id'))
            queries.append(query.select(lead_id, SQL("%s AS practice_id", fact.id)))
        return queries

    def _get_activity_queries(self, leads, facts):
        rows = SQL(
            """SELECT activity.res_id AS lead_id FROM mail_activity AS activity
                WHERE activity.res_model = 'crm.lead' AND activity.active IS NOT TRUE
                      AND activity.date_done IS NOT NULL
                      AND activity.res_id %s
                      AND activity.activity_type_id = practice.activity_type_id
                      AND (practice.outcome_id IS NULL
                           OR activity.deal_outcome_id = practice.outcome_id)""",
            leads,
        )
        return [self._get_pairs(rows, facts)]

    def _get_meeting_queries(self, leads, facts):
        rows = SQL(
            "SELECT opportunity_id AS lead_id FROM calendar_event"
            " WHERE opportunity_id %s AND active AND stop <= %s",
            leads,
            fields.Datetime.now(),
        )
        return [self._get_pairs(rows, facts)]

    def _get_contact_queries(self, leads, facts):
        rows = SQL(
            "SELECT contact.lead_id FROM deal_contact AS contact"
            " WHERE contact.lead_id %s"
            " AND (practice.contact_role IS NULL OR contact.role = practice.contact_role)",
            leads,
        )
        return [self._get_pairs(rows, facts)]

    def _get_competitor_queries(self, leads, facts):
        rows = SQL("SELECT lead_id FROM deal_competitor WHERE lead_id %s", leads)
        return [self._get_pairs(rows, facts)]

    def _get_calculation_queries(self, leads, facts):
        rows = SQL(
            """SELECT variant.lead_id FROM deal_variant AS variant
                WHERE variant.lead_id %s AND variant.is_chosen
                      AND EXISTS (SELECT FROM deal_variant_line AS line
                                   WHERE line.variant_id = variant.id
                                         AND line.display_type IS NULL)""",
            leads,
        )
        return [self._get_pairs(rows, facts)]

    def _get_offer_queries(self, leads, facts):
        rows = SQL(
            """SELECT offer.lead_id FROM deal_offer AS offer
                WHERE offer.lead_id %s
                      AND CASE practice.offer_event
                          WHEN 'made' THEN TRUE
                          WHEN 'sent' THEN offer.sent_on IS NOT NULL
                          WHEN 'opened' THEN EXISTS (
                              SELECT FROM deal_offer_view AS visit
                               WHERE visit.offer_id = offer.id AND visit.kind = 'person')
                          ELSE offer.state IN ('accepted', 'declined') OR EXISTS (
                              SELECT FROM mail_activity AS question
                               WHERE question.deal_question_offer_id = offer.id)
                          END""",
            leads,
        )
        return [self._get_pairs(rows, facts)]

    def _get_file_queries(self, leads, facts):
        rows = SQL(
            "SELECT res_id AS lead_id FROM ir_attachment"
            " WHERE res_model = 'crm.lead' AND res_id %s AND res_field IS NULL",
            leads,
        )
        return [self._get_pairs(rows, facts)]

    def _get_mail_queries(self, leads, facts):
        messages = self.env['mail.message']
        rows = SQL(
            """SELECT message.res_id AS lead_id FROM mail_message AS message
                WHERE message.model = 'crm.lead' AND message.res_id %s
                      AND CASE practice.mail_direction
                          WHEN 'received' THEN %s ELSE %s END""",
            leads,
            messages._get_client_wrote_condition(),
            messages._get_client_received_condition(),
        )
        return [self._get_pairs(rows, facts)]

    def _get_fulfilling_domain(self):
        """Return the domain of deals that fulfil this practice."""
        every = SQL("IN (SELECT id FROM crm_lead)")
        query = self.sudo()._get_fact_query(every, [self._get_facts()])
        ids = SQL("(SELECT lead_id FROM (%s) AS fulfilled)", query)
        return Domain('id', 'in', ids)
