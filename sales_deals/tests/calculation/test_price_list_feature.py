from odoo.tests import tagged
from odoo.tools.convert import convert_file

from ..common import DealCase

DATA_FILE = 'data/product_pricelist_data.xml'


@tagged('post_install', '-at_install')
class TestPriceListFeature(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env.ref('product.group_product_pricelist')
        cls.users = cls.env.ref('base.group_user')

    def _load_data(self, mode):
        convert_file(self.env, 'sales_deals', DATA_FILE, {}, mode=mode)

    def test_price_lists_are_switched_on_for_internal_users(self):
        self.assertIn(self.group, self.users.implied_ids)
        self.assertTrue(self.salesman.has_group('product.group_product_pricelist'))
        self.assertFalse(self.portal.has_group('product.group_product_pricelist'))
        self.assertTrue(self.env['product.pricelist'].search([]))

    def test_whoever_switches_price_lists_off_is_not_overruled_by_an_update(self):
        self.users._remove_group(self.group)
        self._load_data('update')
        self.assertFalse(self.salesman.has_group('product.group_product_pricelist'))

    def test_switching_on_again_keeps_archived_price_lists_where_the_feature_is_on(self):
        pricelists = self.env['product.pricelist'].search([])
        pricelists.action_archive()
        self._load_data('init')
        self.assertFalse(any(pricelists.mapped('active')))

    def test_salespeople_find_products_categories_and_price_lists_in_crm(self):
        names = ('menu_products', 'menu_product_categories', 'menu_pricelists')
        menus = {self.env.ref(f'sales_deals.{name}') for name in names}
        for user in (self.salesman, self.manager):
            shown = self.env['ir.ui.menu'].with_user(user)._visible_menu_ids()
            with self.subTest(user.login):
                self.assertLessEqual({menu.id for menu in menus}, set(shown))
