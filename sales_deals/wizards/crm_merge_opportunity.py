"""Before deals are merged: which one stays, and which of the values that differ."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.deal_variant import COST_GROUP

#: Shown by a column of its own, or of no use to compare.
HIDDEN_FIELDS = {'id', 'name', 'deal_number', 'active', 'display_name'}


class CrmMergeOpportunity(models.TransientModel):
    _inherit = 'crm.merge.opportunity'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    survivor_id = fields.Many2one(
        'crm.lead', string="Deal That Stays", compute='_compute_survivor_id'
    )
    has_several_won = fields.Boolean(compute='_compute_survivor_id')
    with_won = fields.Boolean(
        string="These won deals are one sale",
        help="Several of them are won: they are merged only if you say so.",
    )
    comparison = fields.Html(compute='_compute_comparison', sanitize=False)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('opportunity_ids')
    def _compute_survivor_id(self):
        for wizard in self:
            leads = wizard.opportunity_ids._origin
            is_ours = wizard._is_into_oldest()
            wizard.survivor_id = leads._get_oldest() if is_ours else False
            won = leads.filtered(lambda lead: lead.won_status == 'won')
            wizard.has_several_won = is_ours and len(won) > 1

    @api.depends('opportunity_ids')
    @api.depends_context('uid', 'lang')
    def _compute_comparison(self):
        for wizard in self:
            leads = wizard.opportunity_ids._origin
            shown = wizard._is_into_oldest() and len(leads) > 1
            wizard.comparison = shown and self.env['ir.qweb']._render(
                'sales_deals.deal_merge_comparison', wizard._prepare_comparison(leads)
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def default_get(self, fields_list):
        """All deals that were selected, won ones too: nothing is dropped in silence."""
        values = super().default_get(fields_list)
        selected = self.env['crm.lead'].browse(self.env.context.get('active_ids', []))
        if 'opportunity_ids' in values and self._is_into_oldest(selected):
            values['opportunity_ids'] = [fields.Command.set(selected.ids)]
        return values

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_merge(self):
        if self.has_several_won and not self.with_won:
            raise UserError(
                self.env._(
                    "Several of these deals are won. Say that they are one sale, or remove them."
                )
            )
        wizard = self.with_context(deal_merge_won=self.with_won)
        return super(CrmMergeOpportunity, wizard).action_merge()

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _is_into_oldest(self, leads=None):
        leads = self.opportunity_ids._origin if leads is None else leads
        return all(lead._get_merge_company().deal_merge_policy == 'oldest' for lead in leads)

    def _prepare_comparison(self, leads):
        """Fields that differ as rows, deals as columns, the value that wins marked.

        :return: dictionary of values for the template
        """
        survivor = leads._get_oldest()
        ordered = survivor | leads
        plan = ordered._prepare_merge_plan(survivor, {})
        winners = {name: lead_id for lead_id, names in plan['cells'].items() for name in names}
        rows = []
        for name, field in self._get_compared_fields(leads).items():
            texts = [self._format_value(lead, name) for lead in ordered]
            if len(set(texts)) > 1:
                winner = winners.get(name, survivor.id)
                rows.append(
                    {
                        'label': field['string'],
                        'cells': list(zip(texts, [i == winner for i in ordered.ids], strict=True)),
                    }
                )
        return {'leads': ordered, 'survivor': survivor, 'rows': rows}

    @api.model
    def _get_compared_fields(self, leads):
        """The fields that the user may see and that one deal gives, in the order of their names."""
        names = [name for name in leads._get_merge_field_names() if name not in HIDDEN_FIELDS]
        described = leads.fields_get(names, ['string', 'type', 'groups'])
        hides_costs = not self.env.user.has_group(COST_GROUP)
        return {
            name: field
            for name, field in sorted(described.items(), key=lambda item: item[1]['string'])
            if not (hides_costs and leads._fields[name].groups == COST_GROUP)
        }

    @api.model
    def _format_value(self, lead, name):
        field, value = lead._fields[name], lead[name]
        if field.relational:
            return value.display_name or ''
        if field.type == 'selection':
            return dict(field._description_selection(self.env)).get(value, '')
        if field.type == 'boolean':
            return self.env._("Yes") if value else ''
        converter = self.env.get(f'ir.qweb.field.{field.type}')
        if converter is None or value in (False, ''):
            return str(value or '')
        options = {'widget': field.type}
        if field.type == 'monetary':
            options['display_currency'] = lead[field.get_currency_field(lead)]
        return str(converter.value_to_html(value, options))
