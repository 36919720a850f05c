"""What a deal's panel shows of the playbook: its stage's guidance and practices."""

from datetime import date, timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

#: Ways in which deals go past what is needed without being asked: they are asked afterwards.
MARKED_WAYS = frozenset(('import', 'rpc', 'server', 'team'))


class PracticeEntry(NamedTuple):
    """What is recorded about a practice on a deal: a tick, or that the deal went past it."""

    practice_id: int
    way: str  # 'tick', or a way of an override
    requirement: str | None
    date: date
    user: str
    text: str

    def passes(self, fact):
        """Tell whether somebody gave a reason to go on without a practice."""
        return self.way == 'reason' and self.requirement in (fact.requirement, 'must')


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _describe_playbook(self):
        """Return what the web client shows of the playbook; False where the stage has none.

        Without practices it takes no query, with them four at most, whatever the deal has.

        :return: dictionary with the stage's guidance, the share of its practices that is done, and
            the practices: open ones first, of these what is due soonest
        """
        self.ensure_one()
        guidance = self.stage_id._describe_guidance()
        practices, progress = self._describe_practices()
        if not practices and not any(guidance.values()):
            return False
        return {
            **guidance,
            'expected_days': self.stage_id.rotting_threshold_days,
            'progress': progress,
            'practices': practices,
        }

    def _describe_practices(self):
        """Return descriptions of practices, and the share of the stage's that is fulfilled.

        Those of earlier stages, which the deal went past without being asked, come with them.
        """
        playbook = self.env['deal.practice']._get_playbook()
        if not playbook.practices:
            return [], False
        entries = self._get_practice_entries()
        facts = playbook.get_of_stage(self.stage_id.id, self.team_id.id)
        behind = self._get_left_behind(playbook, entries)
        fulfilled = self.env['deal.practice']._get_fulfilled(self, [*facts, *behind])[self.id]
        shown = [*facts, *(fact for fact in behind if fact.id not in fulfilled)]
        described = self._describe_facts(shown, fulfilled, entries)
        return described, self._get_share(facts, fulfilled)

    def _get_left_behind(self, playbook, entries):
        """Return the practices of earlier stages that the deal went past without being asked."""
        marked = {entry.practice_id for entry in entries if entry.way in MARKED_WAYS}
        if not marked or self.deal_state == 'lost':
            return []
        process, team = self.deal_process_id.id, self.team_id.id
        left = playbook.get_stages_before(self.stage_id.id, process, team)
        return [
            fact
            for stage in left
            for fact in playbook.get_of_stage(stage, team)
            if fact.id in marked and not self._is_passed(fact, entries)
        ]

    def _is_passed(self, fact, entries):
        return any(entry.practice_id == fact.id and entry.passes(fact) for entry in entries)

    def _describe_facts(self, facts, fulfilled, entries):
        """Return what is shown of practices, in the order in which they are to be done."""
        # Whoever may read the deal may know what its stage asks for.
        practices = self.env['deal.practice'].sudo().browse(fact.id for fact in facts)
        described = [
            {
                **practice._describe(),
                **self._describe_entries(fact, entries),
                **self._describe_due(practice, fact.id in fulfilled),
                'is_done': fact.id in fulfilled,
                'is_left_behind': fact.stage_id != self.stage_id.id,
            }
            for practice, fact in zip(practices, facts, strict=True)
        ]
        # Sorting keeps the stage's order among equals.
        return sorted(
            described,
            key=lambda one: (
                one['is_done'],
                bool(one['passed']),
                not one['is_left_behind'],
                one['due'] or fields.Date.to_string(date.max),
                -one['weight'],
            ),
        )

    def _describe_entries(self, fact, entries):
        """Return who has ticked a practice, or has given a reason to go on without it."""
        ticks = [e for e in entries if e.practice_id == fact.id and e.way == 'tick']
        passed = [e for e in entries if e.practice_id == fact.id and e.passes(fact)]
        return {
            'tick': bool(ticks) and self._describe_entry(ticks[-1]),
            'passed': bool(passed) and self._describe_entry(passed[-1]),
        }

    def _describe_entry(self, entry):
        return {
            'user': entry.user or '',
            'date': fields.Datetime.to_string(entry.date),
            'text': entry.text or '',
        }

    def _describe_due(self, practice, is_done):
        """Return until when a practice is to be done, and the activity that is planned for it."""
        since = self.date_last_stage_update
        is_awaited = not is_done and self._is_in_progress() and practice.stage_id == self.stage_id
        due = False
        if is_awaited and practice.due_days and since:
            came = fields.Datetime.context_timestamp(self, since).date()
            due = came + timedelta(days=practice.due_days)
        return {
            'due': fields.Date.to_string(due) or False,
            'is_overdue': bool(due) and due < fields.Date.context_today(self),
            'planned': not is_done and self._describe_planned(practice),
        }

    def _describe_planned(self, practice):
        """Return the planned activity that will fulfil a practice when it is done, or False."""
        planned = practice.kind == 'activity' and self._get_open_activities().filtered(
            lambda activity: activity.activity_type_id.id == practice.activity_type_id.id
        )
        first = planned and planned.sorted(lambda one: (one.date_deadline, one.id))[0]
        return bool(first) and {
            'id': first.id,
            'date': fields.Date.to_string(first.date_deadline),
        }

    def _get_practice_entries(self):
        """Return what is recorded about practices on this deal, the oldest first, by one query.

        Whoever asks may read the deal: who has done what on it, and why not, is no secret there.

        :return: list of :class:`PracticeEntry`
        """
        for name, read in (
            ('deal.practice.tick', ['lead_id', 'practice_id', 'user_id', 'date', 'note']),
            ('deal.practice.override', ['lead_id', 'practice_id', 'way', 'requirement', 'reason']),
        ):
            self.env[name].flush_model(read)
        rows = self.env.execute_query(
            SQL(
                """SELECT entry.practice_id, entry.way, entry.requirement, entry.date,
                          partner.name, entry.text
                     FROM (SELECT practice_id, 'tick' AS way, NULL AS requirement, date,
                                  user_id, note AS text
                             FROM deal_practice_tick WHERE lead_id = %(lead)s
                        UNION ALL
                           SELECT practice_id, way, requirement, date, user_id, reason
                             FROM deal_practice_override WHERE lead_id = %(lead)s) AS entry
                LEFT JOIN res_users AS usr ON usr.id = entry.user_id
                LEFT JOIN res_partner AS partner ON partner.id = usr.partner_id
                 ORDER BY entry.date, entry.practice_id""",
                lead=self.id,
            )
        )
        return [PracticeEntry(*row) for row in rows]
