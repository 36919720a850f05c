from odoo.tests import tagged

from ..common import TourCase
from .test_mail_sender import MailCase


@tagged('post_install', '-at_install')
class TestMailTour(TourCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman.action_id = False
        cls.mail = cls._receive(
            'jan@okna.example',
            subject="Which colour",
            headers='Content-Type: multipart/mixed; boundary="b"\r\n',
            text="--b\r\nContent-Type: text/plain\r\n\r\nCould they be white?\r\n--b\r\n"
            "Content-Type: application/pdf; name=plan.pdf\r\n\r\n%PDF-1.4\r\n--b--",
        )
        cls.other = cls._receive('jan@okna.example', subject="A garage")

    def _walk(self):
        action = self.env.ref('crm.crm_lead_action_pipeline')
        self.start_tour(
            f'/odoo/action-{action.id}?view_type=kanban', 'belonging_tour', login='deal_salesman'
        )
        self.assertEqual(self.mail.deal_merged_into_id, self.deal)
        self.assertFalse(self.other.deal_belongs_to_id)
        self.assertTrue(self.other.active)

    def test_salesperson_says_what_mails_belong_to(self):
        self._walk()

    def test_salesperson_says_what_mails_belong_to_in_persian(self):
        self.env['res.lang']._activate_lang('fa_IR')
        self.salesman.lang = 'fa_IR'
        self._walk()
