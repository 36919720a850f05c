"""Aliases that accept mails from employees, also without the Employees app."""

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
        # Neither open to everyone nor deleted.
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

    def _alias_bounce_incoming_email(self, *args, **kwargs):
        """Skip mails to deals that the server is about to retry, or that a program has sent.

        Where the server retries, neither mail nor alias is wrong.
        """
        # A sender has no access rights; only what the alias makes is asked. Odoo calls this in
        # another transaction, which may not know the alias.
        if self.sudo().exists().alias_model_id.model != 'crm.lead':
            return super()._alias_bounce_incoming_email(*args, **kwargs)
        error = sys.exc_info()[1]
        if isinstance(error, (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)):
            return None
        alias = self.with_context(deal_tells_people_only=True)
        return super(MailAlias, alias)._alias_bounce_incoming_email(*args, **kwargs)

    @api.model
    def _has_employees_app(self):
        """Return whether the Employees app is installed, which offers employees as senders."""
        return 'employees' in dict(self._fields['alias_contact']._description_selection(self.env))

    @api.model
    def _get_replaced_contact_domain(self):
        """Return the domain of aliases that use our value instead of the Employees app's."""
        return [('alias_contact', '=', 'internal_users')]

    @api.model
    def _without_replaced_contact(self, described):
        """Remove our value from fields' descriptions if the Employees app offers its own.

        It stays as long as an alias uses it, as a value in use must be shown.
        """
        options = described.get('alias_contact', {}).get('selection') or ()
        # Whoever reads the fields may not read aliases; only their existence is asked.
        if 'employees' in dict(options) and not self.sudo().search_count(
            self._get_replaced_contact_domain(), limit=1
        ):
            described['alias_contact']['selection'] = [
                option for option in options if option[0] != 'internal_users'
            ]
        return described

    def _use_employees_contact(self):
        """Switch these aliases to the value of the Employees app."""
        replaced = self.filtered_domain(self._get_replaced_contact_domain())
        replaced.alias_contact = 'employees'

    @api.model
    def _replace_employees_contact(self, contact):
        """Make deals' aliases accept other senders, before the Employees app is uninstalled.

        :param str contact: a value of ``alias_contact``
        """
        domain = [('alias_contact', '=', 'employees'), ('alias_model_id.model', '=', 'crm.lead')]
        self.search(domain).alias_contact = contact


class MailAliasMixinOptional(models.AbstractModel):
    """Records with an alias offer the same senders as the alias."""

    _inherit = 'mail.alias.mixin.optional'

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        described = super().fields_get(allfields, attributes)
        return self.env['mail.alias']._without_replaced_contact(described)
