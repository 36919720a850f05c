"""Beginning cadences: for whom, and why not for others, set-based for any number of deals."""

import logging
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..company.taken_back import taken_back
from . import deal_cadence_run  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)


class Client(NamedTuple):
    """To whom a deal's messages go.

    :param email: normalized
    :param partner_id: None where the address is no contact's
    """

    email: str
    partner_id: int | None


class DealCadenceRun(models.Model):
    _inherit = 'deal.cadence.run'

    @api.model
    def _is_used(self):
        """Return whether any deal has ever been in a cadence, which costs nothing once known."""
        return self._has_rows()

    @tools.ormcache()
    def _has_rows(self):
        return bool(self.env.execute_query(SQL("SELECT id FROM deal_cadence_run LIMIT 1")))

    @api.model
    def _enrol(self, cadence, leads, is_by_event=False):
        """Begin a cadence on the deals that can be in it.

        :param cadence: ``deal.cadence`` record
        :param leads: ``crm.lead`` records that the user may change
        :param bool is_by_event: whether the deal's process begins it, not a user
        :return: the runs, and a dictionary from each other deal's id to why not
        :raise UserError: if the cadence has no step
        """
        if not cadence.step_ids:
            raise UserError(
                self.env._("Add a step to “%s” first: what is sent, or done.", cadence.name)
            )
        clients, reasons = self._judge(cadence, leads, is_by_event)
        runs = self._insert(cadence, clients)
        reasons |= dict.fromkeys(set(clients) - set(runs.lead_id.ids), 'in_cadence')
        runs._plan_first()
        return runs, reasons

    @api.model
    def _begin_by_event(self, cadence, leads):
        """Begin a cadence that the deals' process names; no error of it is anybody's fault.

        Nothing begins on deals that nobody signs for.
        """
        leads = leads.filtered(lambda lead: lead.user_id and lead.type == 'opportunity')
        if not cadence.active or not leads:
            return
        # The process decides, whoever moves the deal: a client who accepts has no rights at all.
        runs = self.with_user(SUPERUSER_ID)
        try:
            with self.env.cr.savepoint():
                runs._enrol(cadence.with_env(runs.env), leads.with_env(runs.env), True)
        except Exception:  # whatever a text, or another addon, may raise
            _logger.warning("Cadence %s could not begin by itself", cadence.id, exc_info=True)

    @api.model
    def _judge(self, cadence, leads, is_by_event=False):
        """Decide which deals can be in a cadence.

        :return: dictionary from a deal's id to its :class:`Client`, and one from each other
            deal's id to the reason, see :meth:`_get_reason_labels`
        """
        leads.check_access('write')
        with taken_back(self.env):
            lines = self._make_judging_followup(cadence, leads).line_ids
            clients = {
                line.lead_id.id: Client(line.email, line.partner_id.id or None)
                for line in lines
                if line.state == 'waiting'
            }
            reasons = {line.lead_id.id: line.reason for line in lines if line.state == 'skipped'}
        reasons |= self._get_own_reasons(cadence, leads, clients, is_by_event)
        return {id_: of for id_, of in clients.items() if id_ not in reasons}, reasons

    @api.model
    def _get_reason_labels(self):
        """Return why deals can't be in a cadence, in words."""
        field = self.env['deal.followup.line']._fields['reason']
        return {
            **dict(field._description_selection(self.env)),
            'in_cadence': self.env._("In this cadence already, perhaps by another deal"),
            'other_deal': self.env._("In another stage or state than the cadence is for"),
            'not_yours': self.env._(
                "Signed by a colleague: only that person or a manager begins it"
            ),
            'no_consent': self.env._("No consent is recorded"),
        }

    @api.model
    def _make_judging_followup(self, cadence, leads):
        """Make a draft of a follow-up, which knows whom nobody may write to."""
        followups = self.env['deal.followup'].sudo()
        followup = followups.create(
            {
                'user_id': self.env.uid,
                'company_id': self.env.company.id,
                'template_id': False,
                'subject': '-',
                'body': '-',
                'skip_days': 0,
                'skip_replied': False,
                'include_closed': cadence.deals != 'open',
            }
        )
        followup._add_lines(leads.ids)
        followup._update_lines()
        return followup

    @api.model
    def _get_own_reasons(self, cadence, leads, clients, is_by_event):
        """Return the reasons that a cadence has against deals, beside those of any message."""
        reasons = {}
        in_cadence = self._get_people_in(cadence, [client.email for client in clients.values()])
        consenting = self._get_consenting(clients.values()) if cadence.needs_consent else None
        for lead in leads:
            client = clients.get(lead.id)
            if not client:
                continue
            if not cadence._is_for(lead):
                reasons[lead.id] = 'other_deal'
            elif not is_by_event and not lead._deal_may_sign_for():
                reasons[lead.id] = 'not_yours'
            elif (
                consenting is not None
                and (client.email, lead._get_deciding_company()) not in consenting
            ):
                reasons[lead.id] = 'no_consent'
            elif client.email in in_cadence:
                reasons[lead.id] = 'in_cadence'
        return reasons

    @api.model
    def _get_people_in(self, cadence, emails):
        """Return those of some addresses that are in the cadence, whoever's deals they are."""
        domain = [
            ('cadence_id', '=', cadence.id),
            ('email', 'in', emails),
            ('state', 'in', ('running', 'paused')),
        ]
        return set(self.sudo().search(domain).mapped('email'))

    @api.model
    def _get_consenting(self, clients):
        """Return the addresses whose consent is recorded, each with the company that has it."""
        emails = [client.email for client in clients]
        # Whether there is a consent is asked, for deals that the user may change.
        consents = self.env['deal.cadence.consent'].sudo().search([('email', 'in', emails)])
        return {(consent.email, consent.company_id) for consent in consents}

    @api.model
    def _insert(self, cadence, clients):
        """Insert the runs in one statement; whoever is in the cadence already gets none."""
        if not clients:
            return self.browse()
        self.env.flush_all()
        query = self._get_insertion(cadence, clients)
        is_first = not self._has_rows()
        # The deals were checked above; nobody writes a run by hand.
        runs = self.sudo().browse(run_id for (run_id,) in self.env.execute_query(query))
        self.invalidate_model()
        if is_first and runs:
            self.env.registry.clear_cache()
            # Others may have asked again before they can see the runs.
            self.env.cr.postcommit.add(self.env.registry.clear_cache)
        return runs

    @api.model
    def _get_insertion(self, cadence, clients):
        """Return the statement that inserts the runs, and gives their ids."""
        return SQL(
            """
            INSERT INTO deal_cadence_run
                        (cadence_id, lead_id, company_id, user_id, partner_id, email, place,
                         revision, state, begun_on, seen_message_id, stage_id, create_uid,
                         create_date, write_uid, write_date)
                 SELECT %(cadence)s, lead.id, COALESCE(lead.company_id, %(company)s),
                        COALESCE(lead.user_id, %(user)s), chosen.partner_id, chosen.email,
                        known.place + chosen.place, %(revision)s, 'running', %(now)s,
                        COALESCE(seen.id, 0), lead.stage_id, %(user)s, %(now)s, %(user)s, %(now)s
                   FROM UNNEST(%(leads)s::int[], %(emails)s::varchar[], %(partners)s::int[])
                        WITH ORDINALITY AS chosen(lead_id, email, partner_id, place)
             CROSS JOIN (SELECT COALESCE(MAX(place), 0) AS place FROM deal_cadence_run
                          WHERE cadence_id = %(cadence)s) AS known
                   JOIN crm_lead AS lead ON lead.id = chosen.lead_id
      LEFT JOIN LATERAL (SELECT MAX(message.id) AS id FROM mail_message AS message
                          WHERE message.model = 'crm.lead' AND message.res_id = lead.id
                                AND %(wrote)s) AS seen ON TRUE
            ON CONFLICT DO NOTHING
              RETURNING id
            """,
            cadence=cadence.id,
            company=self.env.company.id,
            user=self.env.uid,
            revision=cadence.revision,
            now=self.env.cr.now(),
            leads=list(clients),
            emails=[client.email for client in clients.values()],
            partners=[client.partner_id for client in clients.values()],
            wrote=self.env['mail.message']._get_client_wrote_condition(),
        )

    def _plan_first(self):
        """Plan the first step of these cadences."""
        tasks = self.env['deal.cadence.task'].sudo()
        values = []
        for runs in self.grouped('cadence_id').values():
            step = runs[:1]._get_steps()[:1]
            values += [
                {
                    'run_id': run.id,
                    'step_id': step.id,
                    'since': run.begun_on,
                    'template_id': step._pick_template(run).id,
                }
                for run in runs
            ]
        tasks = tasks.create(values)
        tasks._plan()
        due = [task.due_on for task in tasks if task.due_on]
        if due:
            tasks._trigger_job(min(due))

    @api.model
    def _prepare_trial(self, cadence, lead):
        """Prepare a run with which a cadence is tried; see ``deal.cadence._try``."""
        partner = lead.partner_id
        return {
            'cadence_id': cadence.id,
            'lead_id': lead.id,
            'company_id': lead._get_deciding_company().id,
            'user_id': (lead.user_id or self.env.user).id,
            'partner_id': partner.id,
            'email': f'trial-{lead.id}@localhost',
            'revision': cadence.revision,
            'begun_on': fields.Datetime.now(),
            'stage_id': lead.stage_id.id,
            'state': 'stopped',
        }
