from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestPersianCalendar(HttpCase):
    """Whose web client has the Persian calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('fa_IR')
        cls.user = new_test_user(cls.env, 'persian_u', password='persian_u', lang='fa_IR')
        cls.user.company_id.deal_persian_calendar = True

    def _get_days_off(self):
        self.authenticate('persian_u', 'persian_u')
        answer = self.make_jsonrpc_request('/web/session/get_session_info')
        is_loaded = 'persian_calendar' in self.url_open('/odoo').text
        self.assertEqual(is_loaded, 'deal_days_off' in answer)
        return answer.get('deal_days_off')

    def test_users_of_persian_have_it_and_no_others(self):
        self.assertTrue(self._get_days_off())
        self.user.lang = 'en_US'
        self.assertIsNone(self._get_days_off())

    def test_the_company_decides_and_each_user_may_choose_otherwise(self):
        self.user.company_id.deal_persian_calendar = False
        self.assertIsNone(self._get_days_off())
        self.user.with_user(self.user).write({'deal_calendar': 'persian'})
        self.assertTrue(self._get_days_off())
        self.user.company_id.deal_persian_calendar = True
        self.user.with_user(self.user).write({'deal_calendar': 'gregorian'})
        self.assertIsNone(self._get_days_off())

    def test_thursday_is_a_day_off_where_nobody_works_on_it(self):
        calendar = self.env['resource.calendar'].create({'name': "Saturday to Wednesday"})
        calendar.attendance_ids.filtered(lambda hours: hours.dayofweek in ('3', '4')).unlink()
        self.user.company_id.resource_calendar_id = calendar
        self.assertEqual(self._get_days_off(), [4, 5])
        calendar.attendance_ids[:1].copy({'dayofweek': '3'})
        self.assertEqual(self._get_days_off(), [5])
