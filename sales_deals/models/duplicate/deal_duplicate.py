"""Pairs of likely duplicates, with reasons."""

import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_list

from ...tools import matching

#: Pieces of evidence for a pair that are said, at most: who reads more remembers none.
SAID = 3


class DealDuplicate(models.Model):
    """A pair of likely duplicates, written by the scan; users may dismiss it."""

    _name = 'deal.duplicate'
    _description = "Likely Duplicate"
    _inherit = ['deal.record']
    _order = 'is_repeat, score desc, id desc'
    _rec_name = 'reason'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    # The record rules of a pair check both deals already.
    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        readonly=True,
        ondelete='cascade',
        bypass_search_access=True,
    )
    other_id = fields.Many2one(
        'crm.lead',
        string="Later Deal",
        required=True,
        readonly=True,
        ondelete='cascade',
        index=True,
        bypass_search_access=True,
    )
    group_id = fields.Many2one(
        'deal.duplicate.group', readonly=True, ondelete='set null', index=True
    )
    company_id = fields.Many2one(related='lead_id.company_id')
    score = fields.Float(string="Likeness", readonly=True, digits=(4, 3), aggregator='max')
    is_certain = fields.Boolean(string="Certain", readonly=True)
    is_repeat = fields.Boolean(
        string="Another Deal",
        readonly=True,
        help="The client is the same, but the deals are about different things.",
    )
    reasons = fields.Json(readonly=True)
    reason = fields.Char(compute='_compute_reason')
    state = fields.Selection(
        [('open', "To Decide"), ('dismissed', "Not a Duplicate")],
        default='open',
        required=True,
        readonly=True,
    )

    _unique_pair = models.UniqueIndex('(lead_id, other_id)')
    _older_first = models.Constraint(
        'CHECK (lead_id < other_id)', "A pair names the earlier deal first."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('reasons')
    @api.depends_context('lang')
    def _compute_reason(self):
        for pair in self:
            pair.reason = self._describe_reasons(pair.reasons or [])

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_dismiss(self):
        """Dismiss these pairs, also for later scans, and offer to undo that."""
        opened = self.filtered(lambda pair: pair.state == 'open')
        self._decide('dismissed')
        names = (opened.lead_id | opened.other_id)._get_names()
        message = self.env._("Not a duplicate: %s.", names)
        effect = self.env['deal.undo']._prepare_effect(message, opened, 'action_reopen')
        return {'type': 'ir.actions.act_window_close', **(effect if opened else {})}

    def action_reopen(self):
        """Undo the dismissal of these pairs."""
        self._decide('open')

    def action_merge(self):
        """Open the comparison before the two deals are merged."""
        self.ensure_one()
        return (self.lead_id | self.other_id)._get_merge_action()

    @api.model
    def _dismiss(self, lead, other):
        """Dismiss a pair, which the scan may not have stored yet.

        :return: the pair
        :raise UserError: for one deal with itself
        """
        if len(lead | other) != 2:
            raise UserError(self.env._("Choose another deal than this one."))
        (lead | other).check_access('write')
        # Users can't write pairs; write access to both deals was checked.
        pairs = self.sudo()
        match = lead.sudo()._find_matches().get(lead.id, {}).get(other.id, matching.NO_MATCH)
        earlier, later = sorted((lead.id, other.id))
        pairs._store({(earlier, later): match})
        pair = pairs.search([('lead_id', '=', earlier), ('other_id', '=', later)])
        pair.sudo(False).action_dismiss()
        return pair

    @api.model
    def _get_open_domain(self):
        """Return the domain of pairs to decide: none merged or won, at least one active."""
        return [
            ('state', '=', 'open'),
            ('lead_id.deal_merged_into_id', '=', False),
            ('other_id.deal_merged_into_id', '=', False),
            ('lead_id.won_status', '!=', 'won'),
            ('other_id.won_status', '!=', 'won'),
            '|',
            ('lead_id.active', '=', True),
            ('other_id.active', '=', True),
        ]

    @api.model
    def _get_open_of(self, groups):
        """Return the pairs of some groups that are to be decided."""
        return self.with_context(deal_with_merged=True).search(
            [*self._get_open_domain(), ('group_id', 'in', groups.ids)]
        )

    @api.model
    def _get_dismissed(self, lead_ids):
        """Return the pairs of these deals that users have dismissed.

        :return: set of frozensets of two ids
        """
        domain = ['|', ('lead_id', 'in', lead_ids), ('other_id', 'in', lead_ids)]
        pairs = self.search_fetch([('state', '=', 'dismissed'), *domain], ['lead_id', 'other_id'])
        return {frozenset((pair.lead_id.id, pair.other_id.id)) for pair in pairs}

    @api.model
    def _describe_reasons(self, reasons):
        """Describe reasons of a match in a sentence: "Same phone number, but the cities differ".

        :param reasons: list of (code, value), see :class:`sales_deals.tools.matching.Reason`
        """
        against = {*matching.CONTRADICTING, *matching.OTHER_CONTENT}
        texts = self._get_reason_texts()
        said = [[], []]
        for code, value in reasons:
            # Names have the per cent that they are alike.
            text = texts.get(f'{code}:{value}') or texts.get(code)
            if text:
                said[code in against].append(text)
        said[0] = said[0][:SAID]  # the strongest come first
        together, apart = (format_list(self.env, part) if part else '' for part in said)
        if together and apart:
            together = self.env._("%(reasons)s, but %(others)s", reasons=together, others=apart)
        sentence = together or apart
        return sentence[:1].upper() + sentence[1:]

    @api.model
    def _get_reason_texts(self):
        """Return the words for each piece of evidence, also for names that are 100 % alike."""
        return {
            'contact': self.env._("same contact"),
            'customer': self.env._("same customer"),
            'email': self.env._("same e-mail address"),
            'phone': self.env._("same phone number"),
            'tax_id': self.env._("same tax ID"),
            'person:100': self.env._("same name of the person"),
            'person': self.env._("similar name of the person"),
            'company:100': self.env._("same name of the company"),
            'company': self.env._("similar name of the company"),
            'host': self.env._("same website"),
            'role_email': self.env._("same address of an office"),
            'shared_phone': self.env._("same number of a switchboard"),
            'domain': self.env._("same mail domain"),
            'city': self.env._("same city"),
            'subject': self.env._("same subject"),
            'value': self.env._("same value"),
            'products': self.env._("same products"),
            'soon': self.env._("created within three days"),
            'tax_id_differs': self.env._("the tax IDs differ"),
            'person_differs': self.env._("the persons differ"),
            'person_missing': self.env._("only one names a person"),
            'script_differs': self.env._("the names are in two scripts"),
            'company_differs': self.env._("the companies differ"),
            'city_differs': self.env._("the cities differ"),
            'subject_differs': self.env._("the subjects differ"),
            'figures_differ': self.env._("the numbers in the subjects differ"),
            'value_differs': self.env._("the values differ"),
            'products_differ': self.env._("the products differ"),
            'process_differs': self.env._("the sales processes differ"),
            'decision_differs': self.env._("the decisions are more than a month apart"),
            'later': self.env._("they were created more than two months apart"),
            'much_later': self.env._("they were created more than ten months apart"),
            'both_offered': self.env._("each has an offer"),
        }

    @api.model
    def _store(self, matches, groups=None):
        """Store pairs, or update their scores; dismissals stay.

        :param dict matches: (id of the earlier deal, id of the later) to
            :class:`sales_deals.tools.matching.Match`
        :param dict groups: the same pairs to ids of the groups of those that are new
        """
        if not matches:
            return
        rules = self.env['deal.match.rules']._get_used_rules()
        groups = groups or {}
        rows = [
            (
                *pair,
                match.score,
                matching.is_certain(match, rules),
                match.is_repeat,
                groups.get(pair),
                match.reasons,
            )
            for pair, match in matches.items()
        ]
        self._insert_rows(rows)
        self.invalidate_model()

    def _decide(self, state):
        """Set the state of these pairs, for users who may write both deals."""
        self.lead_id.check_access('write')
        self.other_id.check_access('write')
        # Users can't write pairs; write access to both deals was checked.
        pairs = self.sudo()
        pairs.state = state
        pairs.group_id._refresh()
        if state == 'open':
            self.env['deal.duplicate.group'].sudo()._regroup((self.lead_id | self.other_id).ids)

    def _insert_rows(self, rows):
        """Insert or update pairs by one statement.

        :param rows: tuples (earlier, later, score, is certain, is repeat, group, reasons)
        """
        columns = [list(column) for column in zip(*rows, strict=True)]
        columns[-1] = [json.dumps(reasons) for reasons in columns[-1]]
        self.env.cr.execute(
            SQL(
                "INSERT INTO deal_duplicate (lead_id, other_id, score, is_certain, is_repeat,"
                " group_id, reasons, state, create_date, write_date)"
                " SELECT lead_id, other_id, score, certain, repeat, group_id, reasons::jsonb,"
                "   'open', %(now)s, %(now)s"
                " FROM unnest(%(leads)s, %(others)s, %(scores)s::numeric[], %(certain)s,"
                "   %(repeats)s, %(groups)s::int[], %(reasons)s)"
                "   AS new(lead_id, other_id, score, certain, repeat, group_id, reasons)"
                " ON CONFLICT (lead_id, other_id) DO UPDATE SET score = EXCLUDED.score,"
                " is_certain = EXCLUDED.is_certain, is_repeat = EXCLUDED.is_repeat,"
                " reasons = EXCLUDED.reasons"
                " WHERE deal_duplicate.reasons <> EXCLUDED.reasons"
                " OR deal_duplicate.score <> EXCLUDED.score",
                now=self.env.cr.now(),
                leads=columns[0],
                others=columns[1],
                scores=columns[2],
                certain=columns[3],
                repeats=columns[4],
                groups=columns[5],
                reasons=columns[6],
            )
        )
