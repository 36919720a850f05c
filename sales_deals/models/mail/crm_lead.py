"""Customer and open deals of an incoming mail's sender."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ...tools import matching
from ...tools.mail import subjects

#: Newest deals of a sender that are looked at, at most.
LOOKED_AT = 80
#: An address with more open deals is shared by clients: a portal, a reseller.
MAX_OPEN = 20
#: Deals that the banner above the form offers, at most.
OFFERED = 5
#: Attributes of a field that are cheap to describe.
BRIEF = ('name', 'type', 'string', 'required', 'readonly', 'relation', 'store')


class ClientDeal(NamedTuple):
    """A deal of a mail's sender, or of the sender's company."""

    id: int
    partner_id: int | None
    partner_email: str | None
    company_id: int | None
    team_id: int | None
    user_id: int | None
    number: str | None
    is_same_mailbox: bool
    is_opportunity: bool
    is_open: bool


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # For administrators only: a user who sees this deal may not see that one.
    deal_belongs_to_id = fields.Many2one(
        'crm.lead',
        string="May Belong To",
        index='btree_not_null',
        readonly=True,
        copy=False,
        ondelete='set null',
        groups='base.group_system',
    )
    deal_asks_belonging = fields.Boolean(
        string="May Belong to an Open Deal",
        compute='_compute_deal_asks_belonging',
        search='_search_deal_asks_belonging',
        compute_sudo=True,
        help="It was made from an e-mail of a client who has an open deal.",
    )
    deal_belonging = fields.Json(compute='_compute_deal_belonging')
    deal_looks_automatic = fields.Boolean(
        string="Looks Automatic",
        readonly=True,
        copy=False,
        help="The e-mail that it was made of has marks of a program, but may be from a person.",
    )

    # Odoo searches each mail's sender among the deals; its own index serves parts of addresses.
    _deal_email_index = models.Index('(email_normalized) WHERE email_normalized IS NOT NULL')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'active', 'won_status', 'deal_belongs_to_id.active', 'deal_belongs_to_id.won_status'
    )
    def _compute_deal_asks_belonging(self):
        # Few have another one: for all others it is said at once.
        self.deal_asks_belonging = False
        for lead in self.filtered('deal_belongs_to_id'):
            other = lead.deal_belongs_to_id
            lead.deal_asks_belonging = (
                other != lead and lead._is_in_progress() and other._is_in_progress()
            )

    def _search_deal_asks_belonging(self, operator, value):
        if operator != 'in':
            return NotImplemented
        is_open = self._get_in_progress_domain()
        # Whoever sees a deal may know whether it asks; the other deal is not disclosed.
        leads = self.sudo().with_context(active_test=False)
        asking = leads._search(is_open & Domain('deal_belongs_to_id', 'any!', is_open))
        asks = Domain('id', 'in', asking)
        return asks if True in value else ~asks

    @api.depends('deal_asks_belonging')
    @api.depends_context('uid', 'allowed_company_ids', 'lang')
    def _compute_deal_belonging(self):
        """Compute the banner above the form: one query for each deal that asks, and few do."""
        for lead in self:
            lead.deal_belonging = lead.deal_asks_belonging and lead._prepare_belonging()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_belongs_to(self, deal_id):
        """Merge this deal, made from a mail, with the sender's open deal that the mail is about.

        "Undo Merge" separates them again.

        :param int deal_id: id of the deal that the mail is about
        :return: the action that opens this deal
        :raise UserError: if the question was answered before, or the deal is gone
        """
        self.ensure_one()
        self.check_access('write')
        deal = self.browse(deal_id).exists()._get_survivor()
        if not self.sudo().deal_asks_belonging or not deal:
            raise UserError(
                self.env._("This was answered already, or the deal is closed. Reload the page.")
            )
        survivor = (deal | self)._merge_into_oldest(
            reason=self.env._("An e-mail from a client with an open deal")
        )
        survivor._notify_of_mail(self)
        return survivor.get_formview_action()

    def action_deal_is_new(self):
        """Keep this deal, made from a mail, as a separate one."""
        self.check_access('write')
        asking = self.filtered('deal_asks_belonging')
        # Write access was checked above; the field itself is for the system only.
        asking.sudo().deal_belongs_to_id = False
        note = self.env._("The e-mail belongs to none of the client's open deals.")
        asking._message_log_batch(bodies=dict.fromkeys(asking.ids, note))

    def action_deal_drop_automatic(self):
        """Archive deals that a program's e-mails have become; none of them is a lost one."""
        self.check_access('write')
        dropped = self.filtered('deal_looks_automatic')
        dropped._take_lowest_probability()
        dropped.action_archive()
        return True

    def action_deal_is_from_person(self):
        """Keep deals that a person's e-mails have become."""
        self.check_access('write')
        # Write access was checked above; only the system sets the mark.
        self.sudo().deal_looks_automatic = False
        return True

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Find the customer by other spellings of the address, and the deal it may belong to."""
        values = dict(custom_values or {})
        team = self.env['crm.team'].browse(values.get('team_id'))
        company = self._get_company_of_mail(team, msg_dict)
        sender = self._get_sender(msg_dict, company)
        deals = self._get_deals_of_mail(msg_dict, company) if sender is msg_dict else []
        values = {**self._prepare_belonging_values(sender, deals, company, team), **values}
        author = self.env['res.partner'].browse(sender.get('author_id') or ())
        if author.company_id - company:
            values['partner_id'] = False  # Odoo refuses customers of other companies
        if 'deal_client' in self.env.context and self.env.context.get('deal_looks_automatic'):
            values['deal_looks_automatic'] = True
        brief = self.with_context(deal_brief_fields=True)
        lead = super(CrmLead, brief).message_new(sender, values).with_env(self.env)
        is_sender = sender is msg_dict and not lead.partner_id
        if is_sender and (partner := self._find_spelled_partner(msg_dict, deals, company)):
            # Not on creation: Odoo would replace the customer's address by the sender's spelling.
            lead.partner_id = partner
        return lead

    @api.model
    def _get_company_of_mail(self, team, msg_dict):
        """Return the company of the deal that a mail makes: its team's, or its client's.

        Odoo gives the deal of a team of no company to that of its customer.
        """
        author = self.env['res.partner'].browse(msg_dict.get('author_id') or ())
        company = team.company_id or (team and author.company_id)
        return company._or_current() if company else self.env.company

    @api.model
    def _get_sender(self, msg_dict, company):
        """Return what was read of a mail, from the client whom it names in Reply-To."""
        client = self.env.context.get('deal_reply_to')
        if not client or company.sudo().deal_mail_policy != 'ask':
            return msg_dict
        return {**msg_dict, 'from': client, 'email_from': client, 'author_id': False}

    def _process_attachments_for_post(self, *args, **kwargs):
        """Keep drawings and photos of incoming mails as they are; Odoo would shrink large ones."""
        if 'deal_client' in self.env.context:
            self = self.with_context(image_no_postprocess=True)
        return super()._process_attachments_for_post(*args, **kwargs)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe fields briefly: for each mail, Odoo asks only whether there is a name."""
        if allfields is None and attributes is None and self.env.context.get('deal_brief_fields'):
            attributes = BRIEF
        return super().fields_get(allfields, attributes)

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Include archived and merged deals, and other spellings of the sender's address."""
        if not email_from_normalized:
            # Without an address there is nobody to tell apart: all such mails share one limit.
            senders = Domain('email_normalized', '=', False) & Domain('email_from', '!=', False)
        else:
            keys = matching.email_keys(email_from_normalized)
            addresses = {email_from_normalized, *keys, *self.env.context.get('deal_spellings', ())}
            senders = Domain('email_normalized', 'in', list(addresses))
        return senders & Domain('active', 'in', (True, False)) & Domain('id', '!=', 0)

    @api.model
    def _find_deals_of_client(self, email, partner_id):
        """Return deals of a mail's sender, and open ones of the sender's company, newest first.

        :param str email: the address as it was written
        :param int partner_id: the customer with this address, if there is one
        :return: list of :class:`ClientDeal`
        """
        self.flush_model()
        query = self._get_client_query(email, partner_id)
        return [ClientDeal(*row) for row in self.env.execute_query(query)]

    @api.model
    def _take_mail(self, email, partner_id, message_id, targets):
        """Take in a mail, and find its sender's deals as :meth:`_find_deals_of_client` does.

        :param targets: what it is for, see :meth:`deal.mail.receipt._take`
        :return: those of the targets that are new, and the list of :class:`ClientDeal`
        """
        self.flush_model()
        query = self._get_client_query(email, partner_id)
        # Whoever may write to the team may have a mail recorded; nothing else is written.
        taken, rows = self.env['deal.mail.receipt'].sudo()._take(message_id, targets, query)
        return taken, [ClientDeal(*row) for row in rows]

    @api.model
    def _get_named_deal(self, subject, deals, company):
        """Return the sender's open deal that a subject names by its number.

        :param str subject: the subject of a mail
        :param deals: list of :class:`ClientDeal`
        :return: a :class:`ClientDeal` or None
        """
        named = [
            deal
            for deal in self._get_open_deals(deals, company)
            if deal.number and subjects.names_number(subject or '', deal.number)
        ]
        return named[0] if len(named) == 1 else None

    def _note_report(self, message_dict):
        """Log delivery reports that are not bounces, as notes."""
        for lead in self:
            lead.message_post(
                body=message_dict.get('body') or '',
                subject=message_dict.get('subject'),
                email_from=message_dict['email_from'],
                author_id=False,
                message_type='email',
                message_id=message_dict['message_id'],
                subtype_xmlid='mail.mt_note',
            )

    def _notify_of_mail(self, lead):
        """Notify the salesperson of this deal that a mail was added to it."""
        user = self.user_id
        if user and user != self.env.user:
            self.message_notify(
                partner_ids=user.partner_id.ids,
                subject=self.env._("An e-mail was added to %s", self.display_name),
                body=self.env._(
                    "%(user)s has added the e-mail “%(subject)s” to this deal.",
                    user=self.env.user.name,
                    subject=lead.name,
                ),
            )

    @api.model
    def _get_client_query(self, email, partner_id):
        """Return a query of the columns of :class:`ClientDeal`; a colleague has no rows."""
        blocks = [f'm:{key}' for key in self._get_sender_keys(email)]
        parts = self._get_mailbox_query(blocks)
        unless_colleague = SQL("TRUE")
        if partner_id:
            parts = SQL("%s UNION ALL %s", parts, self._get_customer_query(partner_id))
            unless_colleague = SQL(
                "NOT EXISTS (SELECT FROM res_partner WHERE id = %s AND partner_share IS FALSE)",
                partner_id,
            )
        return SQL(
            """
            WITH part (id, is_same) AS MATERIALIZED (%(parts)s), found AS (
                SELECT id, bool_or(is_same) AS is_same_mailbox
                  FROM part GROUP BY id ORDER BY id DESC LIMIT %(limit)s)
            SELECT lead.id, lead.partner_id, partner.email_normalized, lead.company_id,
                   lead.team_id, lead.user_id, lead.deal_number, found.is_same_mailbox,
                   lead.type = 'opportunity',
                   %(in_progress)s
                   AND lead.deal_merged_into_id IS NULL AND lead.deal_belongs_to_id IS NULL
              FROM found
              JOIN crm_lead lead ON lead.id = found.id
              LEFT JOIN res_partner partner ON partner.id = lead.partner_id
             WHERE %(unless_colleague)s
             ORDER BY lead.id DESC
            """,
            parts=parts,
            in_progress=self._get_in_progress_condition('lead'),
            unless_colleague=unless_colleague,
            limit=LOOKED_AT,
        )

    @api.model
    def _get_mailbox_query(self, blocks):
        return SQL(
            "SELECT lead_id, TRUE FROM deal_match_key"
            " WHERE string_to_array(blocks, ' ') && %s::text[] AND NOT EXISTS ("
            "  SELECT FROM deal_match_frequency WHERE kind = 'block' AND text = ANY(%s))",
            blocks,
            blocks,
        )

    @api.model
    def _get_customer_query(self, partner_id):
        """Return a query of the open deals of a customer's company, unless it is one of ours."""
        return SQL(
            "SELECT deal.id, FALSE FROM res_partner author"
            " JOIN res_partner contact"
            "   ON contact.commercial_partner_id = author.commercial_partner_id"
            " JOIN crm_lead deal ON deal.partner_id = contact.id"
            " WHERE author.id = %s AND %s"
            " AND NOT EXISTS ("
            "  SELECT FROM res_company WHERE partner_id = author.commercial_partner_id)",
            partner_id,
            self._get_in_progress_condition('deal'),
        )

    @api.model
    def _get_deals_of_mail(self, msg_dict, company):
        """Return the sender's deals in this company, from the gateway's query if there was one."""
        found = self.env.context.get('deal_client')
        if found is None:
            found = self._find_deals_of_client(msg_dict.get('from'), msg_dict.get('author_id'))
        return [deal for deal in found if deal.company_id in (None, company.id)]

    @api.model
    def _get_open_deals(self, deals, company):
        """Return the deals that a mail may be about; none if the address has too many."""
        found = [deal for deal in deals if deal.is_open and deal.company_id in (None, company.id)]
        return found if len(found) <= MAX_OPEN else []

    @api.model
    def _rank_open_deals(self, deals, company, team):
        """Sort the open deals, the likeliest first.

        Deals come before leads, the sender's own before the company's, the same team's before
        others, newer before older ones.
        """
        return sorted(
            self._get_open_deals(deals, company),
            key=lambda deal: (
                deal.is_opportunity,
                deal.is_same_mailbox,
                deal.team_id == team.id,
                deal.id,
            ),
            reverse=True,
        )

    @api.model
    def _prepare_belonging_values(self, msg_dict, deals, company, team):
        """Return values of a new deal whose sender has an open one: the link, the salesperson."""
        if company.sudo().deal_mail_policy != 'ask':
            return {}
        ranked = self._rank_open_deals(deals, company, team)
        if not ranked:
            return {}
        user = self.env['res.users'].browse(ranked[0].user_id or ()).filtered('active')
        return {'deal_belongs_to_id': ranked[0].id, **({'user_id': user.id} if user else {})}

    @api.model
    def _get_sender_keys(self, email):
        """Return the keys of a sender's address; a display name that looks like one is ignored."""
        return matching.email_keys(email_normalize(email or '', strict=False) or '')

    @api.model
    def _get_spelled(self, email, deals):
        """Return those of a sender's deals whose customer has the same mailbox."""
        keys = self._get_sender_keys(email)
        return [
            deal
            for deal in deals
            if deal.partner_email and keys and matching.email_keys(deal.partner_email) == keys
        ]

    @api.model
    def _find_spelled_partner(self, msg_dict, deals, company):
        """Return the customer whose address is another spelling of the sender's mailbox."""
        email = msg_dict.get('from') or ''
        if spelled := self._get_spelled(email, deals):
            return self.env['res.partner'].browse(spelled[0].partner_id)
        keys = self._get_sender_keys(email)
        if not keys or keys == [email_normalize(email)]:
            # Odoo has searched this spelling.
            return self.env['res.partner']
        domain = Domain('email_normalized', 'in', keys)
        domain &= Domain('company_id', 'in', (False, company.id))
        return self.env['res.partner'].search(domain, limit=1)

    def _prepare_belonging(self):
        """Return what the banner shows.

        :return: dictionary of ``deals`` (some that the user may see), ``more`` (number of other
            visible ones) and ``hidden`` (number of those that the user may not see); or False
        """
        found = self.sudo()._find_deals_of_client(self.email_from, self.sudo().partner_id.id)
        company = self._get_deciding_company()
        ranked = self._rank_open_deals(found, company, self.team_id)
        deals = self.browse(deal.id for deal in ranked if deal.id != self.id)
        deals |= self.sudo().deal_belongs_to_id.sudo(False)
        deals = deals._of_users_companies()
        visible = deals.sudo(False)._filtered_access('read')
        return bool(deals) and {
            'deals': [
                {
                    'id': deal.id,
                    'name': deal.display_name,
                    'stage': deal.stage_id.name or '',
                    'user': deal.user_id.name or '',
                }
                for deal in visible[:OFFERED]
            ],
            'more': max(len(visible) - OFFERED, 0),
            'hidden': len(deals) - len(visible),
        }
