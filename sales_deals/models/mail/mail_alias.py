"""Who may write to an alias: employees too, also where the app Employees is not installed."""

import sys

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class MailAlias(models.Model):
    _inherit = 'mail.alias'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    alias_contact = fields.Selection(
        selection_add=[('internal_users', "Employees")],
        # Never everyone, and the alias stays.
        ondelete={'internal_users': 'set partners'},
    )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        described = super().fields_get(allfields, attributes)
        return self._without_replaced_contact(described)

    def _get_alias_contact_description(self):
        if self.alias_contact == 'internal_users':
            return self.env._("addresses of employees")
        return super()._get_alias_contact_description()

    def _alias_bounce_incoming_email(self, message, message_dict, set_invalid=True):
        """A mail that the server is about to try again is not refused, nor the alias wrong."""
        error = sys.exc_info()[1]
        if isinstance(error, (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)):
            return None
        return super()._alias_bounce_incoming_email(message, message_dict, set_invalid)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _has_employees_app(self):
        """Whether Odoo itself offers employees as senders: the app Employees does."""
        return 'employees' in dict(self._fields['alias_contact']._description_selection(self.env))

    @api.model
    def _get_replaced_contact_domain(self):
        """Aliases that take mails from internal users where Odoo would know the employees."""
        return [('alias_contact', '=', 'internal_users')]

    @api.model
    def _without_replaced_contact(self, described):
        """Fields' descriptions without our value where the app Employees has one, unless an alias
        still has it: what is set must be shown."""
        options = described.get('alias_contact', {}).get('selection') or ()
        # A count, whoever asks.
        if 'employees' in dict(options) and not self.sudo().search_count(
            self._get_replaced_contact_domain(), limit=1
        ):
            described['alias_contact']['selection'] = [
                option for option in options if option[0] != 'internal_users'
            ]
        return described

    def _use_employees_contact(self):
        """Let the app Employees say who is one."""
        replaced = self.filtered_domain(self._get_replaced_contact_domain())
        replaced.alias_contact = 'employees'

    @api.model
    def _replace_employees_contact(self, contact):
        """Let deals' aliases accept other senders, before the app Employees goes.

        :param str contact: a value of ``alias_contact``
        """
        domain = [('alias_contact', '=', 'employees'), ('alias_model_id.model', '=', 'crm.lead')]
        self.search(domain).alias_contact = contact
