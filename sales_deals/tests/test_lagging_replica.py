"""Behind a replica that lags, what was just made is not there yet: an empty answer, no error."""

from odoo.tests import TransactionCase, new_test_user, tagged

ADDON = 'odoo.addons.sales_deals.'
#: Not there, as a record that the replica has not got yet.
MISSING = 2**30
#: What methods are asked for, where that is not optional.
ARGUMENTS = {
    'web_read': ({'display_name': {}},),
    'get_deal_open_practices': (MISSING,),
    'get_deal_opening': (['panel', 'tabs', 'duplicates'],),
}


@tagged('post_install', '-at_install')
class TestLaggingReplica(TransactionCase):
    def _get_methods(self):
        """Return model and name of the addon's read-only methods of records."""
        return {
            (model._name, name)
            for model in self.env.registry.values()
            for definer in model.mro()
            if definer.__module__.startswith(ADDON)
            for name, method in vars(definer).items()
            if getattr(method, '_readonly', False)
            if not getattr(method, '_api_model', False)
            if not model._abstract
        }

    def test_what_is_not_there_yet_gets_an_empty_answer(self):
        groups = 'sales_team.group_sale_salesman,sales_deals.group_show_costs'
        user = new_test_user(self.env, 'lagging', groups)
        methods = self._get_methods()
        self.assertIn(('crm.lead', 'get_deal_panel'), methods)
        for model, name in sorted(methods):
            with self.subTest(model=model, method=name):
                record = self.env[model].with_user(user).browse(MISSING)
                self.assertFalse(getattr(record, name)(*ARGUMENTS.get(name, ())))
