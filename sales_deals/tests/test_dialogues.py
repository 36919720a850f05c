from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestDialogues(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one, cls.other = (
            new_test_user(cls.env, login, 'sales_team.group_sale_manager')
            for login in ('dialogue_one', 'dialogue_other')
        )

    def test_dialogues_open_with_what_is_true_now(self):
        """Check that no dialogue opens from a cache.

        It would show old values until the answer comes, and who presses a button before that would
        be told that the record cannot be found.
        """
        data = self.env['ir.model.data'].search(
            [('module', '=', 'sales_deals'), ('model', '=', 'ir.actions.act_window')]
        )
        actions = self.env['ir.actions.act_window'].browse(data.mapped('res_id'))
        dialogues = actions.filtered(
            lambda action: action.target == 'new' or self.env[action.res_model]._transient
        )
        self.assertIn('deal.calculation.switch', dialogues.mapped('res_model'))
        self.assertEqual(dialogues.filtered('cache').mapped('res_model'), [])

    def test_dialogues_are_their_user_s_alone(self):
        """Check that nobody reads or changes what a colleague has typed and not yet confirmed."""
        names = [
            model._name
            for model in self.env.values()
            if model._name.startswith('deal.') and model._transient
        ]
        self.assertIn('deal.suspend', names)
        for name in names:
            for operation in ('read', 'write', 'create', 'unlink'):
                with self.subTest(name, operation=operation):
                    domain = (
                        self.env['ir.rule'].with_user(self.one)._compute_domain(name, operation)
                    )
                    own = [
                        condition
                        for condition in Domain(domain).iter_conditions()
                        if condition.field_expr == 'create_uid'
                    ]
                    self.assertEqual([set(condition.value) for condition in own], [{self.one.id}])

    def test_a_colleague_s_answers_are_closed(self):
        lead = self.env['crm.lead'].create({'name': "A deal", 'type': 'opportunity'})
        values = {'lead_ids': lead.ids, 'until': '2040-01-01', 'reason': "Budget"}
        dialogue = self.env['deal.suspend'].with_user(self.one).create(values)
        self.assertEqual(dialogue.reason, "Budget")
        foreign = dialogue.with_user(self.other)
        self.assertFalse(foreign.search([]))
        for method, arguments in (('read', (['reason'],)), ('write', ({'reason': "X"},))):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(foreign, method)(*arguments)
