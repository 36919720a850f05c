from . import ir_module_module, res_company, res_config_settings, res_partner
