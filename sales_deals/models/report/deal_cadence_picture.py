"""Picture of what cadences teach: which step, and which text, brings answers."""

from odoo import api, models

from ...tools.report.proportions import get_limits
from . import deal_cadence_report

FIGURES = (
    'sent_count',
    'offered_count',
    'opened_count',
    'replied_count',
    'moved_count',
    'won_count',
)


class DealCadenceReport(models.Model):
    _inherit = 'deal.cadence.report'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_picture(self, domain):
        """Return the steps of which messages went, those with the most answers first.

        Steps with too few messages come last, those with the most of them first.

        :param list domain: on the report
        :return: dictionary of ``min_messages``, ``rows``, see :meth:`_prepare_step`, and ``stops``,
            dictionaries of ``reason``, ``name`` and ``count``
        """
        groups = self._read_group(
            [*domain, ('sent_count', '=', 1)],
            ['step_id', 'turn'],
            [f'{name}:sum' for name in FIGURES],
        )
        by_step = {}
        for step, turn, *figures in groups:
            by_step.setdefault(step, {})[turn or ''] = dict(zip(FIGURES, figures, strict=True))
        rows = [self._prepare_step(step, turns) for step, turns in by_step.items()]
        rows.sort(key=self._get_rank)
        return {
            'min_messages': deal_cadence_report.MIN_MESSAGES,
            'rows': rows,
            'stops': self._get_stops(domain),
        }

    @api.model
    def _get_stops(self, domain):
        labels = dict(self._fields['stop_reason']._description_selection(self.env))
        groups = self._read_group(
            [*domain, ('stop_reason', '!=', False)], ['stop_reason'], ['stopped_count:sum']
        )
        stops = [
            {'reason': reason, 'name': labels.get(reason, reason), 'count': count}
            for reason, count in groups
        ]
        return sorted(stops, key=lambda stop: (-stop['count'], stop['reason']))

    @api.model
    def _prepare_step(self, step, turns):
        """Return a row of the picture.

        :param dict turns: figures of 'first' and 'second' text, and '' of other messages
        :return: dictionary of ``id`` and ``name`` of the step, its ``cadence`` and ``place`` there
            (0 for one that was removed), its figures and shares, and ``turns``, see
            :meth:`_prepare_turns`
        """
        # Whoever sees a deal may know what its cadence does.
        step = step.sudo()
        total = {name: sum(figures[name] for figures in turns.values()) for name in FIGURES}
        return {
            'id': step.id,
            'name': step.display_name,
            'cadence': step.cadence_id.name,
            'place': 0 if step.revision_to else step.cadence_id.step_ids.ids.index(step.id) + 1,
            **total,
            **self._get_shares(total),
            'turns': self._prepare_turns(step, turns),
        }

    @api.model
    def _get_shares(self, figures):
        """Return shares, False of too few messages."""
        enough = deal_cadence_report.MIN_MESSAGES
        return {
            spec.partition(':')[0]: figures[part] / figures[whole]
            if figures[whole] >= enough
            else False
            for spec, (part, whole) in deal_cadence_report.SHARES.items()
        }

    @api.model
    def _prepare_turns(self, step, turns):
        """Return how two texts do that go by turns; False for a step with one.

        :return: dictionary of ``texts``, dictionaries of turn, name, figures and shares; the
            ``difference`` of the shares of answers, second less first, False of too few messages;
            and whether that ``may_be_chance``
        """
        if not step.template_b_id:
            return False
        texts = [
            self._prepare_text(turn, template, turns.get(turn))
            for turn, template in (('first', step.template_id), ('second', step.template_b_id))
        ]
        first, second = texts
        is_known = False not in (first['replied_share'], second['replied_share'])
        return {
            'texts': texts,
            'difference': second['replied_share'] - first['replied_share'] if is_known else False,
            'may_be_chance': is_known and self._may_be_chance(second, first),
        }

    @api.model
    def _prepare_text(self, turn, template, figures):
        figures = figures or dict.fromkeys(FIGURES, 0)
        return {'turn': turn, 'name': template.name, **figures, **self._get_shares(figures)}

    @api.model
    def _may_be_chance(self, second, first):
        low, high = get_limits(
            second['replied_share'],
            second['sent_count'],
            first['replied_share'],
            first['sent_count'],
        )
        return low <= 0 <= high

    @api.model
    def _get_rank(self, row):
        is_unknown = row['replied_share'] is False
        return is_unknown, -row['sent_count'] if is_unknown else -row['replied_share'], row['id']
