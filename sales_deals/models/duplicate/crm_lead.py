"""Deals that are likely the same: found by their keys, shown on form, list and card."""

from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import matching

#: So many points less are needed to speak of a deal while its like is typed.
LESS_WHILE_TYPING = 3.0
#: Deals that are named above the form.
HINTED = 3


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_duplicate_count = fields.Integer(
        string="Likely Duplicates", compute='_compute_deal_duplicate_count'
    )
    deal_duplicate_hint = fields.Json(
        compute='_compute_potential_lead_duplicates', compute_sudo=True
    )
    deal_duplicate_reason = fields.Char(
        string="Why",
        compute='_compute_deal_duplicate_reason',
        help="What the deal has in common with the one that is looked at.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_deal_duplicate_count(self):
        """Pairs that the scan has found and the user may see: one query for any number."""
        duplicate, ids = self.env['deal.duplicate'], self.ids
        domain = ['|', ('lead_id', 'in', ids), ('other_id', 'in', ids)]
        query = duplicate._search([*duplicate._get_open_domain(), *domain])
        columns = [SQL.identifier(duplicate._table, name) for name in ('lead_id', 'other_id')]
        pairs = self.env.execute_query(query.select(*columns)) if ids else ()
        counts = Counter(lead_id for pair in pairs for lead_id in pair)
        for lead in self:
            lead.deal_duplicate_count = counts[lead._origin.id]

    @api.depends_context('deal_like_id', 'lang')
    def _compute_deal_duplicate_reason(self):
        """What speaks for each being one with the deal of the context."""
        lead = self.browse(self.env.context.get('deal_like_id')).exists()
        # Who may read these deals may know what they have in common with his.
        matches = lead._filtered_access('read')._find_matches().get(lead.id, {})
        describe = self.env['deal.duplicate']._describe_reasons
        for other in self:
            match = matches.get(other._origin.id)
            other.deal_duplicate_reason = describe(match.reasons) if match else False

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        # Keys are the finder's own; they tell nobody more than the deal that was made.
        self.env['deal.match.key'].sudo()._insert(leads)
        return leads

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.depends('partner_name', 'contact_name', 'website', 'city', 'email_from', 'phone')
    @api.depends_context('uid', 'allowed_company_ids', 'lang')
    def _compute_potential_lead_duplicates(self):
        """By the rules in use, unless the company keeps Odoo's own way.

        What is shown above the form comes along, as it comes from the same search.
        """
        ours = self.filtered(lambda lead: lead._uses_deal_rules())
        super(CrmLead, self - ours)._compute_potential_lead_duplicates()
        (self - ours).deal_duplicate_hint = False
        for lead in (self - ours).filtered('duplicate_lead_ids'):
            # Odoo looks for archived ones too, and counts those that others may not see.
            found = lead.duplicate_lead_ids
            kept = found.filtered(lambda other: not other.deal_merged_into_id)
            lead.duplicate_lead_count -= len(found - kept)
            lead.duplicate_lead_ids = kept
        found = ours._find_duplicates()
        others = self.browse({other_id for matches in found.values() for other_id in matches})
        visible = others.sudo(False)._filtered_access('read')
        for lead in ours:
            matches = found.get(lead.id, {})
            lead.duplicate_lead_ids = self.browse(matches) + lead
            lead.duplicate_lead_count = len(matches)
            lead.deal_duplicate_hint = lead._prepare_duplicate_hint(matches, visible)

    def action_show_potential_duplicates(self):
        """The deals like this one as a list, with the reasons, to be compared and merged."""
        action = super().action_show_potential_duplicates()
        if not self._uses_deal_rules():
            return action
        view = self.env.ref('sales_deals.crm_lead_view_list_duplicates')
        return {
            **action,
            'name': self.env._("Likely Duplicates"),
            'views': [(view.id, 'list'), (False, 'kanban'), (False, 'form')],
            'context': {**action['context'], 'deal_like_id': self.id},
        }

    def _find_matching_partner(self):
        """Where nobody has the deal's e-mail address, and only to be shown before it is taken, the
        customer whose keys match best."""
        partner = super()._find_matching_partner()
        if not partner and self.env.context.get('deal_suggest_customer'):
            return self._find_alike_partners()[self]
        return partner

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _find_duplicates(self):
        """Deals that these are likely one with, by the rules in use, the likeliest first.

        Pairs of which a user has said that they are no duplicates are left out.

        :return: dictionary of id (that of a deal being typed is a ``NewId``) to dictionary of the
            other deal's id to :class:`sales_deals.tools.matching.Match`
        """
        found = self._find_matches()
        dismissed = self.env['deal.duplicate'].sudo()._get_dismissed(self._origin.ids)
        return {
            lead.id: {
                other_id: match
                for other_id, match in sorted(
                    found[lead.id].items(), key=lambda item: (-item[1].score, item[0])
                )
                if frozenset((lead._origin.id, other_id)) not in dismissed
            }
            for lead in self
            if lead.id in found
        }

    def _find_matches(self, rules=None):
        """The same without regard to what users have decided; three queries for any number.

        :param rules: :class:`sales_deals.tools.matching.Rules` to try
        """
        # Keys are the system's. What is found is shown as far as the user may see it.
        keys = self.env['deal.match.key'].sudo()
        subjects = keys._get_subjects(self)
        rules = rules or self.env['deal.match.rules'].sudo()._get_used_rules()
        candidates = keys._get_candidates(subjects, self._get_typing_rules(rules))
        others = [other for found in candidates.values() for _id, other, *_rest in found]
        rules = self._get_weighed_rules([*subjects.values(), *others], rules)
        return {
            lead.id: lead._compare_with(record, candidates[lead], rules)
            for lead, record in subjects.items()
        }

    def _prepare_match_record(self):
        """What the deal is compared by.

        To be extended together with :meth:`deal.match.key._get_source_fields`.

        :return: a :class:`sales_deals.tools.matching.Record`
        """
        company = self.company_id or self.env.company
        # Keys are the same whoever writes the deal.
        partner = self.partner_id.sudo()
        countries = [
            self.country_id.code,
            partner.country_id.code,
            company._get_match_country_code(),
        ]
        countries = list(filter(None, countries))
        return matching.Record(
            emails=tuple(matching.email_keys(self.email_from)),
            phones=tuple(matching.phone_keys(self.phone, countries)),
            host=matching.website_key(self.website),
            tax_id=matching.tax_id_key(partner.vat, countries[0] if countries else ''),
            company=matching.fold_company(self.partner_name),
            person=matching.fold_person(self.contact_name),
            city=matching.fold_text(self.city),
        )

    def _after_merge(self):
        """Refresh the deals' keys, and the pairs that are still to be decided."""
        super()._after_merge()
        # Keys and groups are the finder's; who merges may write the deals.
        keys = self.env['deal.match.key'].sudo().search([('lead_id', 'in', self.ids)])
        keys._compute_keys()
        domain = ['|', ('lead_id', 'in', self.ids), ('other_id', 'in', self.ids)]
        pairs = self.env['deal.duplicate'].sudo().search(domain)
        pairs.group_id._refresh()

    def _get_merge_action(self):
        """Odoo's dialogue to merge these deals, with the comparison."""
        action = self.env['ir.actions.act_window']._for_xml_id('crm.action_merge_opportunities')
        return {**action, 'context': {'active_model': 'crm.lead', 'active_ids': self.ids}}

    def _prepare_duplicate_hint(self, matches, visible):
        """Deals like this one that the user may see, and how many more there are.

        :param matches: dictionary of other deals' ids to matches, the likeliest first
        :param visible: those of the deals that the user may read
        :return: dictionary of ``deals``, ``more`` of them, and ``hidden`` (numbers); or False
        """
        shown = [lead for lead in self.browse(matches).sudo(False) if lead in visible]
        describe = self.env['deal.duplicate']._describe_reasons
        return bool(matches) and {
            'deals': [
                {
                    'id': lead.id,
                    'name': lead.display_name,
                    'user': lead.user_id.name or '',
                    'reason': describe(matches[lead.id].reasons),
                    'is_lost': not lead.active,
                }
                for lead in shown[:HINTED]
            ],
            'more': max(len(shown) - HINTED, 0),
            'hidden': len(matches) - len(shown),
        }

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _uses_deal_rules(self):
        return self._get_merge_company().deal_merge_policy != 'odoo'

    @api.model
    def _get_typing_rules(self, rules):
        """The rules for a deal being typed: what has not been typed yet says nothing."""
        needed = rules.needed - LESS_WHILE_TYPING
        return rules._replace(needed=needed, person_missing=0.0)

    @api.model
    def _get_weighed_rules(self, records, rules=None):
        rules = rules or self.env['deal.match.rules'].sudo()._get_used_rules()
        # How often words occur is the finder's own.
        return rules._replace(**self.env['deal.match.frequency'].sudo()._get_weights(records))

    def _compare_with(self, record, candidates, rules):
        """:return: dictionary of other deals' ids to matches"""
        if not self._origin:
            rules = self._get_typing_rules(rules)
        found = {
            other_id: matching.compare(record, other, rules, shown_only=True)
            for other_id, other, company_id, active in candidates
            if self._may_be_compared(other_id, company_id, active)
        }
        return {other_id: match for other_id, match in found.items() if match.score}

    def _may_be_compared(self, other_id, company_id, active):
        """Whether another deal is of the same company, and one of the two is still worked on."""
        if other_id == self._origin.id:
            return False
        if company_id and self.company_id and company_id != self.company_id.id:
            return False
        return self.active or active
