import email
from email import policy
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.addons.mail.tests.common import MockEmail
from odoo.tests import tagged

from ...models.followup import deal_followup_smtp
from ...models.followup.deal_followup_smtp import POLICY, Route, build_message
from ..common import FollowupCase


@tagged('post_install', '-at_install')
class TestFollowupMessage(FollowupCase):
    """Messages as mail servers take them are those that Odoo would send, but for whole links."""

    def _build(self, followup):
        """Build the messages of a follow-up, in the order of its lines.

        :return: those that are sent, and those for which Odoo has parsed each header itself
        """
        followup = followup.sudo()
        rendered_list = list(followup._render_lines(followup.line_ids).values())
        followup._save_messages(rendered_list)
        with freeze_time(fields.Datetime.now()):
            messages = self._build_rendered(rendered_list)
            with patch.object(deal_followup_smtp, 'parse_header', lambda _name, value: value):
                odoos = self._build_rendered(rendered_list)
        self.assertTrue(all(message.policy is POLICY for message in messages))
        return messages, odoos

    def _build_rendered(self, rendered_list):
        env, route = rendered_list[0].line.env, Route(False, False, 'x@ours.example')
        return [build_message(env, route, rendered)[0] for rendered in rendered_list]

    def _read(self, message, written_by):
        content = message.as_bytes(policy=written_by)
        return email.message_from_bytes(content, policy=policy.default)

    def _get_content(self, message):
        headers = {name.lower(): str(value) for name, value in message.items()}
        # Odoo encodes long links, which no mail program decodes.
        headers.pop('list-unsubscribe')
        headers.pop('content-type')  # the boundary is random
        texts = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
        return headers, texts

    def _compare(self, followup):
        """Return what arrives, which says the same as what Odoo would write."""
        messages, odoos = self._build(followup)
        ours = [self._read(message, POLICY) for message in messages]
        odoos = [self._read(message, policy.SMTP) for message in odoos]
        for one, other in zip(ours, odoos, strict=True):
            self.assertEqual(self._get_content(one), self._get_content(other))
            self.assertEqual(one.get_content_type(), 'multipart/alternative')
            self.assertFalse(one.defects)
        return ours

    def test_messages_are_what_odoo_writes(self):
        messages = self._compare(self._make_followup())
        self.assertEqual(len({message['Message-Id'] for message in messages}), 2)
        self.assertIn("Dear Anna", messages[0].get_body(('plain',)).get_content())
        self.assertIn("Dear Jan", messages[1].get_body(('html',)).get_content())

    def test_messages_have_the_headers_of_odoos_mails(self):
        followup = self._make_followup(self.anna)
        [message] = self._compare(followup)
        kept = self._get_line(followup, self.anna).message_id
        self.assertEqual(message['Message-Id'], kept.message_id)
        self.assertEqual(message['references'], kept.message_id)
        self.assertEqual(message['Reply-To'], kept.reply_to)
        self.assertEqual(message['From'], self.salesman.email_formatted)
        self.assertEqual(message['To'], 'Anna <anna@client.example>')
        self.assertEqual(message['X-Odoo-Objects'], f'crm.lead-{self.anna.id}')

    def test_letters_of_all_kinds_survive(self):
        self.anna.contact_name = 'Łucja "Ślązaczka" Żółć, @ <home>'
        self.jan.contact_name = "آقای رضایی"
        followup = self._make_followup()
        followup.write(
            {
                'subject': "سلام {{ object.contact_name }} ąęść" + " bardzo długi temat" * 9,
                'body': "<p>متن فارسی ۱۲۳ = . \t € <b>x</b></p><p>.</p><pre>a = b\n.\nc</pre>",
            }
        )
        messages = self._compare(followup)
        self.assertIn("Łucja", messages[0]['To'])
        self.assertIn("رضایی", messages[1]['Subject'])

    def test_headers_are_not_smuggled_in(self):
        self.anna.contact_name = "Anna\nBcc: all@client.example"
        followup = self._make_followup(self.anna)
        followup.subject = "Hello {{ object.contact_name }}"
        [message] = self._compare(followup)
        self.assertIsNone(message['Bcc'])
        self.assertIn("Anna Bcc:", message['Subject'])

    def test_the_link_to_unsubscribe_is_written_as_it_is(self):
        message = self._read(self._build(self._make_followup())[0][0], POLICY)
        link = dict(message.raw_items())['List-Unsubscribe']
        self.assertRegex(link.strip(), r'^<http\S+/deal/unsubscribe/[\w-]+>$')

    def test_other_programs_can_write_the_messages(self):
        [message], _odoos = self._build(self._make_followup(self.anna))
        for written_by in (policy.SMTP, policy.default, policy.compat32, POLICY):
            self.assertEqual(self._read(message, written_by)['To'], 'Anna <anna@client.example>')

    def test_a_header_that_is_missing_stays_as_odoo_has_it(self):
        self.assertIs(deal_followup_smtp.parse_header('Return-Path', False), False)


@tagged('post_install', '-at_install')
class TestFollowupMailServer(FollowupCase, MockEmail):
    """Which mail server takes the messages, over how many connections."""

    def _send(self, followup):
        """Send it.

        :return: the connections' mail servers, and those to which messages were given
        """
        servers, opened, taken = self.registry['ir.mail_server'], [], []

        def connect(_this, *_args, mail_server_id=None, **_kwargs):
            opened.append(mail_server_id)

        def send_email(_this, message, mail_server_id=None, **_kwargs):
            taken.append(mail_server_id)

        with (
            self.mock_mail_gateway(),
            patch.object(servers, '_connect__', connect),
            patch.object(servers, 'send_email', send_email),
        ):
            followup.action_launch()
            self._run_job()
        return opened, taken

    def test_a_users_own_mail_server_gets_a_single_connection(self):
        server = self.env['ir.mail_server'].create(
            {
                'name': "The seller's",
                'smtp_host': 'own.example',
                'from_filter': 'seller@ours.example',
                'owner_user_id': self.salesman.id,
            }
        )
        leads = self.env['crm.lead'].union(*(self._create_mailed(f"C{i}") for i in range(45)))
        opened, taken = self._send(self._make_followup(leads))
        self.assertEqual(opened, [server.id])
        self.assertEqual(taken, [server.id] * 45)

    def test_a_colleagues_own_mail_server_is_not_used(self):
        server = self.env['ir.mail_server'].create(
            {
                'name': "The manager's",
                'smtp_host': 'own.example',
                'from_filter': 'seller@ours.example',
                'owner_user_id': self.manager.id,
            }
        )
        opened, taken = self._send(self._make_followup())
        self.assertEqual(len(taken), 2)
        self.assertNotIn(server.id, opened + taken)
