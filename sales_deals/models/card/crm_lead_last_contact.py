"""Last contact with the client: a mail, call or meeting."""

from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL


class LastContact(NamedTuple):
    """The last contact with a client about a deal.

    :param kind: 'mail_in', 'mail_out', 'call' or 'meeting'
    :param date: UTC; for a call marked as done, the beginning of that day
    :param name: the author, or the person of the call or meeting
    """

    kind: str
    date: object
    name: str | None


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _get_last_contacts(self):
        """Return the last contact of each of these deals, by one query for any number.

        Notes, automatic replies and unanswered calls do not count.

        :return: dictionary of deal's id to :class:`LastContact`, of those that have one
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        query = SQL(
            "SELECT DISTINCT ON (lead_id) lead_id, kind, date, name FROM (%s) AS contact"
            " WHERE date IS NOT NULL ORDER BY lead_id, date DESC",
            SQL(" UNION ALL ").join(self._get_contact_queries()),
        )
        return {lead_id: LastContact(*rest) for lead_id, *rest in self.env.execute_query(query)}

    def _get_contact_queries(self):
        """Return the queries of recorded contacts. Extend it to add sources.

        :return: list of queries of lead_id, kind, date and name
        """
        return [self._get_mail_query(), self._get_done_query(), self._get_meeting_query()]

    def _get_mail_query(self):
        messages = self.env['mail.message']
        return SQL(
            """
            SELECT message.res_id AS lead_id,
                   CASE WHEN %(came)s THEN 'mail_in' ELSE 'mail_out' END AS kind,
                   message.date, COALESCE(author.name, message.email_from) AS name
              FROM mail_message AS message
         LEFT JOIN res_partner AS author ON author.id = message.author_id
             WHERE message.model = 'crm.lead' AND message.res_id IN %(leads)s
                   AND (%(came)s OR %(went)s)
            """,
            came=messages._get_client_wrote_condition(),
            went=messages._get_client_received_condition(),
            leads=tuple(self.ids),
        )

    def _get_done_query(self):
        """Return the query of calls and meetings marked as done."""
        outcome = 'sales_deals.activity_outcome_no_answer'
        unanswered = self.env['ir.model.data']._xmlid_to_res_id(outcome)
        return SQL(
            """
            SELECT activity.res_id AS lead_id,
                   CASE type.category WHEN 'phonecall' THEN 'call' ELSE 'meeting' END AS kind,
                   activity.date_done::timestamp AS date, person.name
              FROM mail_activity AS activity
              JOIN mail_activity_type AS type ON type.id = activity.activity_type_id
         LEFT JOIN res_users AS doer ON doer.id = activity.user_id
         LEFT JOIN res_partner AS person ON person.id = doer.partner_id
             WHERE activity.res_model = 'crm.lead' AND activity.res_id IN %s
                   AND activity.active IS NOT TRUE
                   AND type.category IN ('phonecall', 'meeting')
                   AND activity.deal_outcome_id IS DISTINCT FROM %s
            """,
            tuple(self.ids),
            unanswered or None,
        )

    def _get_meeting_query(self):
        """Return the query of calendar meetings that have begun."""
        return SQL(
            """
            SELECT event.opportunity_id AS lead_id, 'meeting' AS kind, event.start AS date,
                   person.name
              FROM calendar_event AS event
         LEFT JOIN res_users AS organizer ON organizer.id = event.user_id
         LEFT JOIN res_partner AS person ON person.id = organizer.partner_id
             WHERE event.opportunity_id IN %s AND event.active AND event.start <= %s
            """,
            tuple(self.ids),
            fields.Datetime.now(),
        )
