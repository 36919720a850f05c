"""Filters of a deal's chatter: received, sent, activities, attachments, changes."""

from odoo import api, models
from odoo.fields import Domain


class MailMessage(models.Model):
    _inherit = 'mail.message'

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _message_fetch(self, domain, *, thread=None, deal_filter=None, **kwargs):
        """Fetch only messages of one kind.

        :param str deal_filter: a key of :meth:`_get_deal_filters`; unknown ones filter nothing
        """
        only = self._get_deal_filters(thread).get(deal_filter) if thread and deal_filter else None
        if only is None:
            return super()._message_fetch(domain, thread=thread, **kwargs)
        domain = Domain(True if domain is None else domain) & only
        found = super()._message_fetch(domain, thread=thread, **kwargs)
        of_thread = Domain('model', '=', thread._name) & Domain('res_id', '=', thread.id)
        return {'count': self.search_count(domain & of_thread), **found}

    @api.model
    def _get_deal_filters(self, thread):
        """Return the domain of each filter in the chatter. Extend it to add filters.

        :return: dictionary of name to domain
        """
        # Only administrators may read tracking values; here they only select messages.
        changes = self.sudo()._search(
            [
                ('model', '=', thread._name),
                ('res_id', '=', thread.id),
                ('tracking_value_ids', '!=', False),
            ]
        )
        return {
            'received': Domain.custom(
                to_sql=lambda model, alias, _query: model._get_client_wrote_condition(alias)
            ),
            'sent': Domain.custom(
                to_sql=lambda model, alias, _query: model._get_client_received_condition(alias)
            ),
            'activities': Domain('mail_activity_type_id', '!=', False),
            'attachments': Domain('attachment_ids', '!=', False),
            'changes': Domain('id', 'in', changes),
        }
