"""Recipients of a follow-up, and why others get no message."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_followup  # noqa: F401 (extended below)

#: States of lines whose message was, or may have been, handed to a mail server.
HANDED_OVER = ('sending', 'sent', 'interrupted')


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    @api.model
    def _make_for_leads(self, leads, **values):
        """Create a draft for deals, each with a line.

        :param leads: ``crm.lead`` records that the user may change
        :param values: for ``deal.followup.create``
        :raise AccessError: when the user may not change one of them
        """
        leads.check_access('write')
        followup = self.create({**self._prepare_for_leads(leads), **values})
        followup._add_lines(leads.ids)
        followup._update_lines()
        return followup

    def _prepare_for_leads(self, leads):
        """Prepare a draft for deals, with the template of their team, if any, else one for them."""
        is_closed = bool(leads) and all(lead.won_status in ('won', 'lost') for lead in leads)
        # Whoever writes to a client need not read the settings of the deal's team.
        template = leads.sudo().team_id._get_followup_templates()[:1].with_env(self.env)
        template = template or self._get_template_for(leads)
        return {'include_closed': is_closed, 'template_id': template.id}

    def _add_lines(self, lead_ids):
        """Add a line for each deal, in one statement, since there may be thousands."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO deal_followup_line
                            (followup_id, lead_id, state, create_uid, create_date,
                             write_uid, write_date)
                     SELECT %(followup)s, lead.id, 'waiting', %(user)s, %(now)s, %(user)s, %(now)s
                       FROM UNNEST(%(leads)s) WITH ORDINALITY AS lead(id, place)
                   ORDER BY lead.place
                """,
                followup=self.id,
                user=self.env.uid,
                now=self.env.cr.now(),
                leads=list(dict.fromkeys(lead_ids)),
            )
        )
        self._invalidate_lines()

    def _update_lines(self, lines=None):
        """Decide anew which lines get a message, in one statement for any number of them.

        :param lines: those to decide; None for all of a draft
        """
        for followup in self:
            ids = None if lines is None else lines.ids
            followup._decide(followup._get_writable_leads(ids), ids)

    def _decide(self, lead_ids, line_ids):
        self.env.flush_all()
        self.env.cr.execute(self._get_decision(lead_ids, line_ids))
        self._invalidate_lines()

    def _get_writable_leads(self, line_ids):
        """Return the deals that the sender may change now.

        :return: list of ids
        """
        domain = [('followup_id', '=', self.id)]
        if line_ids is not None:
            domain.append(('id', 'in', line_ids))
        lines = self.env['deal.followup.line'].sudo().search(domain)
        leads = lines.lead_id.with_user(self.user_id).with_context(active_test=False)
        return leads._filtered_access('write').ids

    def _get_decision(self, lead_ids, line_ids):
        """Return the statement that sets address, language, offer and reason of lines.

        :param list lead_ids: deals that the sender may change
        :param line_ids: ids of lines; None for all that were not begun
        """
        return SQL(
            """
            WITH fact AS (%(facts)s),
            judged AS (SELECT fact.*, %(reason)s AS reason FROM fact),
            ranked AS (
                SELECT judged.*,
                       ROW_NUMBER() OVER (
                           PARTITION BY judged.address, judged.reason IS NULL
                           ORDER BY judged.is_forced DESC, judged.lead_id DESC
                       ) AS place
                  FROM judged
            ),
            decided AS (
                SELECT ranked.*,
                       COALESCE(
                           ranked.reason,
                           CASE WHEN (ranked.place > 1 OR ranked.is_served)
                                     AND NOT ranked.is_forced THEN 'duplicate' END
                       ) AS final
                  FROM ranked
            )
            UPDATE deal_followup_line AS line
               SET email = decided.address,
                   partner_id = decided.partner_id,
                   lang = decided.lang,
                   offer_id = decided.offer_id,
                   reason = decided.final,
                   state = CASE WHEN decided.final IS NULL THEN 'waiting' ELSE 'skipped' END
              FROM decided
             WHERE line.id = decided.line_id
            """,
            facts=self._get_facts(lead_ids, line_ids),
            reason=self._get_reason(),
        )

    def _get_facts(self, lead_ids, line_ids):
        """Return the query of what is known of each line's deal and its client."""
        return SQL(
            """
            SELECT line.id AS line_id, line.lead_id, line.is_removed IS TRUE AS is_removed,
                   line.is_forced IS TRUE AS is_forced,
                   lead.won_status, lead.deal_is_suspended, lead.deal_merged_into_id,
                   lead.id = ANY(%(writable)s) AS is_writable,
                   NULLIF(TRIM(COALESCE(NULLIF(lead.email_from, ''), NULLIF(partner.email, ''),
                                        contact.email)), '') AS typed,
                   person.address,
                   CASE WHEN partner.email_normalized = person.address THEN partner.id
                        WHEN contact.email_normalized = person.address THEN contact.id END
                        AS partner_id,
                   COALESCE(lang.code, partner.lang, contact.lang, %(lang)s) AS lang,
                   offer.id AS offer_id,
                   mails.went, mails.came,
                   history.*
              FROM deal_followup_line AS line
              JOIN crm_lead AS lead ON lead.id = line.lead_id
         LEFT JOIN res_partner AS partner ON partner.id = lead.partner_id
         LEFT JOIN deal_contact AS main ON main.lead_id = lead.id AND main.is_primary
         LEFT JOIN res_partner AS contact ON contact.id = main.partner_id
         LEFT JOIN res_lang AS lang ON lang.id = lead.lang_id AND lang.active
        -- The deal's own address, its customer's, that of its primary contact.
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN COALESCE(TRIM(lead.email_from), '') != ''
                               THEN NULLIF(lead.email_normalized, '')
                               WHEN COALESCE(TRIM(partner.email), '') != ''
                               THEN NULLIF(partner.email_normalized, '')
                               ELSE NULLIF(contact.email_normalized, '') END AS address
                   ) AS person
        CROSS JOIN LATERAL (%(history)s) AS history
 LEFT JOIN LATERAL (%(offer)s) AS offer ON TRUE
 LEFT JOIN LATERAL (%(mails)s) AS mails ON TRUE
             WHERE line.followup_id = %(followup)s AND %(chosen)s
            """,
            writable=lead_ids,
            lang=self.user_id.lang or 'en_US',
            history=self._get_history(line_ids),
            offer=self._get_open_offer(),
            mails=self._get_mails(),
            followup=self.id,
            chosen=self._get_chosen(line_ids),
        )

    def _get_chosen(self, line_ids):
        """Return the condition of the lines that are decided."""
        if line_ids is None:
            return SQL("line.state IN ('waiting', 'skipped')")
        return SQL("line.id = ANY(%s) AND line.state = 'waiting'", line_ids)

    def _get_history(self, line_ids):
        """Return the query of opt-outs of an address, of whose it is, and of messages to it."""
        # What was written before these lines is perhaps just being sent.
        ahead = SQL("FALSE")
        if line_ids:
            ahead = SQL("other.state = 'waiting' AND other.id < %s", min(line_ids))
        return SQL(
            """
            SELECT EXISTS (SELECT FROM deal_followup_optout AS optout
                            WHERE optout.email = person.address
                                  AND optout.company_id IN (%(company)s, lead.company_id)
                   ) AS is_opted_out,
                   EXISTS (SELECT FROM mail_blacklist AS blacklist
                            WHERE blacklist.email = person.address AND blacklist.active
                   ) AS is_blacklisted,
                   EXISTS (SELECT FROM mail_alias
                            WHERE mail_alias.alias_full_name = person.address
                   ) AS is_own,
                   EXISTS (SELECT FROM res_partner AS colleague
                             JOIN res_users AS account ON account.partner_id = colleague.id
                            WHERE colleague.email_normalized = person.address
                                  AND account.active AND account.share IS NOT TRUE
                   ) AS is_internal,
                   %(rests)s AND EXISTS (
                           SELECT FROM deal_followup_line AS other
                            WHERE other.email = person.address AND other.state = 'sent'
                                  AND other.sent_on >= %(since)s
                                  AND other.followup_id != %(followup)s
                   ) AS is_recent,
                   EXISTS (SELECT FROM deal_followup_line AS other
                            WHERE other.email = person.address AND other.id != line.id
                                  AND other.followup_id = %(followup)s
                                  AND (other.state = ANY(%(handed_over)s) OR %(ahead)s)
                   ) AS is_served
            """,
            company=self.company_id.id,
            rests=bool(self.skip_days),
            since=self._get_rest_begin(),
            followup=self.id,
            handed_over=list(HANDED_OVER),
            ahead=ahead,
        )

    def _get_open_offer(self):
        """Return the query of the last offer that the client can accept."""
        return SQL(
            """
            SELECT offer.id FROM deal_offer AS offer
             WHERE offer.lead_id = lead.id AND %s
          ORDER BY offer.id DESC LIMIT 1
            """,
            self.env['deal.offer']._get_answerable_condition(),
        )

    def _get_mails(self):
        """Return the query of the dates of the last messages to and from the client."""
        messages = self.env['mail.message']
        return SQL(
            """
            SELECT MAX(message.date) FILTER (WHERE %(came)s) AS came,
                   MAX(message.date) FILTER (WHERE %(went)s) AS went
              FROM mail_message AS message
             WHERE message.model = 'crm.lead' AND message.res_id = lead.id
                   AND message.id IS DISTINCT FROM line.message_id
            """,
            came=messages._get_client_wrote_condition(),
            went=messages._get_client_received_condition(),
        )

    def _get_reason(self):
        """Return the expression of the first reason against a message; NULL for none.

        Reasons that the sender may overrule come last.
        """
        soft = SQL(
            """
            WHEN fact.is_removed THEN 'removed'
            WHEN fact.is_forced THEN NULL
            WHEN fact.won_status IN ('won', 'lost') AND NOT %(closed)s THEN 'closed'
            WHEN fact.deal_is_suspended AND NOT %(suspended)s THEN 'suspended'
            WHEN fact.offer_id IS NULL AND %(needs_offer)s THEN 'no_offer'
            WHEN fact.came >= fact.went AND %(skips_replied)s THEN 'replied'
            WHEN fact.went >= %(since)s OR fact.is_recent THEN 'recent'
            """,
            closed=bool(self.include_closed),
            suspended=bool(self.include_suspended),
            needs_offer=self.offer_mode != 'none',
            skips_replied=bool(self.skip_replied),
            since=self._get_rest_begin(),
        )
        return SQL(
            """
            CASE WHEN NOT fact.is_writable THEN 'no_access'
                 WHEN fact.deal_merged_into_id IS NOT NULL THEN 'merged'
                 WHEN fact.typed IS NULL THEN 'no_address'
                 WHEN fact.address IS NULL THEN 'invalid'
                 WHEN fact.is_own THEN 'own_address'
                 WHEN fact.is_internal THEN 'internal'
                 WHEN fact.is_opted_out THEN 'opted_out'
                 WHEN fact.is_blacklisted THEN 'blacklisted'
                 %s
            END
            """,
            soft,
        )

    def _get_rest_begin(self):
        """Return the moment since which a message is too recent; in the future for never."""
        now = fields.Datetime.now()
        return now - timedelta(days=self.skip_days) if self.skip_days else now + timedelta(days=1)

    def _invalidate_lines(self):
        """Forget cached values that SQL statements have changed."""
        self.env['deal.followup.line'].invalidate_model()
        self.invalidate_recordset()
