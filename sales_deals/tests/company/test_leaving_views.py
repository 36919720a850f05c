from psycopg2.extras import Json

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

LOGGER = 'odoo.addons.sales_deals.models.company.ir_ui_view'


@tagged('post_install', '-at_install')
class TestLeavingViews(TransactionCase):
    """Customers' views when the addon goes: those that need it are archived."""

    def _create_view(self, parent, arch, **values):
        parent = self.env.ref(parent)
        return self.env['ir.ui.view'].create(
            {
                'name': "Customer's",
                'model': parent.model,
                'inherit_id': parent.id,
                'mode': 'extension',
                'arch': f'<data>{arch}</data>',
                **values,
            }
        )

    @mute_logger(LOGGER)
    def test_views_that_need_the_addon_are_archived(self):
        form, listed = 'crm.crm_lead_view_form', 'crm.crm_case_tree_view_oppor'
        needing = [
            self._create_view(listed, '<field name="deal_number" position="replace"/>'),
            self._create_view(form, '<page name="calculation" position="replace"/>'),
            self._create_view(
                form, '<field name="tag_ids" position="after"><field name="deal_kind"/></field>'
            ),
            self._create_view(
                form,
                '<field name="tag_ids" position="attributes">'
                '<attribute name="invisible">deal_is_suspended</attribute></field>',
            ),
        ]
        others = [
            self._create_view(form, '<page name="internal_notes" position="replace"/>'),
            self._create_view(
                listed, '<field name="city" position="after"><field name="street"/></field>'
            ),
            self._create_view(listed, '<field name="phone" position="replace"/>', priority=99),
        ]
        archived = self._create_view(listed, '<field name="city" position="replace"/>')
        archived.active = False
        self.env['ir.ui.view']._archive_views_of_deals()
        self.assertEqual([view.active for view in needing], [False] * len(needing))
        self.assertEqual([view.active for view in others], [True] * len(others))
        self.assertFalse(archived.active)
        for name in (form, listed):
            self.assertNotIn('deal_', self.env.ref(name).get_combined_arch())

    @mute_logger(LOGGER)
    def test_what_did_not_open_before_and_other_models_stay_as_they_are(self):
        broken = self._create_view(
            'crm.crm_lost_reason_view_tree', '<field name="name" position="replace"/>'
        )
        elsewhere = self._create_view('base.view_partner_tree', '<data/>')
        for view in (broken, elsewhere):
            arch = '<field name="gone" position="replace"/>'
            query = "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s"
            self.env.cr.execute(SQL(query, Json({'en_US': arch}), view.id))
            view.invalidate_recordset()
        self.env['ir.ui.view']._archive_views_of_deals()
        self.assertEqual([broken.active, elsewhere.active], [True, True])

    def test_fields_of_ours_have_names_of_their_own(self):
        """What is looked for in customers' views is no word that they may have otherwise."""
        names = self.env['ir.ui.view']._get_deal_field_names()
        self.assertIn('deal_number', names)
        self.assertFalse({name for name in names if 'deal' not in name})
