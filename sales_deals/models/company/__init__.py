from . import (
    base,
    deal_changes,
    deal_derived,
    deal_dialogue,
    deal_record,
    deal_row_guard,
    ir_http,
    ir_module_module,
    ir_ui_view,
    res_company,
    res_config_settings,
    res_partner,
)
