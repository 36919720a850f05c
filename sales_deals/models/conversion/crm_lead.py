"""Preview of what converting a lead would make of it."""

from odoo import models
from odoo.tools import parse_contact_from_email

from ...tools import matching


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _suggest_customers(self):
        """Suggest a customer for each lead: its own, by its e-mail address, or by match keys.

        :return: dictionary of leads to ``res.partner``, without leads that have none
        """
        found = {lead: lead.partner_id for lead in self}
        missing = self.filtered(lambda lead: not lead.partner_id)
        emails = {lead: [lead.email_from] for lead in missing if lead.email_from}
        by_email = self.browse()._partner_find_from_emails(emails, no_create=True)
        found |= {lead: by_email[lead.id][:1] for lead in emails if by_email.get(lead.id)}
        missing = missing.filtered(lambda lead: not found[lead])
        found |= missing._find_alike_partners()
        return {lead: partner for lead, partner in found.items() if partner}

    def _get_partner_reasons(self, partner):
        """Return why a customer is likely the lead's.

        :return: list of (code, value), see :class:`sales_deals.tools.matching.Reason`
        """
        self.ensure_one()
        record = self._prepare_match_record()
        rules = self._get_weighed_rules([record])
        return matching.compare(record, partner._prepare_match_record(), rules).reasons

    def _get_conversion_obstacle(self):
        """Describe why a lead can't be converted, '' if it can."""
        self.ensure_one()
        if self.won_status == 'won':
            return self.env._("Not converted: it is won.")
        if not self.active:
            return self.env._("Not converted: it is lost or archived.")
        if self.type == 'opportunity':
            return self.env._("Not converted: it is a deal already.")
        return ''

    def _describe_new_customer(self, company=None):
        """Describe the contacts that :meth:`_create_customer` would create.

        :param company: ``res.partner`` to which the new contact would belong
        """
        self.ensure_one()
        contact = self.contact_name or parse_contact_from_email(self.email_from)[0]
        if company and contact:
            return self.env._(
                "Makes the contact “%(contact)s” of %(company)s.",
                contact=contact,
                company=company.display_name,
            )
        if company:
            return self.env._("Links to %s.", company.display_name)
        if self.partner_name and contact:
            return self.env._(
                "Makes the company “%(company)s” with the contact “%(contact)s”.",
                company=self.partner_name,
                contact=contact,
            )
        if self.partner_name:
            return self.env._("Makes the company “%s”.", self.partner_name)
        return self.env._("Makes the contact “%s”.", contact or self.name or '')
