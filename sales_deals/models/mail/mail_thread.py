"""Incoming mails: read as far as they can be, whoever made them, and each taken in once."""

import logging
import xmlrpc.client

import psycopg2

from odoo import api, models
from odoo.tools import email_normalize

from ...tools.mail import automatic, limits, repair

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    # Reading

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        """Mails that would take too long to read are bounded first, in linear time."""
        if isinstance(message, xmlrpc.client.Binary):
            message = message.data
        if isinstance(message, str):
            message = message.encode()
        message = bytes(message)
        if limits.is_excessive(message):
            message = self._make_substitute_mail(message).as_bytes()
        message = limits.shorten_headers(message)
        return super().message_process(model, message, *args, **kwargs)

    @api.model
    def message_parse(self, message, save_original=False):
        """Where a text can't be read, the mail as it came is attached: nothing is lost."""
        headers = repair.get_headers(message)
        try:
            repair.hold_content_headers(message)
            original = repair.mend(message, headers)
            repair.hold_headers(message)
            values = super().message_parse(message, save_original=save_original)
        except psycopg2.Error:
            raise
        except Exception:
            _logger.info("A mail can't be read; it is attached as it came", exc_info=True)
            original = b''
            repair.put_headers(headers)
            message = self._make_substitute_mail(repair.get_bytes(message))
            values = super().message_parse(message)
        if original and not save_original:
            values['attachments'] = [
                self._Attachment('original_email.eml', original, {}),
                *values['attachments'],
            ]
        return repair.without_nul(values)

    @api.model
    def _message_parse_extract_bounce(self, email_message, message_dict):
        """A report that a mail was read, or is on its way, speaks for an address."""
        values = super()._message_parse_extract_bounce(email_message, message_dict)
        if values['is_bounce'] and self._is_good_report(email_message):
            values.update(bounced_email=False, bounced_partner=self.env['res.partner'].sudo())
        return values

    # Placing

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        routes = super().message_route(message, message_dict, *args, **kwargs)
        if not any(route[0] == 'crm.lead' for route in routes or ()):
            return routes
        if kind := automatic.automatic_kind(message):
            routes = self._route_automatic_mail(message_dict, routes, kind)
        routes = [route for route in routes if not self._is_from_own_alias(message_dict, route)]
        return self._route_to_deals(message_dict, routes)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        deals = message_dict.get('deal_client') or ()
        if spelled := self.env['crm.lead']._get_spelled(message_dict['email_from'], deals):
            self = self.with_context(deal_spellings=[deal.partner_email for deal in spelled])
        return super()._detect_loop_sender(message, message_dict, routes)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        super()._routing_handle_bounce(email_message, message_dict)
        bounced = message_dict['bounced_message']
        if bounced.model == 'crm.lead' and self._is_good_report(email_message):
            deal = self.env['crm.lead'].sudo().browse(bounced.res_id).exists()
            deal._note_report(message_dict)

    @api.model
    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """No program is told that its mail was refused: it might answer."""
        if automatic.automatic_kind(message):
            _logger.info("An automatic mail from %s is not answered", email_from)
            return None
        return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # What is known of the sender is for the new deals; a message has no such field.
        deals = message_dict.pop('deal_client', None)
        if deals is not None:
            # Drawings and photos arrive whole, where Odoo would make large ones smaller.
            self = self.with_context(deal_client=deals, image_no_postprocess=True)
        return super()._message_route_process(message, message_dict, routes)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _make_substitute_mail(self, raw):
        text = self.env._("This e-mail could not be read. It is attached as it came.")
        return limits.make_substitute(raw, text)

    @api.model
    def _is_good_report(self, message):
        return automatic.is_report(message) and not automatic.has_failed(message)

    @api.model
    def _route_automatic_mail(self, message_dict, routes, kind):
        """An automatic reply makes no deal; on the deal that it answers, it is a note."""
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
            # Odoo notifies whoever wrote what is answered: a colleague, never another client.
            if parent.author_id.partner_share:
                message_dict.pop('parent_id')
        return kept

    @api.model
    def _is_from_own_alias(self, message_dict, route):
        """Whether a new deal would be made of a mail that the alias itself seems to send."""
        alias = route[4]
        sender = email_normalize(message_dict['email_from'])
        return bool(
            route[0] == 'crm.lead' and not route[1] and alias and sender == alias.alias_full_name
        )

    @api.model
    def _route_to_deals(self, message_dict, routes):
        """Take in a mail once, whoever else is given it at the same moment, and let one that names
        its sender's open deal in the subject go there."""
        if not any(route[0] == 'crm.lead' for route in routes):
            return routes
        # Who writes needs no access to what he may have written about before.
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
        model, thread_id, values, user_id, alias = route
        if model != 'crm.lead' or thread_id or not deals:
            return route
        team = self.env['crm.team'].sudo().browse((values or {}).get('team_id'))
        company = team.company_id or self.env.company
        named = self.env['crm.lead']._get_named_deal(message_dict.get('subject'), deals, company)
        return (model, named.id, values, user_id, alias) if named else route
