"""News of what clients do with offers: for the salesperson at once, and for deals that are open."""

import logging

from psycopg2 import OperationalError

from odoo import fields, models

from . import deal_offer  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)

#: How a web client shows what a client has done.
NEWS_TYPES = {
    'opened': 'info',
    'opened_again': 'info',
    'asked': 'warning',
    'accepted': 'success',
    'declined': 'danger',
    'paid': 'success',
}


class DealOffer(models.Model):
    _inherit = 'deal.offer'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    opening_told_at = fields.Datetime(
        readonly=True, copy=False, help="When the salesperson was last told of an opening."
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _note_opening(self, view, when, is_answered):
        """Tell the salesperson of an opening by a person: of the first one of each day.

        :param view: the visit
        :param datetime when: of what the person did
        :param is_answered: whether they have answered, which the salesperson is told anyway
        """
        state, told = self.state, self.opening_told_at
        if state == 'opened' and told and not self._is_of_later_day(view):
            return
        self.write({'state': 'opened', 'opening_told_at': when})
        if state == 'sent':
            self._plan_first_opening()
        # Of offers that were opened in earlier versions it is not known who was told when.
        if not is_answered and (state == 'sent' or told):
            self._send_news('opened' if state == 'sent' else 'opened_again')

    def _is_of_later_day(self, view):
        """Tell whether a visit began on a later day than what the salesperson was told last."""
        told = self.opening_told_at
        return view.began > told and self._get_day(view.began) > self._get_day(told)

    def _get_day(self, moment):
        """Return the day of a moment where the salesperson is."""
        here = self.with_context(tz=self._get_responsible().tz)
        return fields.Datetime.context_timestamp(here, moment).date()

    def _plan_first_opening(self):
        """Plan the activity that the template names."""
        here = self.with_context(lang=self._get_responsible().lang)
        if kind := self.template_id.opening_activity_type_id:
            title = here.env._("%s was opened", self.display_name)
            here._plan(activity_type_id=kind.id, summary=kind.summary or title)

    def _plan(self, *args, **values):
        """Plan an activity for the salesperson, whom the news tell of it: nobody is told twice.

        :param args: as for ``activity_schedule``
        """
        lead = self.lead_id.with_context(mail_activity_quick_update=True)
        return lead.activity_schedule(*args, user_id=self._get_responsible().id, **values)

    def _send_news(self, kind):
        """Tell the salesperson, and whoever has the deal open, what the client has done.

        Nothing of it may cost the client their answer: what fails is logged.

        :param str kind: a key of ``NEWS_TYPES``
        """
        self.ensure_one()
        savepoint = self.env.cr.savepoint()  # stores what was done before, which may fail itself
        try:
            with savepoint:
                self._refresh_open_deals()
                if user := self._get_told_user():
                    self._notify_of_news(user, kind)
                    self._show_news(user, kind)
        except OperationalError:
            raise  # Odoo tries again what came at the same moment as something else
        except Exception:
            _logger.exception("Nobody could be told that %s was %s.", self.display_name, kind)

    def _get_told_user(self):
        """Return the salesperson, if they may read the deal and have not just acted themselves."""
        user = self._get_responsible()
        if not user.active or user.share or user == self.env.user:
            return user.browse()
        lead = self.lead_id.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return user if lead.has_access('read') else user.browse()

    def _notify_of_news(self, user, kind):
        """Notify the salesperson in Odoo or by e-mail, as they wish, of what posts no message.

        Of openings again, nobody gets an e-mail.
        """
        if kind == 'opened_again' and user.notification_type != 'inbox':
            return
        lead = self.lead_id.with_context(lang=user.lang)
        if body := self.with_env(lead.env)._get_news_text(kind):
            lead.message_notify(
                # The reader is not logged in.
                author_id=self.env.ref('base.partner_root').id,
                partner_ids=user.partner_id.ids,
                subject=self.with_env(lead.env)._get_news_title(kind),
                body=body,
                force_send=False,
            )
            self._send_mails_soon()

    def _show_news(self, user, kind):
        """Show the news in the web client of the salesperson, who may be logged in."""
        offer = self.with_context(lang=user.lang)
        user._bus_send(
            'deal_news',
            {
                'deal_id': self.lead_id.id,
                'title': offer._get_news_title(kind),
                'message': " · ".join(
                    filter(None, (self.lead_id.name, self.partner_id.display_name))
                ),
                'type': NEWS_TYPES[kind],
            },
        )

    def _refresh_open_deals(self):
        """Let web clients that show the deal read it anew: they are told no more than that."""
        self.lead_id._refresh_open_forms()

    def _get_news_title(self, kind):
        """Return what the client has done, in a few words."""
        name = self.display_name
        titles = {
            'opened': self.env._("%s was opened", name),
            'opened_again': self.env._("%s was opened again", name),
            'asked': self.env._("A question about %s", name),
            'accepted': self.env._("%s was accepted", name),
            'declined': self.env._("%s was declined", name),
            'paid': self.env._("%s was paid", name),
        }
        return titles[kind]

    def _get_news_text(self, kind):
        """Return the text of a notification; empty where the client's answer is posted anyway."""
        name = self.display_name
        texts = {
            'opened': self.env._("The client has opened the offer %s.", name),
            'opened_again': self.env._("The client has opened the offer %s again.", name),
            'paid': self.env._("The client has paid the order of the offer %s.", name),
        }
        return texts.get(kind, '')

    def _send_mails_soon(self):
        """Have e-mails sent by Odoo's job, at once: no client waits for a mail server."""
        job = self.env.ref('mail.ir_cron_mail_scheduler_action', raise_if_not_found=False)
        if job:
            job._trigger()
