"""Routing of incoming mails to leads and deals.

What every mail of the database gets stands in :mod:`.mail_thread_gateway`.
"""

import logging

from odoo import api, models
from odoo.addons.mail.tools.alias_error import AliasError
from odoo.fields import Domain
from odoo.tools import email_normalize, email_split

from ...tools.mail import automatic, repair

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """Route mails about deals: each once, to the deal named in the subject, if there is one."""
        self._add_untagged_aliases(message_dict)
        routes = super().message_route(message, message_dict, *args, **kwargs)
        if not any(route[0] == 'crm.lead' for route in routes or ()):
            return routes
        if identifier := repair.make_identifier(message):
            message_dict['message_id'] = identifier
            if self.env['mail.message'].search_count([('message_id', '=', identifier)], limit=1):
                _logger.info("Ignored a mail without Message-Id: it came before")
                return []
        kind = automatic.automatic_kind(message, bool(message_dict.get('parent_id')))
        if kind == 'doubt':
            message_dict['deal_looks_automatic'] = True
        elif kind:
            routes = self._route_automatic_mail(message_dict, routes, kind)
        routes = [route for route in routes if not self._is_from_own_alias(message_dict, route)]
        return self._route_to_deals(message_dict, routes)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """Count a sender's other spellings of the address, too, in mails about deals."""
        deals = message_dict.get('deal_client')
        if deals is not None:
            spelled = self.env['crm.lead']._get_spelled(message_dict['email_from'], deals)
            self = self.with_context(
                deal_tells_people_only=True,
                deal_spellings=[deal.partner_email for deal in spelled],
            )
        return super()._detect_loop_sender(message, message_dict, routes)

    @api.model
    def _message_parse_extract_bounce(self, email_message, message_dict):
        """Keep clients' addresses valid whose mails are reported as read or delayed, not failed."""
        values = super()._message_parse_extract_bounce(email_message, message_dict)
        if (
            values['is_bounce']
            and self._is_good_report(email_message)
            and self._is_bounce_of_deals(values)
        ):
            values.update(bounced_email=False, bounced_partner=self.env['res.partner'].sudo())
        return values

    @api.model
    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """Skip the answer to a refused mail that a program has sent to a deals' alias.

        It might answer, too.
        """
        if self.env.context.get('deal_tells_people_only') and automatic.automatic_kind(message):
            _logger.info("An automatic mail from %s is not answered", email_from)
            return None
        return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Log reports on a deal that are not bounces."""
        super()._routing_handle_bounce(email_message, message_dict)
        bounced = message_dict.get('bounced_message')
        if bounced and bounced.model == 'crm.lead' and self._is_good_report(email_message):
            deal = self.env['crm.lead'].sudo().browse(bounced.res_id).exists()
            deal._note_report(message_dict)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # New deals need what is known of the sender; a message has no such fields.
        deals = message_dict.pop('deal_client', None)
        looks_automatic = message_dict.pop('deal_looks_automatic', False)
        if deals is not None:
            self = self.with_context(deal_client=deals, deal_looks_automatic=looks_automatic)
        return super()._message_route_process(message, message_dict, routes)

    # Odoo declares this on all models; extending all of them would set up every table anew.
    def _alias_get_error(self, message, message_dict, alias):
        """Accept employees where an alias takes mails from employees only."""
        if alias.alias_contact != 'internal_users':
            return super()._alias_get_error(message, message_dict, alias)
        address = email_normalize(message_dict['email_from'], strict=False)
        domain = Domain('email_normalized', '=', address) & Domain('user_ids.share', '=', False)
        # A sender has no access rights; only whether the address is an employee's is asked.
        if address and self.env['res.partner'].sudo().search_count(domain, limit=1):
            return False
        return AliasError('error_internal_users_restricted', self.env._("restricted to employees"))

    @api.model
    def _add_untagged_aliases(self, message_dict):
        """Add the address of deals' aliases to which a mail came with a tag: ``sales+fair@...``."""
        parts = [
            (local.partition('+')[0], domain)
            for local, _at, domain in (
                address.lower().rpartition('@')
                for address in email_split(message_dict.get('recipients') or '')
            )
            if '+' in local.strip('+')
        ]
        if not parts:
            return
        untagged = [f'{local}@{domain}' for local, domain in parts]
        is_deals = Domain('alias_model_id.model', '=', 'crm.lead')
        aliases = self.env['mail.alias'].search(
            is_deals & Domain('alias_full_name', 'in', untagged)
        )
        names = [message_dict['recipients'], *aliases.mapped('alias_full_name')]
        message_dict['recipients'] = ','.join(names)

    @api.model
    def _is_good_report(self, message):
        """Return whether a mail is a report of delivery or reading that tells of no failure."""
        return automatic.is_report(message) and not automatic.has_failed(message)

    @api.model
    def _is_bounce_of_deals(self, values):
        """Return whether a report is about a deal's message, or an unknown one to its address.

        :param dict values: the result of ``_message_parse_extract_bounce``
        """
        if values['bounced_message']:
            return values['bounced_message'].model == 'crm.lead'
        # Mail systems have no rights; only whether there are deals is asked.
        leads = self.env['crm.lead'].sudo().with_context(active_test=False)
        is_deal = Domain('partner_id', 'in', values['bounced_partner'].ids)
        if values['bounced_email']:
            is_deal |= Domain('email_normalized', '=', values['bounced_email'])
        return bool(leads.search_count(is_deal, limit=1))

    @api.model
    def _route_automatic_mail(self, message_dict, routes, kind):
        """Drop routes of an automatic reply that would create deals; elsewhere it is a note."""
        kept = [route for route in routes if route[0] != 'crm.lead' or route[1]]
        if len(kept) < len(routes):
            _logger.info(
                "The mail from %s with Message-Id %s makes no deal: automatic %s",
                message_dict['email_from'],
                message_dict['message_id'],
                kind,
            )
        if any(route[0] == 'crm.lead' for route in kept):
            message_dict['is_internal'] = True
            parent = self.env['mail.message'].sudo().browse(message_dict.get('parent_id'))
            # Odoo notifies the author of the parent message: a colleague, never another client.
            if parent.author_id.partner_share:
                message_dict.pop('parent_id')
        return kept

    @api.model
    def _is_from_own_alias(self, message_dict, route):
        """Return whether a new deal would be made of a mail that the alias seems to send itself."""
        alias = route[4]
        sender = email_normalize(message_dict['email_from'])
        return bool(
            route[0] == 'crm.lead' and not route[1] and alias and sender == alias.alias_full_name
        )

    @api.model
    def _route_to_deals(self, message_dict, routes):
        """Take in a mail once, also of copies that arrive together, and route it to its deal."""
        if not any(route[0] == 'crm.lead' for route in routes):
            return routes
        # The gateway's user may not see all deals; the result only decides the route.
        leads = self.env['crm.lead'].sudo()
        deals = leads._find_deals_of_client(
            message_dict['email_from'], message_dict.get('author_id'), message_dict['message_id']
        )
        if deals is None:
            _logger.info(
                "Ignored the mail with Message-Id %s: it was taken in before",
                message_dict['message_id'],
            )
            return []
        message_dict['deal_client'] = deals
        return [self._route_to_named_deal(message_dict, route, deals) for route in routes]

    @api.model
    def _route_to_named_deal(self, message_dict, route, deals):
        """Return the route to the sender's open deal that the subject names, else the same one."""
        model, thread_id, values, user_id, alias = route
        if model != 'crm.lead' or thread_id or not deals:
            return route
        team = self.env['crm.team'].sudo().browse((values or {}).get('team_id'))
        company = team.company_id._or_current()
        named = self.env['crm.lead']._get_named_deal(message_dict.get('subject'), deals, company)
        return (model, named.id, values, user_id, alias) if named else route
