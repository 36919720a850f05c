import email
from email import policy

from odoo.tests import tagged

from ...models.followup.deal_followup_session import Packer, Route
from ..common import FollowupCase


@tagged('post_install', '-at_install')
class TestFollowupPacking(FollowupCase):
    """Messages that are copied from one are those that Odoo would have built one by one."""

    def _pack(self, followup, is_plain):
        letters = list(followup.sudo()._render_lines(followup.line_ids.sudo()).values())
        followup.sudo()._save_letters(letters)
        packer = Packer(followup.sudo().env, Route(False, False, 'x@ours.example'))
        packer.is_plain = is_plain
        parcels, failed = packer.pack(letters)
        self.assertFalse(failed)
        raw = [parcel.message.as_bytes() for parcel in parcels]
        return [email.message_from_bytes(content, policy=policy.default) for content in raw]

    def _get_content(self, message):
        headers = {name.lower(): str(value) for name, value in message.items()}
        for varying in ('date', 'content-type', 'mime-version'):
            headers.pop(varying, None)
        texts = {
            part.get_content_type(): part.get_content().strip() for part in message.iter_parts()
        }
        return headers, texts

    def _compare(self, followup):
        copied, built = (self._pack(followup, is_plain) for is_plain in (True, False))
        self.assertEqual(len(copied), len(built))
        for one, other in zip(copied, built, strict=True):
            self.assertEqual(self._get_content(one), self._get_content(other))
            self.assertEqual(one.get_content_type(), 'multipart/alternative')
            self.assertFalse(one.defects)
        return copied

    def test_copies_are_what_odoo_builds(self):
        messages = self._compare(self._make_followup())
        self.assertEqual(len({message['Message-Id'] for message in messages}), 2)
        self.assertIn("Dear Anna", messages[0].get_body(('plain',)).get_content())
        self.assertIn("Dear Jan", messages[1].get_body(('html',)).get_content())

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
        for is_plain in (True, False):
            [message] = self._pack(followup, is_plain)
            self.assertIsNone(message['Bcc'])
            self.assertIn("Anna Bcc:", message['Subject'])

    def test_the_link_to_unsubscribe_is_written_as_it_is(self):
        [message, _other] = self._pack(self._make_followup(), True)
        link = dict(message.raw_items())['List-Unsubscribe']
        self.assertRegex(link.strip(), r'^<http\S+/deal/unsubscribe/[\w-]+>$')
