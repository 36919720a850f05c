"""What a user answers when a deal is asked for open practices, and what it goes past."""

from odoo import api, fields, models

from ..company.deal_record import system


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_override_ids = fields.One2many(
        'deal.practice.override', 'lead_id', string="Overrides", readonly=True
    )

    def pass_deal_gate(self, vals, ticks=None, reason=False, values=None):
        """Record what a user has filled in about open practices, and move the deals.

        :param dict vals: as for ``write``, with the stage
        :param dict ticks: id of a practice to a note, ticked on each of the deals on which it is
            open
        :param str reason: why the deals go on without what is still open
        :param dict values: fields of the deals that practices ask for
        :raise UserError: when something is open that nobody has given a reason for, or that only a
            manager may pass
        """
        answers = {'ticks': ticks, 'reason': reason, 'values': values}
        return self.with_context(deal_gate_answers=answers).write(vals)

    # ------------------------------------------------------------
    # ANSWERS
    # ------------------------------------------------------------

    def _take_answers(self, still_open):
        """Record what the user has answered about open practices, with the user's own rights.

        The web client repeats what was refused, with the answers in the context: they are checked
        here like whatever a caller sends. What was answered about deals that the dialogue has named
        (``lead_ids``) is no answer about others that the same call moves.

        :return: whether there was any answer
        """
        answers = self.env.context.get('deal_gate_answers')
        if self.env.su or not isinstance(answers, dict):
            return False
        if isinstance(named := answers.get('lead_ids'), list):
            still_open = {lead: facts for lead, facts in still_open.items() if lead.id in named}
        given = {
            name: value if isinstance(value := answers.get(name), dict) else {}
            for name in ('ticks', 'values')
        }
        reason = answers.get('reason')
        leads = self.with_context(deal_gate_answers=False)
        leads._tick_open(given['ticks'], still_open)
        leads._fill_in_open(given['values'], still_open)
        if isinstance(reason, str) and reason.strip():
            leads._pass_with_reason(reason.strip(), self._without_fulfilled(still_open))
        return True

    def _tick_open(self, ticks, still_open):
        """Tick open practices that are ticked by hand."""
        notes = {f'{practice_id}': note for practice_id, note in ticks.items()}
        self.env['deal.practice.tick'].create(
            [
                {
                    'lead_id': lead.id,
                    'practice_id': fact.id,
                    'note': note.strip() if isinstance(note := notes[f'{fact.id}'], str) else '',
                }
                for lead, facts in still_open.items()
                for fact in facts
                if fact.kind == 'tick' and f'{fact.id}' in notes
            ]
        )

    def _fill_in_open(self, values, still_open):
        """Write those values that open practices ask for, and no others."""
        practices = self.env['deal.practice'].sudo()
        by_names = {}
        for lead, facts in still_open.items() if values else ():
            asked = practices.browse(fact.id for fact in facts)._get_asked_fields()
            names = frozenset(values).intersection(asked)
            by_names.setdefault(names, self.browse())
            by_names[names] |= lead.with_env(self.env)
        for names, leads in by_names.items():
            if names:
                leads.write({name: values[name] for name in names})

    def _pass_with_reason(self, reason, still_open):
        """Record why deals go past what is open, where the user may let them."""
        facts = [fact for of_deal in still_open.values() for fact in of_deal]
        if facts and (self._may_pass() or all(fact.requirement == 'ask' for fact in facts)):
            self._record_overrides(still_open, 'reason', reason)

    # ------------------------------------------------------------
    # OVERRIDES
    # ------------------------------------------------------------

    def _record_overrides(self, still_open, way, reason=False):
        """Keep what deals went past, and tell it in their chatter.

        :param dict still_open: deal to a list of :class:`PracticeFacts`
        :param str way: one of the override's ways
        """
        values = [
            {
                'lead_id': lead.id,
                'practice_id': fact.id,
                'target_stage_id': lead.sudo().stage_id.id,
                'requirement': fact.requirement,
                'way': way,
                'user_id': self.env.uid,
                'reason': reason,
            }
            for lead, facts in still_open.items()
            for fact in facts
        ]
        # Who may move the deals was checked; what is recorded about it is the server's.
        system(self.env['deal.practice.override']).create(values)
        leads = self.browse(lead.id for lead in still_open).sudo()
        leads._message_log_batch(self._get_override_notes(still_open, way, reason))

    @api.model
    def _get_override_notes(self, still_open, way, reason):
        """Return id of a deal -> what is told of what it went past."""
        names = self._get_practice_names(still_open)
        why = self.env._("Reason: %s", reason) if reason else ""
        notes = {}
        for lead, facts in still_open.items():
            passed = ", ".join(names[fact.id] for fact in facts)
            told = self._tell_override(lead, facts[0], way, passed)
            notes[lead.id] = f"{told} {why}".rstrip()
        return notes

    @api.model
    def _tell_override(self, lead, fact, way, practices):
        """Return a sentence about the practices that a deal went past.

        :param fact: of one of them; a deal that another team takes leaves one stage
        :param str practices: their names
        """
        if way == 'team':
            return self.env._(
                "Left “%(stage)s” for another team or process without: %(practices)s.",
                stage=self.env['crm.stage'].browse(fact.stage_id).sudo().name,
                practices=practices,
            )
        return self.env._(
            "Went to “%(stage)s” without: %(practices)s.",
            stage=lead.sudo().stage_id.name,
            practices=practices,
        )

    # ------------------------------------------------------------
    # COPIES
    # ------------------------------------------------------------

    def copy(self, default=None):
        """Copy ticks and overrides too: who ticked, and when, stays known."""
        copies = super().copy(default)
        for lead, copied in zip(self, copies, strict=True):
            lead._copy_practices(copied)
        return copies

    def _copy_practices(self, copied):
        """Give a copy of this deal its ticks and overrides."""
        # Who may read a deal may copy what was done on it; nobody else can enter who and when.
        for records in (self.sudo().deal_tick_ids, self.sudo().deal_override_ids):
            system(records.browse()).create(
                [{**vals, 'lead_id': copied.id} for vals in records.copy_data()]
            )
