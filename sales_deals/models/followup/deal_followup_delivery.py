"""How messages of a follow-up reach their mail servers."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from odoo import api, models, modules
from odoo.tools.mail import email_split_and_format_normalize

from . import deal_followup  # noqa: F401 (extended below)
from .deal_followup_session import Courier, Packer, Route

#: Connections to mail servers at a time, and how many messages are worth one more.
CONNECTIONS, WORTH_A_CONNECTION = 3, 10


class ConnectionFailure(Exception):
    """A mail server does not answer; its cause says why."""


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _pack(self, letters):
        """Make of messages what their mail servers take; what can't be written has failed.

        :param letters: list of :class:`Letter`
        :return: dictionary from a :class:`Route` to a list of :class:`Parcel`
        """
        packed = {}
        for route, of_route in self._find_routes(letters).items():
            packed[route], failed = Packer(self.env, route).pack(of_route)
            self._record(failed)
        return packed

    @contextmanager
    def _under_way(self, packed):
        """Send what was packed while the body does something else; at the end all is sent.

        Most of the time, sending is waiting for an answer: so it goes over some connections at a
        time, each with a thread and a cursor of its own.

        :param packed: see :meth:`_pack`; it must be committed
        :raise ConnectionFailure: when a mail server does not answer
        """
        if modules.module.current_test:
            for route, parcels in packed.items():
                self._run_courier(self.env, route, parcels)
            yield
            return
        limit = self._get_connection_limit()
        with ThreadPoolExecutor(limit) as pool:
            runs = [
                pool.submit(self._run_apart, route, share)
                for route, parcels in packed.items()
                for share in self._share_out(route, parcels, limit)
            ]
            yield
        for run in runs:
            run.result()

    def _share_out(self, route, parcels, limit):
        """Divide messages among connections to a mail server; a user's own gets a single one."""
        is_own = self.env['ir.mail_server'].sudo().browse(route.server_id or []).owner_user_id
        count = 1 if is_own else min(limit, -(-len(parcels) // WORTH_A_CONNECTION))
        return [parcels[number::count] for number in range(count)]

    def _get_connection_limit(self):
        # A technical parameter that tells nothing of anybody.
        parameters = self.env['ir.config_parameter'].sudo()
        return max(1, int(parameters.get_param('sales_deals.followup_connections', CONNECTIONS)))

    def _run_apart(self, route, parcels):
        """In a thread, with a cursor of its own that commits each statement at once."""
        threading.current_thread().dbname = self.env.cr.dbname
        with self.env.registry.cursor() as cr:
            cr.connection.autocommit = True
            self._run_courier(api.Environment(cr, api.SUPERUSER_ID, {}), route, parcels)

    @staticmethod
    def _run_courier(env, route, parcels):
        try:
            courier = Courier(env, route)
        except Exception as error:  # whatever a mail server or its settings may raise
            raise ConnectionFailure from error
        with courier:
            courier.deliver(parcels)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _find_routes(self, letters):
        """Through which server each message goes, by Odoo's rules.

        :return: dictionary from :class:`Route` to a list of messages
        """
        servers = self.env['ir.mail_server'].sudo().search([], order='sequence, id')
        found = {}
        routes = {}
        for letter in letters:
            message = letter.line.message_id
            key = (message.mail_server_id, message.record_alias_domain_id, letter.email_from)
            if key not in found:
                found[key] = self._find_route(servers, message, letter.email_from)
            routes.setdefault(found[key], []).append(letter)
        return routes

    def _find_route(self, servers, message, email_from):
        domain = message.record_alias_domain_id
        if message.mail_server_id:
            return Route(message.mail_server_id.id, domain.id, email_from)
        addresses = email_split_and_format_normalize(email_from)
        own = self.user_id
        allowed = servers.filtered(lambda server: server.owner_user_id in (own.browse(), own))
        finder = Route(False, domain.id, '').get_mailer(self.env)
        server, smtp_from = finder._find_mail_server(
            addresses[0] if addresses else email_from, allowed
        )
        return Route(server.id if server else False, domain.id, smtp_from)
