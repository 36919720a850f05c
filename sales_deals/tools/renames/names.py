"""The names that version 19.0.2.0.0 changed: all that the addon adds to Odoo's models.

Each carries ``deal_`` in its name now, most at its beginning, so that no other addon, no later Odoo
and no field of a user's own meets it.
"""

#: Model -> old names of fields that have got the prefix and are else as they were.
PREFIXED = {
    'crm.lead': (
        'chosen_variant_id',
        'competitor_ids',
        'contact_ids',
        'followup_count',
        'followup_line_ids',
        'is_suspended',
        'is_value_by_hand',
        'is_value_different',
        'is_without_next_step',
        'last_merge_id',
        'loss_count',
        'loss_ids',
        'merge_ids',
        'merged_into_id',
        'offer_ids',
        'open_offer_id',
        'process_id',
        'suspended_reason',
        'suspended_until',
        'uses_calculation',
        'variant_ids',
        'win_back_on',
    ),
    'crm.lead.lost': (
        'category',
        'competitor_price',
        'currency_id',
        'has_competitors',
        'is_reason_required',
        'reason_description',
    ),
    'crm.lead2opportunity.partner': (
        'assignment_note',
        'customer_note',
        'duplicate_count',
        'process_id',
        'stage_id',
    ),
    'crm.lead2opportunity.partner.mass': (
        'assignment_note',
        'customer_note',
        'duplicate_count',
        'is_odoos_way',
        'line_ids',
        'process_id',
        'stage_id',
    ),
    'crm.lost.reason': ('category', 'description', 'is_shown_to_clients', 'win_back_days'),
    'crm.merge.opportunity': (
        'choices',
        'comparison',
        'comparison_digest',
        'has_several_won',
        'survivor_id',
        'with_won',
    ),
    'crm.stage': ('process_id',),
    'crm.team': (
        'can_use_employees_contact',
        'followup_template_ids',
        'offer_template_ids',
        'process_ids',
    ),
    'crm.team.member': ('is_responsible', 'resource_calendar_id', 'sequence'),
    # Models of the addon call the process as the deal does.
    'deal.forecast.report': ('process_id',),
    'deal.loss': ('process_id',),
    'deal.offer.funnel': ('process_id',),
    'deal.process.change': ('process_id',),
    'deal.report': ('process_id',),
    'deal.report.mixin': ('process_id',),
    'deal.variant': ('process_id',),
    'deal.variant.line': ('process_id',),
}
#: (Model, old name of a field) -> new name.
FIELDS = {
    **{(model, name): f'deal_{name}' for model, names in PREFIXED.items() for name in names},
    ('crm.lead', 'merged_deal_ids'): 'deal_merged_ids',
    ('crm.lead.lost', 'competitor_id'): 'deal_competitor_partner_id',
}
#: (Model, old name of a method that a button calls) -> new name.
METHODS = {
    ('crm.lead', 'action_belongs_to'): 'action_deal_belongs_to',
    ('crm.lead', 'action_is_new_deal'): 'action_deal_is_new',
    ('crm.lead', 'action_new_followup'): 'action_deal_new_followup',
    ('crm.lead', 'action_new_offer'): 'action_deal_new_offer',
    ('crm.lead', 'action_restore_lost'): 'action_deal_restore_lost',
    ('crm.lead', 'action_resume'): 'action_deal_resume',
    ('crm.lead', 'action_take_calculated_value'): 'action_deal_take_calculated_value',
    ('crm.lead', 'action_undo_merge'): 'action_deal_undo_merge',
    ('crm.lead', 'action_view_followups'): 'action_deal_view_followups',
    ('crm.lead', 'action_view_losses'): 'action_deal_view_losses',
    ('crm.team', 'action_use_employees_contact'): 'action_deal_use_employees_contact',
    ('deal.offer', 'action_new_followup'): 'action_deal_new_followup',
    ('res.config.settings', 'action_use_employees_contact'): 'action_deal_use_employees_contact',
}
#: (Model, old name of a filter in a search of its records) -> new name.
FILTERS = {
    **{
        ('crm.lead', name): f'deal_{name}'
        for name in (
            'customer',
            'decision_date',
            'decision_overdue',
            'decision_this_month',
            'decision_this_week',
            'in_stage_since',
            'kind_contract',
            'kind_offer',
            'kind_opportunity',
            'my_teams',
            'next_activity',
            'offer_expiring',
            'offer_opened',
            'offer_state',
            'process',
            'suspended',
            'tags',
            'to_win_back',
            'without_calculation',
            'without_next_step',
        )
    },
    ('crm.lost.reason', 'group_by_category'): 'deal_group_by_category',
    ('crm.stage', 'process'): 'deal_process',
}
#: Table, old and new name of a constraint or an index, without the table's name before them.
TABLE_OBJECTS = (
    ('crm_lead', 'email_normalized_index', 'deal_email_index'),
    ('crm_lead', 'suspended_index', 'deal_suspended_index'),
    ('crm_lost_reason', 'win_back_days_positive', 'deal_win_back_days_positive'),
)
