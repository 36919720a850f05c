"""The messages of a follow-up: previewed and sent by the same methods."""

import base64
import logging
from dataclasses import dataclass, field

from markupsafe import Markup

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import formataddr, is_html_empty
from odoo.tools.mail import append_content_to_html
from odoo.tools.misc import hash_sign, hmac

from ...tools.mail import failures
from ..company.mail_failure import describe_error
from . import deal_followup  # noqa: F401 (extended below)
from .ir_qweb import CompiledTemplates

_logger = logging.getLogger(__name__)

#: The scope of tokens in links to unsubscribe.
UNSUBSCRIBE_SCOPE = 'deal_followup_unsubscribe'
BUTTON = (
    "display: inline-block; padding: 12px 24px; background-color: #1f5f8b; color: #ffffff; "
    "border-radius: 4px; text-decoration: none;"
)
FOOTER = "margin-top: 24px; font-size: 12px; color: #6b7280;"


@dataclass
class RenderedMessage:
    """A message rendered for one deal."""

    line: models.Model
    author: models.Model
    email_from: str
    email_to: str
    subject: str
    #: The text for the chatter.
    body: Markup
    #: The text for the client, with the link to unsubscribe.
    html: Markup
    headers: dict = field(default_factory=dict)


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    def _render_lines(self, lines):
        """Render the messages of lines.

        :param lines: ``deal.followup.line`` records of this follow-up
        :return: dictionary from a line's id to its :class:`RenderedMessage`
        :raise UserError: when the text can't be rendered
        :raise AccessError: when the sender may not use what is in it
        """
        self.ensure_one()
        sender = self.with_user(self.user_id).with_company(self.company_id)
        leads = lines.lead_id.with_user(self.user_id)
        langs = sender._get_langs(lines)
        subjects = sender._fill_in('subject', leads, langs)
        bodies = sender._fill_in('body', leads, langs)
        rendered_list = {}
        for lang, of_lang in lines.grouped(lambda line: langs[line.lead_id.id]).items():
            writer = sender.with_context(lang=lang)
            rendered_list |= writer._make_rendered(of_lang, subjects, bodies)
        return {line.id: rendered_list[line.id] for line in lines}

    def _fill_in(self, name, leads, langs):
        """Render a text for each deal, in its language where the template has a translation.

        :param str name: 'subject' or 'body'
        :param leads: ``crm.lead`` records
        :param dict langs: id of a deal to a language's code
        :return: dictionary from a deal's id to the text
        """
        renderer = self._make_renderer(name)
        # The text may be another one after a write, of which the template's cache knows nothing.
        renderer = renderer.with_context(deal_compiled_templates=CompiledTemplates())
        texts = {}
        for lang, of_lang in leads.grouped(lambda lead: langs[lead.id]).items():
            ids = of_lang.ids
            texts |= renderer._render_field(
                name, ids, set_lang=lang, res_ids_lang=dict.fromkeys(ids, lang)
            )
        return texts

    def _make_renderer(self, name):
        """Return a copy of this follow-up in the language in which its texts are the template's.

        In any other language Odoo would take them for changed, and send no translations. It is
        not this very record, since rendering writes the template's text on it.
        """
        installed = [code for code, _name in self.env['res.lang'].get_installed()]
        values = {
            'template_id': self.template_id.id,
            'subject': self.subject,
            'body': self.body,
            'lang': self.lang,
        }
        first = None
        for lang in dict.fromkeys([self.user_id.lang or 'en_US', *installed]):
            renderer = self.with_context(lang=lang).new(values)
            first = first or renderer
            if self._is_of_template(renderer, name):
                return renderer
        return first

    @staticmethod
    def _is_of_template(renderer, name):
        if name == 'body':
            return renderer.body_has_template_value
        return renderer.subject == renderer.template_id.subject

    def _get_langs(self, lines):
        """Return the language of each line's message.

        :return: dictionary from a deal's id to a language's code
        """
        installed = {code for code, _name in self.env['res.lang'].get_installed()}
        own = {line.lead_id.id: line.lang for line in lines}
        asked = self._make_renderer('subject')._render_lang(list(own)) if self.lang else own
        default = self.user_id.lang or 'en_US'
        langs = {}
        for lead_id, of_client in own.items():
            found = [lang for lang in (asked.get(lead_id), of_client) if lang in installed]
            langs[lead_id] = (found or [default])[0]
        return langs

    def _make_rendered(self, lines, subjects, bodies):
        """Make the messages of lines in the language of this environment.

        :param dict subjects: id of a deal to its message's subject
        :param dict bodies: id of a deal to its message's text
        :return: dictionary from a line's id to its :class:`RenderedMessage`
        """
        rendered_list = {}
        signatures = {}
        frame = self._get_direction_frame()
        footer = frame % self._get_footer()
        for line in lines:
            lead_id = line.lead_id.id
            user = self._get_author(line)
            if user not in signatures:
                signatures[user] = self._get_signature(user)
            body = frame % (bodies[lead_id] + self._get_offer_link(line) + signatures[user])
            url = self._get_unsubscribe_url(line)
            rendered_list[line.id] = RenderedMessage(
                line=line,
                author=user.partner_id,
                email_from=user.email_formatted,
                email_to=self._get_recipient(line),
                subject=" ".join(subjects[lead_id].split()),
                body=body,
                html=append_content_to_html(body, footer % url, plaintext=False),
                headers=self._get_headers(line, url),
            )
        return rendered_list

    def _get_author(self, line):
        """Return the user in whose name a message is."""
        if self.from_mode == 'salesperson' and line.lead_id.user_id.email:
            return line.lead_id.user_id
        return self.user_id

    def _get_signature(self, user):
        # Anybody may be shown how a colleague signs; his preferences are his own.
        signature = user.sudo().signature
        if not self.adds_signature or is_html_empty(signature):
            return Markup()
        return Markup('<div>%s</div>') % signature

    def _get_offer_link(self, line):
        if self.offer_mode != 'link' or not line.offer_id:
            return Markup()
        offer = line.offer_id.with_env(self.env)
        return Markup('<p style="margin: 24px 0;"><a href="%s" style="%s">%s</a></p>') % (
            offer.page_url,
            BUTTON,
            self.env._("Open the offer %s", offer.display_name),
        )

    def _get_footer(self):
        """Return the text about unsubscribing, with a place for the link."""
        text = self.env._(
            "You get this message because you are in touch with %s.", self.company_id.name
        )
        link = Markup('<a href="%%s" style="color: #6b7280;">%s</a>') % self.env._("Unsubscribe")
        return Markup('<p style="%s">%s %s</p>') % (FOOTER, str(text).replace('%', '%%'), link)

    def _get_recipient(self, line):
        lead = line.lead_id
        name = line.partner_id.name or lead.contact_name or lead.partner_name
        return formataddr((' '.join((name or '').split()), line.email or ''))

    def _get_headers(self, line, url):
        """Return headers by which mail programs unsubscribe with one click (RFC 8058)."""
        return {
            'X-Odoo-Objects': f'crm.lead-{line.lead_id.id}',
            'List-Unsubscribe': f'<{url}>',
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }

    def _get_unsubscribe_url(self, line):
        """Return a signed link to unsubscribe, which does not expire."""
        content = [line.email or '', self.company_id.id, line.lead_id.id, self.env.lang]
        token = hash_sign(self.sudo().env, UNSUBSCRIBE_SCOPE, content)
        return f'{self.get_base_url()}/deal/unsubscribe/{token}'

    # Messages on the deals

    def _save_messages(self, rendered_list):
        """Save the messages on their deals before they are sent.

        So an answer or a bounce finds its deal, however fast it comes. A message that is tried
        again is the same message.
        """
        new = [rendered for rendered in rendered_list if not rendered.line.message_id]
        for rendered in rendered_list:
            if rendered.line.message_id:
                rendered.line.message_id.write({'subject': rendered.subject, 'body': rendered.body})
        if not new:
            return
        # Messages and notifications are technical: the sender's rights on the deals were checked.
        messages = self.env['mail.message'].with_user(self.user_id).sudo()
        messages = messages.create(self._prepare_messages(new))
        notifications = self.env['mail.notification'].sudo()
        notifications.create(
            [
                self._prepare_notification(rendered, message)
                for rendered, message in zip(new, messages, strict=True)
            ]
        )
        for rendered, message in zip(new, messages, strict=True):
            rendered.line.message_id = message

    def _prepare_messages(self, rendered_list):
        """Prepare the messages on the deals.

        :return: list of dictionaries for ``mail.message.create``
        """
        leads = (
            self.env['crm.lead']
            .sudo()
            .union(*(rendered.line.lead_id for rendered in rendered_list))
        )
        companies = leads._mail_get_companies(default=self.company_id)
        domains = leads._mail_get_alias_domains(default_company=self.company_id)
        replies = self._get_reply_addresses(rendered_list)
        files = self._make_files(rendered_list)
        server = self.template_id.sudo().mail_server_id
        return [
            {
                'model': 'crm.lead',
                'res_id': rendered.line.lead_id.id,
                'message_type': 'email_outgoing',
                'subtype_id': False,
                'author_id': rendered.author.id,
                'email_from': rendered.email_from,
                'reply_to': replies[rendered.line.lead_id.id],
                'reply_to_force_new': False,
                'subject': rendered.subject,
                'body': rendered.body,
                'message_id': self._get_message_reference(rendered.line),
                'mail_server_id': server.id,
                'record_company_id': companies[rendered.line.lead_id.id].id,
                'record_alias_domain_id': domains[rendered.line.lead_id.id].id,
                'attachment_ids': [Command.link(file.id) for file in files[rendered.line.id]],
            }
            for rendered in rendered_list
        ]

    def _get_reply_addresses(self, rendered_list):
        """Return where answers go, by Odoo's rules: to the team's or the company's alias."""
        addresses = {}
        by_author = {}
        for rendered in rendered_list:
            by_author.setdefault((rendered.author.id, rendered.email_from), []).append(rendered)
        for (author_id, email_from), of_author in by_author.items():
            leads = self.env['crm.lead'].sudo()
            leads = leads.union(*(rendered.line.lead_id for rendered in of_author))
            addresses |= leads._notify_get_reply_to(default=email_from, author_id=author_id)
        return addresses

    def _get_message_reference(self, line):
        """Return the Message-Id, the same for each attempt: mail programs see one message."""
        secret = hmac(self.sudo().env, 'deal_followup_message', line.id)[:24]
        domain = (self.user_id.email_normalized or '@localhost').partition('@')[2]
        return f'<{secret}.{line.id}-openerp-{line.lead_id.id}-crm.lead@{domain}>'

    def _prepare_notification(self, rendered, message):
        """Prepare the notification, by which the chatter shows failures.

        :return: dictionary for ``mail.notification.create``
        """
        partner = rendered.line.partner_id
        return {
            'author_id': rendered.author.id,
            'mail_message_id': message.id,
            'notification_type': 'email',
            'notification_status': 'ready',
            'is_read': True,
            **(
                {'res_partner_id': partner.id}
                if partner
                else {'mail_email_address': rendered.line.email}
            ),
        }

    def _make_files(self, rendered_list):
        """Copy the attached files to the deals, and make the offers' PDFs.

        :return: dictionary from a line's id to ``ir.attachment`` records
        """
        files = {rendered.line.id: self.env['ir.attachment'].sudo() for rendered in rendered_list}
        for attachment in self.attachment_ids.sudo():
            content = {'name': attachment.name, 'raw': attachment.raw}
            copies = files[rendered_list[0].line.id].create(
                [{**content, **self._prepare_file(rendered)} for rendered in rendered_list]
            )
            for rendered, copied in zip(rendered_list, copies, strict=True):
                files[rendered.line.id] += copied
        if self.offer_mode == 'attach':
            for rendered in rendered_list:
                files[rendered.line.id] += self._make_offer_file(rendered)
        return files

    def _prepare_file(self, rendered):
        return {'res_model': 'crm.lead', 'res_id': rendered.line.lead_id.id}

    def _make_offer_file(self, rendered):
        offer = rendered.line.offer_id.sudo()
        if not offer:
            return self.env['ir.attachment'].sudo()
        return (
            self.env['ir.attachment']
            .sudo()
            .create(
                {
                    'name': offer._get_pdf_name(),
                    'raw': offer._make_pdf(),
                    'mimetype': 'application/pdf',
                    **self._prepare_file(rendered),
                }
            )
        )

    # Preview and test

    def _preview_line(self, line):
        """Render the message of a line for the preview.

        :return: dictionary with the keys position, email_from, email_to, subject, body and files
        :raise AccessError: when the user may not read the follow-up
        """
        self.check_access('read')
        siblings = [('followup_id', '=', self.id), ('state', '!=', 'skipped')]
        total = line.search_count(siblings)
        place = line.search_count([*siblings, ('id', '<=', line.id)])
        # A preview shows what is sent, by whoever it is looked at.
        rendered = self.sudo()._render_lines(line.sudo())[line.id]
        names = self.sudo().attachment_ids.mapped('name')
        if self.offer_mode == 'attach' and line.offer_id:
            names.append(line.offer_id.sudo()._get_pdf_name())
        return {
            'position': f'{place} / {total}',
            'email_from': rendered.email_from,
            'email_to': rendered.email_to,
            'subject': rendered.subject,
            'body': rendered.html,
            'files': ", ".join(names),
        }

    def _send_test(self, line):
        """Send a line's message to the user, without a trace and without a link to unsubscribe.

        :return: the address
        """
        rendered = self._render_lines(line)[line.id]
        files = []
        if self.offer_mode == 'attach' and line.offer_id:
            offer = line.offer_id
            files.append((offer._get_pdf_name(), offer._make_pdf(), 'application/pdf'))
        for attachment in self.attachment_ids:
            files.append((attachment.name, attachment.raw, attachment.mimetype))
        user = self.env.user
        mail = (
            self.env['mail.mail']
            .sudo()
            .create(
                {
                    'subject': self.env._("Test: %s", rendered.subject),
                    'email_from': rendered.email_from,
                    'email_to': user.email_formatted,
                    'body_html': rendered.body,
                    'auto_delete': True,
                    'attachment_ids': [
                        Command.create(
                            {'name': name, 'datas': base64.b64encode(content), 'mimetype': kind}
                        )
                        for name, content, kind in files
                    ],
                }
            )
        )
        self._send_at_once(mail)
        return user.email

    def _send_at_once(self, mail):
        """Send a mail while the user waits.

        :raise UserError: in words, if the mail server does not take it
        """
        try:
            mail.send(raise_exception=True)
        except Exception as error:
            if not failures.kind_of(error):
                raise
            _logger.info("A test message was not sent: %r", error)
            raise UserError(describe_error(self.env, error)) from error
