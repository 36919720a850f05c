from . import (
    test_access_matrix,
    test_cost_secrecy,
    test_deletions,
    test_dialogues,
    test_foreign_fields,
    test_foreign_views,
    test_house,
    test_intruder,
    test_lagging_replica,
    test_names,
    test_percents,
    test_persian_date_tour,
)
from .activity import (
    test_next_step,
    test_next_step_access,
    test_next_step_chain,
    test_next_step_done,
    test_next_step_missing,
    test_next_step_tour,
)
from .cadence import (
    test_cadence_ahead,
    test_cadence_at_once,
    test_cadence_begin,
    test_cadence_dialogues,
    test_cadence_faults,
    test_cadence_queries,
    test_cadence_run,
    test_cadence_texts,
    test_cadence_tour,
)
from .calculation import (
    test_calculation_access,
    test_calculation_approval,
    test_calculation_catalog,
    test_calculation_combo,
    test_calculation_compare,
    test_calculation_configuration,
    test_calculation_copies,
    test_calculation_copy_lines,
    test_calculation_import,
    test_calculation_line,
    test_calculation_order,
    test_calculation_prices,
    test_calculation_rounding,
    test_calculation_sections,
    test_calculation_switch,
    test_calculation_total,
    test_calculation_tour,
    test_calculation_unit,
    test_calculation_variant,
    test_price_list_feature,
)
from .card import (
    test_action_menus,
    test_action_menus_tour,
    test_deal_list,
    test_deal_list_tour,
    test_deal_panel,
    test_deal_panel_tour,
    test_deal_start,
)
from .client import test_deal_competitor, test_deal_contact, test_partner_merge
from .company import (
    test_closed_fields,
    test_deal_changes,
    test_deal_labels,
    test_deal_opening,
    test_leaving_views,
    test_partner_identifiers,
    test_persian_calendar,
)
from .conversion import test_lead_conversion
from .duplicate import (
    test_duplicate_finder,
    test_duplicate_queue,
    test_duplicate_tour,
    test_repeat_business,
)
from .followup import (
    test_followup_access,
    test_followup_http,
    test_followup_placeholders,
    test_followup_recipients,
    test_followup_replies,
    test_followup_rules,
    test_followup_send,
    test_followup_smtp,
    test_followup_texts,
    test_followup_tour,
)
from .loss import (
    test_closing_access,
    test_loss,
    test_loss_activities,
    test_loss_tour,
    test_undo,
    test_undo_tour,
)
from .mail import (
    test_mail_again,
    test_mail_alias,
    test_mail_client,
    test_mail_sender,
    test_mail_tour,
)
from .merge import (
    test_merge,
    test_merge_lossless,
    test_merge_properties,
    test_merge_purge,
    test_merge_tour,
    test_merge_wizard,
)
from .offer import (
    test_offer_answer,
    test_offer_begin,
    test_offer_choice,
    test_offer_deletion,
    test_offer_delivery,
    test_offer_files,
    test_offer_http,
    test_offer_news,
    test_offer_page,
    test_offer_payment,
    test_offer_question,
    test_offer_reminder,
    test_offer_requests,
    test_offer_sections,
    test_offer_shown,
    test_offer_snapshot,
    test_offer_texts,
    test_offer_told,
    test_offer_tour,
    test_offer_visits,
    test_win_back,
)
from .playbook import (
    test_gate_answers,
    test_gate_left,
    test_gate_machines,
    test_gate_tour,
    test_gate_ways,
    test_guidance_secrecy,
    test_playbook_tour,
    test_practice_design,
    test_practice_fact,
    test_practice_gate,
    test_practice_kept,
    test_practice_lists,
    test_practice_panel,
    test_practice_panel_tour,
    test_ready_set,
)
from .process import (
    test_deal_access,
    test_deal_import,
    test_deal_number,
    test_deal_process,
    test_deal_tour,
    test_persian_number,
)
from .report import (
    test_cadence_report,
    test_cadence_report_tour,
    test_deal_report,
    test_deal_report_access,
    test_deal_report_persian,
    test_deal_report_rollup,
    test_jalali,
    test_persian_groups,
    test_practice_override_report,
    test_practice_report,
    test_practice_report_tour,
    test_report_pictures,
    test_stage_report,
)
from .search import (
    test_search,
)
from .state import test_suspend
from .team import test_team_assignment, test_team_dashboard, test_team_templates, test_team_tour
