from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestDialogues(TransactionCase):
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
