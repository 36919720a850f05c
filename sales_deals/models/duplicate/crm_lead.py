"""Likely duplicates of a deal, found by match keys and shown on form, list and card."""

from collections import Counter

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...tools import matching

#: Points by which the needed score is lowered for a deal that is being typed.
LESS_WHILE_TYPING = 3.0
#: Deals that are named above the form, at most.
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
        help="What the deal has in common with the one it is compared with.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_deal_duplicate_count(self):
        """Count found pairs that the user may see: one query for any number of deals."""
        duplicate, ids = self.env['deal.duplicate'], self.ids
        domain = ['|', ('lead_id', 'in', ids), ('other_id', 'in', ids)]
        query = duplicate._search(
            [*duplicate._get_open_domain(), ('is_repeat', '=', False), *domain]
        )
        columns = [SQL.identifier(duplicate._table, name) for name in ('lead_id', 'other_id')]
        pairs = self.env.execute_query(query.select(*columns)) if ids else ()
        counts = Counter(lead_id for pair in pairs for lead_id in pair)
        # Few have any: for all others it is said at once.
        self.deal_duplicate_count = 0
        for lead in self.filtered(lambda lead: lead._origin.id in counts):
            lead.deal_duplicate_count = counts[lead._origin.id]

    @api.depends_context('deal_like_id', 'active_model', 'active_id', 'lang')
    def _compute_deal_duplicate_reason(self):
        """Compute why each deal may be a duplicate of the deal in the context.

        A dialogue that has just been opened from a deal does not know its own values yet.
        """
        context = self.env.context
        opened_from = context.get('active_model') == self._name and context.get('active_id')
        lead = self.browse(context.get('deal_like_id') or opened_from or ()).exists()
        # Users see these reasons only next to a deal that they may read.
        matches = lead._filtered_access('read')._find_matches().get(lead.id, {})
        describe = self.env['deal.duplicate']._describe_reasons
        for other in self:
            match = matches.get(other._origin.id)
            other.deal_duplicate_reason = describe(match.reasons) if match else False

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.depends(
        *('partner_name', 'contact_name', 'website', 'city', 'email_from', 'phone', 'partner_id'),
        *('name', 'expected_revenue', 'date_deadline'),
    )
    @api.depends_context('uid', 'allowed_company_ids', 'lang')
    def _compute_potential_lead_duplicates(self):
        """Find duplicates by the rules in use, unless the company keeps Odoo's way.

        Compute the hint above the form, too, as it needs the same search.
        """
        ours = self.filtered(lambda lead: lead._uses_deal_rules())
        super(CrmLead, self - ours)._compute_potential_lead_duplicates()
        (self - ours).deal_duplicate_hint = False
        for lead in (self - ours).filtered('duplicate_lead_ids'):
            # Odoo includes archived ones, and counts deals that the user may not see.
            found = lead.duplicate_lead_ids
            kept = found.filtered(lambda other: not other.deal_merged_into_id)
            lead.duplicate_lead_count -= len(found - kept)
            lead.duplicate_lead_ids = kept
        found = ours._find_similar()
        others = self.browse({other_id for matches in found.values() for other_id in matches})
        visible = others.sudo(False)._filtered_access('read')
        for lead in ours:
            similar = found.get(lead.id, {})
            same = [other_id for other_id, match in similar.items() if not match.is_repeat]
            lead.duplicate_lead_ids = self.browse(same) + lead
            lead.duplicate_lead_count = len(same)
            lead.deal_duplicate_hint = lead._prepare_duplicate_hint(similar, visible)

    def action_show_potential_duplicates(self):
        """List the likely duplicates with their reasons, to be compared and merged."""
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

    def action_deal_merge_with(self, other_id):
        """Open the comparison before this deal and another one are merged."""
        self.ensure_one()
        return (self | self.browse(other_id))._get_merge_action()

    def action_deal_not_duplicate(self, other_id):
        """Remember that this deal and another one are two.

        :return: id of the pair, by which that can be taken back
        """
        self.ensure_one()
        return self.env['deal.duplicate']._dismiss(self, self.browse(other_id)).id

    def _find_matching_partner(self):
        """Suggest the customer whose keys match best if none has the deal's e-mail address.

        Only under the context key of dialogues that show the suggestion before it is taken.
        """
        partner = super()._find_matching_partner()
        if not partner and self.env.context.get('deal_suggest_customer'):
            return self._find_alike_partners()[self]
        return partner

    def _find_duplicates(self):
        """Find likely duplicates of these deals by the rules in use, the likeliest first.

        :return: dictionary of id to dictionary of the other deal's id to
            :class:`sales_deals.tools.matching.Match`; see :meth:`_find_similar`
        """
        return {
            lead_id: {other_id: match for other_id, match in matches.items() if not match.is_repeat}
            for lead_id, matches in self._find_similar().items()
        }

    def _find_similar(self):
        """Find likely duplicates and other deals of the same clients, the likeliest first.

        Pairs that a user has dismissed are left out, and deals of companies that the user does not
        work in, which only a deal without a company can be like.

        :return: dictionary of id (that of a deal being typed is a ``NewId``) to dictionary of the
            other deal's id to :class:`sales_deals.tools.matching.Match`
        """
        found = self._find_matches()
        others = self.browse({other_id for matches in found.values() for other_id in matches})
        told = set(others._of_users_companies()._ids)
        pairs = self.env['deal.duplicate'].sudo()
        dismissed = pairs._get_dismissed(self._origin.ids) if told else set()
        return {
            lead.id: {
                other_id: match
                for other_id, match in sorted(
                    found[lead.id].items(), key=lambda item: (-item[1].score, item[0])
                )
                if other_id in told and frozenset((lead._origin.id, other_id)) not in dismissed
            }
            for lead in self
            if lead.id in found
        }

    def _find_matches(self, rules=None):
        """Find likely duplicates, dismissed ones included; three queries for any number.

        :param rules: :class:`sales_deals.tools.matching.Rules` to try
        """
        # Users have no access to keys; callers show only deals that the user may read.
        keys = self.env['deal.match.key'].sudo()
        subjects = keys._get_subjects(self)
        rules = rules or self.env['deal.match.rules'].sudo()._get_used_rules()
        candidates = keys._get_candidates(subjects, self._get_typing_rules(rules))
        others = [other for found in candidates.values() for _id, other, *_rest in found]
        if not others:
            return {lead.id: {} for lead in subjects}
        rules = self._get_weighed_rules([*subjects.values(), *others], rules)
        matches = {
            (lead.id, other_id): match
            for lead, record in subjects.items()
            for other_id, match in lead._compare_with(record, candidates[lead], rules).items()
        }
        found = {lead.id: {} for lead in subjects}
        for (lead_id, other_id), match in self._weigh_contents(matches, rules).items():
            found[lead_id][other_id] = match
        return found

    def _prepare_match_record(self):
        """Return what the deal is compared by.

        Extend together with :meth:`deal.match.key._get_source_fields`.

        :return: a :class:`sales_deals.tools.matching.Record`
        """
        company = self._get_deciding_company()
        # Keys must not depend on who writes the deal.
        partner = self.partner_id.sudo()
        countries = (self.country_id.id, partner.country_id.id)
        known = [self._get_country_code(country) for country in filter(None, countries)]
        record = matching.read_record(
            company=self.partner_name,
            person=self.contact_name,
            email=self.email_from,
            phone=self.phone,
            website=self.website,
            tax_id=partner.vat,
            city=self.city,
            countries=list(filter(None, known)),
            home=company._get_match_country_code(),
        )
        return record._replace(**self._prepare_match_customer(partner))

    @api.model
    @tools.ormcache('country_id', cache='stable')
    def _get_country_code(self, country_id):
        """Return the code of a country; Odoo clears the cache when one is changed."""
        return self.env['res.country'].browse(country_id).code

    def _prepare_match_customer(self, partner):
        """Return the keys of the contact and of the company that were chosen for a deal."""
        customer = partner.commercial_partner_id
        return {
            'contact': str(partner.id) if partner and not partner.is_company else '',
            'customer': str(customer.id) if customer.is_company else '',
        }

    def _after_merge(self):
        """Refresh the deals' keys, and the pairs that are still to be decided."""
        super()._after_merge()
        self._renew_derived()
        domain = ['|', ('lead_id', 'in', self.ids), ('other_id', 'in', self.ids)]
        # Users have no access to pairs; whoever merges may write the deals.
        pairs = self.env['deal.duplicate'].sudo().search(domain)
        pairs.group_id._refresh()

    def _get_merge_action(self):
        """Return the action of Odoo's merge dialogue, with the comparison, for these deals."""
        action = self.env['ir.actions.act_window']._for_xml_id('crm.action_merge_opportunities')
        return {**action, 'context': {'active_model': 'crm.lead', 'active_ids': self.ids}}

    def _prepare_duplicate_hint(self, matches, visible):
        """Return the hint above the form: visible duplicates, and the number of others.

        :param matches: dictionary of other deals' ids to matches, the likeliest first
        :param visible: those of the deals that the user may read
        :return: dictionary of ``deals``, ``more`` of them, ``hidden`` (numbers), and ``others``:
            the client's other open deals; or False
        """
        leads = self.browse(matches).sudo(False)
        others = [lead for lead in leads & visible if matches[lead.id].is_repeat and lead.active]
        matches = {key: match for key, match in matches.items() if not match.is_repeat}
        shown = [lead for lead in self.browse(matches).sudo(False) if lead in visible]
        describe = self.env['deal.duplicate']._describe_reasons
        return bool(matches or others) and {
            'others': [{'id': lead.id, 'name': lead.display_name} for lead in others],
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

    def _uses_deal_rules(self):
        return not self._merges_as_odoo()

    @api.model
    def _get_typing_rules(self, rules):
        """Return looser rules for a deal being typed: missing values do not count against it."""
        needed = rules.needed - LESS_WHILE_TYPING
        return rules._replace(needed=needed, person_missing=0.0)

    @api.model
    def _get_weighed_rules(self, records, rules=None):
        """Return rules with the weights of the words that occur in some records."""
        rules = rules or self.env['deal.match.rules'].sudo()._get_used_rules()
        # Users have no access to frequencies; only weights are read.
        return rules._replace(**self.env['deal.match.frequency'].sudo()._get_weights(records))

    def _compare_with(self, record, candidates, rules):
        """Compare this deal with candidates.

        :return: dictionary of other deals' ids to matches
        """
        if not self._origin:
            rules = self._get_typing_rules(rules)
        found = {
            other_id: matching.compare(record, other, rules, shown_only=True)
            for other_id, other, company_id, active in candidates
            if self._may_be_compared(other_id, company_id, active)
        }
        return {other_id: match for other_id, match in found.items() if match.score}

    def _may_be_compared(self, other_id, company_id, active):
        """Return whether another deal is of the same company, and one of the two is active."""
        if other_id == self._origin.id:
            return False
        if company_id and self.company_id and company_id != self.company_id.id:
            return False
        return self.active or active
