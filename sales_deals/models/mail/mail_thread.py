"""Routing of incoming mails to leads and deals.

What every mail of the database gets stands in :mod:`.mail_thread_gateway`.
"""

import logging
from functools import partial

from odoo import api, models
from odoo.addons.mail.tools.alias_error import AliasError
from odoo.fields import Domain
from odoo.tools import email_normalize, email_split

from ...tools.mail import automatic, repair
from . import mail_thread_again, mail_thread_client  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """Route mails about deals: each once, to the deal named in the subject, if there is one."""
        self._forget_read()
        route = partial(super().message_route, message, message_dict, *args, **kwargs)
        having = ()
        if again := self.env.context.get('deal_again'):
            routes, having = self._route_again(route, message_dict, again), again.deals
        else:
            self._add_hidden_aliases(message, message_dict)
            routes = route()
        if not any(route[0] == 'crm.lead' for route in routes or ()):
            return routes
        if identifier := repair.make_identifier(message):
            message_dict['message_id'] = identifier
            known = self._get_received(identifier)
            routes = self._keep_new_routes(message, message_dict, routes, known)
            having = self._get_deals_having(known)
        kind = automatic.automatic_kind(message, bool(message_dict.get('parent_id')))
        if kind == 'doubt':
            message_dict['deal_looks_automatic'] = True
        elif kind:
            routes = self._route_automatic_mail(message_dict, routes, kind)
        routes = [route for route in routes if not self._is_from_own_alias(message_dict, route)]
        message_dict['deal_reply_to'] = self._get_client(message, message_dict)
        return self._route_to_deals(message_dict, routes, having)

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
        reply_to = message_dict.pop('deal_reply_to', None)
        if deals is not None:
            self = self.with_context(
                deal_client=deals, deal_looks_automatic=looks_automatic, deal_reply_to=reply_to
            )
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
    def _keep_new_routes(self, message, message_dict, routes, known):
        """Return the routes for which a mail without Message-Id is no mail that came before.

        :param known: the messages that it has become before
        """
        if not known:
            return routes
        _logger.info("A mail without Message-Id came before")
        identifier = message_dict['message_id']
        copies = self._get_aliases_of_copy(message, message_dict, identifier, known)
        return [route for route in routes if route[4] in copies.values()]

    @api.model
    def _add_hidden_aliases(self, message, message_dict):
        """Add addresses of deals' aliases that Odoo would not find.

        A mail came to them with a tag (``sales+fair@...``), or only its envelope names them.
        """
        seen = {address.lower() for address in email_split(message_dict.get('recipients') or '')}
        hidden = self._get_addresses(message, message_dict) - seen
        if hidden:
            found = self._find_deals_aliases(hidden)
            message_dict['recipients'] = ','.join([message_dict['recipients'], *found])

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
    def _route_to_deals(self, message_dict, routes, having):
        """Take in a mail once for each alias, also of copies that arrive together, and route it.

        :param having: ids of deals that have it already
        """
        targets = {
            number: self._get_target(route[1], route[4])
            for number, route in enumerate(routes)
            if route[0] == 'crm.lead'
        }
        if not targets:
            return routes
        # The gateway's user may not see all deals; the result only decides the route.
        taken, deals = (
            self.env['crm.lead']
            .sudo()
            ._take_mail(
                message_dict['email_from'],
                message_dict.get('author_id'),
                message_dict['message_id'],
                set(targets.values()),
            )
        )
        if not taken:
            _logger.info(
                "Ignored the mail with Message-Id %s: it was taken in before",
                message_dict['message_id'],
            )
            return []
        message_dict['deal_client'] = deals
        named = [
            self._route_to_named_deal(message_dict, route, deals)
            for number, route in enumerate(routes)
            if number not in targets or targets[number] in taken
        ]
        return self._each_once(named, having)

    @api.model
    def _each_once(self, routes, having):
        """Return the routes without those to a deal that has the mail already.

        :param having: ids of such deals
        """
        reached, kept = set(having), []
        for route in routes:
            deal_id = route[1] if route[0] == 'crm.lead' else False
            if deal_id not in reached:
                kept.append(route)
            if deal_id:
                reached.add(deal_id)
        return kept

    @api.model
    def _route_to_named_deal(self, message_dict, route, deals):
        """Return the route to the sender's open deal that the subject names, else the same one."""
        model, thread_id, values, user_id, alias = route
        if model != 'crm.lead' or thread_id or not deals:
            return route
        team = self.env['crm.team'].sudo().browse((values or {}).get('team_id'))
        company = self.env['crm.lead']._get_company_of_mail(team, message_dict)
        named = self.env['crm.lead']._get_named_deal(message_dict.get('subject'), deals, company)
        return (model, named.id, values, user_id, alias) if named else route
