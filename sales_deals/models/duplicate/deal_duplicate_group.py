"""Groups of likely duplicates, as a queue to work through."""

import logging
from collections import Counter
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, plaintext2html, split_every

from ...tools import matching

#: Groups that are inserted at a time, so that their pairs are not locked for long.
INSERTED = 10_000

_logger = logging.getLogger(__name__)


class Pair(NamedTuple):
    """Columns of ``deal_duplicate`` that grouping needs."""

    id: int
    group_id: int | None
    score: float
    is_certain: bool
    is_repeat: bool


class DealDuplicateGroup(models.Model):
    """Deals that are connected by pairs; made by the scan."""

    _name = 'deal.duplicate.group'
    _description = "Likely Duplicates"
    _inherit = ['deal.record']
    _order = 'is_repeat, score desc, id desc'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    pair_ids = fields.One2many('deal.duplicate', 'group_id', string="All Pairs", readonly=True)
    # Of all pairs, also those that users may not see: closed, and shown by the fields below.
    score = fields.Float(
        readonly=True, digits=(4, 3), groups=fields.NO_ACCESS, export_string_translation=False
    )
    is_certain = fields.Boolean(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    is_repeat = fields.Boolean(
        string="Other Deals of the Client",
        readonly=True,
        help="The client is the same, but the deals are about different things.",
    )
    is_open = fields.Boolean(string="To Decide", readonly=True, default=True, index=True)
    lead_ids = fields.Many2many(
        'crm.lead',
        string="Deals",
        compute='_compute_lead_ids',
        # One of them may be lost.
        context={'active_test': False},
    )
    lead_count = fields.Integer(string="Number of Deals", compute='_compute_lead_ids')
    hidden_count = fields.Integer(
        string="Deals of Others",
        compute='_compute_lead_ids',
        help="Deals that you may not see. Tell the manager, who can see them.",
    )
    # pair_ids may have been cached by the record rule of groups, without access checks.
    shown_pair_ids = fields.Many2many(
        'deal.duplicate', string="Pairs", compute='_compute_shown_pair_ids'
    )
    reason = fields.Char(compute='_compute_shown_pair_ids')
    shown_score = fields.Float(string="Likeness", compute='_compute_shown_pair_ids', digits=(4, 3))
    shown_certain = fields.Boolean(
        string="Certain",
        compute='_compute_shown_pair_ids',
        search='_search_shown_certain',
        help="Nothing speaks against any of its pairs.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('pair_ids')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_display_name(self):
        for group in self:
            group.display_name = ", ".join(group.lead_ids.mapped('display_name'))

    @api.depends('pair_ids.state')
    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_lead_ids(self):
        # The user gets the visible deals, and only the number of the others.
        pairs = self.env['deal.duplicate'].sudo()._get_open_of(self)
        for group in self:
            of_group = pairs.filtered(lambda pair, group=group: pair.group_id == group)
            leads = (of_group.lead_id | of_group.other_id).sorted('id').sudo(False)
            leads = leads._of_users_companies()
            visible = leads._filtered_access('read')
            group.lead_ids = visible
            group.lead_count = len(leads)
            group.hidden_count = len(leads) - len(visible)

    @api.depends('pair_ids.reasons', 'pair_ids.state', 'pair_ids.score', 'pair_ids.is_certain')
    @api.depends_context('lang', 'uid', 'allowed_company_ids')
    def _compute_shown_pair_ids(self):
        pairs = self.env['deal.duplicate'].search([('group_id', 'in', self.ids)])
        for group in self:
            of_group = pairs.filtered(lambda pair, group=group: pair.group_id == group)
            group.shown_pair_ids = of_group
            group.reason = of_group[:1].reason
            to_decide = of_group.filtered(lambda pair: pair.state == 'open') or of_group
            group.shown_score = max(to_decide.mapped('score'), default=0.0)
            group.shown_certain = bool(to_decide) and all(to_decide.mapped('is_certain'))

    @api.model
    def _search_shown_certain(self, operator, value):
        """Search by the pairs that the user may see."""
        if operator != 'in' or set(value) != {True}:
            return NotImplemented
        is_open = Domain('state', '=', 'open')
        certain = Domain('pair_ids', 'any', is_open & Domain('is_certain', '=', True))
        return certain & ~Domain('pair_ids', 'any', is_open & Domain('is_certain', '=', False))

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Sort by likeness for those who see all deals; for others it would tell of hidden ones."""
        if field_name != 'score' or self.env.su:
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if not self.env.user.has_group('sales_team.group_sale_salesman_all_leads'):
            return SQL()
        groups = super(DealDuplicateGroup, self.sudo())
        return groups._order_field_to_sql(alias, field_name, direction, nulls, query)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_merge(self):
        """Open the comparison of one group, or the preview of several."""
        if not any(len(group.lead_ids) > 1 for group in self):
            raise UserError(
                self.env._("You may see only one of these deals. Tell the manager about them.")
            )
        if len(self) == 1:
            return self.lead_ids._get_merge_action()
        wizard = self.env['deal.duplicate.merge'].create({'group_ids': self.ids})
        return wizard._get_action()

    def action_dismiss(self):
        """Dismiss the visible pairs of these groups."""
        return self.shown_pair_ids.action_dismiss()

    def action_tell_manager(self):
        """Ask the team leader to look at groups of which the user sees only some deals.

        :raise UserError: if there is nobody to tell
        """
        partly_seen = self.exists().filtered(lambda group: group.hidden_count and group.lead_ids)
        if not partly_seen:
            raise UserError(
                self.env._("There are no deals here that somebody else has to decide on.")
            )
        for group in partly_seen:
            lead = group.lead_ids[:1]
            manager = lead._get_manager(lead._get_deciding_company())
            if not manager:
                raise UserError(self.env._("There is no sales manager to tell."))
            lead.activity_schedule(
                'mail.mail_activity_data_todo',
                summary=self.env._("Likely a duplicate of a deal of somebody else"),
                note=plaintext2html(group.reason or ''),
                user_id=manager.id,
            )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'success', 'message': self.env._("The manager has been told.")},
        }

    def _refresh(self):
        """Update state and score of these groups from their open pairs."""
        if self:
            self._refresh_where(SQL("g.id = ANY(%s)", self.ids))

    @api.model
    def _refresh_all(self):
        """Update state and score of all groups: deals were won, lost or deleted since."""
        self._refresh_where(SQL("TRUE"))

    @api.model
    def _regroup(self, lead_ids=None):
        """Put connected pairs into one group each; groups that are right already stay.

        :param lead_ids: deals whose pairs have changed, None for all deals
        """
        self.env.flush_all()
        pairs = self._read_open_pairs(lead_ids)
        united = self._unite(pairs)
        kept = self._get_kept_groups(united, pairs)
        self._remove_groups(lead_ids, pairs, kept)
        new = [
            [pairs[pair] for pair in group]
            for group in united
            if pairs[group[0]].group_id not in kept
        ]
        for groups in split_every(INSERTED, new, list):
            self._insert_groups(groups)
            if lead_ids is None:
                # Releases the locks on the pairs of this batch.
                self.env['ir.cron']._commit_progress()
        self.env.invalidate_all()

    @api.model
    def _make_for(self, matches):
        """Make groups for pairs that a scan has just found.

        Pairs that are stored with their group need not be written again. :meth:`_regroup`
        unites groups that later pairs connect.

        :param dict matches: see :meth:`deal.duplicate._store`
        :return: dictionary of the pairs to ids of groups
        """
        united = self._unite(matches)
        rules = self.env['deal.match.rules']._get_used_rules()
        ids = self._create_rows(
            [max(matches[pair].score for pair in pairs) for pairs in united],
            [all(matching.is_certain(matches[pair], rules) for pair in pairs) for pairs in united],
            [matches[pairs[0]].is_repeat for pairs in united],
        )
        return {
            pair: group_id for group_id, pairs in zip(ids, united, strict=True) for pair in pairs
        }

    @api.model
    def _merge_certain(self):
        """Merge certain groups in companies that want it, if each deal matches each other one."""
        wanting = self.env['res.company'].search(
            [('deal_merge_automatic', '=', True), ('deal_merge_policy', '=', 'oldest')]
        )
        if not wanting:
            return
        for group in self.search([('is_open', '=', True), ('is_certain', '=', True)]):
            leads = group.lead_ids
            if leads._get_deciding_company() in wanting and group._is_complete(leads):
                group._try_to_merge(leads)
                if not self.env['ir.cron']._commit_progress(1):
                    break

    def _try_to_merge(self, leads):
        """Merge a group; log and skip it if it can't be merged."""
        try:
            with self.env.cr.savepoint():
                leads._merge_into_oldest(reason=self.reason)
        except UserError as error:
            _logger.info("Not merged by itself: %s: %s", self.display_name, error)

    def _is_complete(self, leads):
        """Return whether each of the deals matches each other one, not only one of them."""
        return 2 * len(self.shown_pair_ids) == len(leads) * (len(leads) - 1)

    def _refresh_where(self, condition):
        """Update groups ``g`` that satisfy an SQL condition, by one statement."""
        duplicate = self.env['deal.duplicate'].sudo().with_context(deal_with_merged=True)
        open_pairs = duplicate._search(duplicate._get_open_domain())
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE deal_duplicate_group AS changed SET is_open = new.is_open,"
                " score = new.score, is_certain = new.is_certain, is_repeat = new.is_repeat FROM ("
                "   SELECT g.id, count(p.id) > 0 AS is_open,"
                "     coalesce(max(p.score), g.score) AS score,"
                "     coalesce(bool_and(p.is_certain), FALSE) AS is_certain,"
                "     coalesce(bool_and(p.is_repeat), g.is_repeat) AS is_repeat"
                "   FROM deal_duplicate_group g LEFT JOIN deal_duplicate p"
                "     ON p.group_id = g.id AND p.id IN %s WHERE %s GROUP BY g.id) AS new"
                " WHERE new.id = changed.id"
                "   AND (changed.is_open, changed.score, changed.is_certain, changed.is_repeat)"
                "   IS DISTINCT FROM (new.is_open, new.score, new.is_certain, new.is_repeat)",
                open_pairs.subselect(),
                condition,
            )
        )
        self.invalidate_model()

    def _read_open_pairs(self, lead_ids):
        """Return the open pairs of deals, and of all deals connected with them.

        Needs one query for each link of the longest chain.

        :return: dictionary of (id, id) to :class:`Pair`
        """
        found, known, asked = {}, set(), lead_ids
        while asked is None or asked:
            for lead_id, other_id, *values in self._read_pairs_of(asked):
                found[lead_id, other_id] = Pair(*values)
            if asked is None:
                break
            known |= set(asked)
            asked = {lead_id for pair in found for lead_id in pair} - known
        return found

    def _read_pairs_of(self, lead_ids):
        duplicate = self.env['deal.duplicate'].sudo().with_context(deal_with_merged=True)
        domain = duplicate._get_open_domain()
        if lead_ids is not None:
            ids = list(lead_ids)
            domain = [*domain, '|', ('lead_id', 'in', ids), ('other_id', 'in', ids)]
        query = duplicate._search(domain)
        names = ('lead_id', 'other_id', *Pair._fields)
        columns = [SQL.identifier(duplicate._table, name) for name in names]
        return self.env.execute_query(query.select(*columns))

    def _unite(self, pairs):
        """Return lists of connected pairs: those that are likely one deal, and the others apart."""
        kinds = ({}, {})
        for key, pair in pairs.items():
            kinds[pair.is_repeat][key] = pair
        return [group for kind in kinds for group in self._unite_connected(kind)]

    def _unite_connected(self, pairs):
        parents = {}

        def root(lead_id):
            while parents.setdefault(lead_id, lead_id) != lead_id:
                parents[lead_id] = lead_id = parents[parents[lead_id]]
            return lead_id

        for one, other in pairs:
            parents[root(one)] = root(other)
        groups = {}
        for pair in pairs:
            groups.setdefault(root(pair[0]), []).append(pair)
        return list(groups.values())

    def _get_kept_groups(self, united, pairs):
        """Return ids of the groups that hold exactly the pairs that are connected."""
        sizes = Counter(pair.group_id for pair in pairs.values())
        found = [({pairs[pair].group_id for pair in group}, len(group)) for group in united]
        return {
            group_id
            for ids, size in found
            if len(ids) == 1
            for group_id in ids
            if group_id and sizes[group_id] == size
        }

    def _remove_groups(self, lead_ids, pairs, kept):
        """Delete the groups of these deals but for those that are kept."""
        condition = SQL("TRUE")
        if lead_ids is not None:
            ids = [*lead_ids, *(lead_id for pair in pairs for lead_id in pair)]
            condition = SQL(
                "id IN (SELECT group_id FROM deal_duplicate"
                " WHERE lead_id = ANY(%s) OR other_id = ANY(%s))",
                ids,
                ids,
            )
        self.env.cr.execute(
            SQL(
                "DELETE FROM deal_duplicate_group WHERE %s AND NOT id = ANY(%s)",
                condition,
                list(kept),
            )
        )

    def _insert_groups(self, groups):
        """Insert groups by SQL: after a full scan there may be many thousands."""
        ids = self._create_rows(
            [max(float(pair.score) for pair in pairs) for pairs in groups],
            [all(pair.is_certain for pair in pairs) for pairs in groups],
            [pairs[0].is_repeat for pairs in groups],
        )
        rows = [
            (pair.id, group_id)
            for group_id, pairs in zip(ids, groups, strict=True)
            for pair in pairs
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE deal_duplicate SET group_id = new.group_id"
                " FROM unnest(%s, %s) AS new(id, group_id) WHERE deal_duplicate.id = new.id",
                *map(list, zip(*rows, strict=True)),
            )
        )

    def _create_rows(self, scores, certain, repeats):
        """Insert groups and return their ids, in order."""
        query = SQL(
            "INSERT INTO deal_duplicate_group (is_open, score, is_certain, is_repeat)"
            " SELECT TRUE, score, certain, repeat"
            " FROM unnest(%s::numeric[], %s::bool[], %s::bool[]) WITH ORDINALITY"
            "   AS new(score, certain, repeat, place) ORDER BY place RETURNING id",
            scores,
            certain,
            repeats,
        )
        return sorted(group_id for (group_id,) in self.env.execute_query(query))
