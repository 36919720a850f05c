"""Steps with two texts: they go by turns."""

from collections import Counter

from odoo.tests import tagged

from .common import CadenceCase


@tagged('post_install', '-at_install')
class TestCadenceTexts(CadenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.mail_template.copy({'name': "Second letter"})
        for step in cls.cadence.step_ids.filtered(lambda step: step.kind == 'message'):
            step.template_b_id = cls.second
        cls.steps = cls.cadence.step_ids.filtered('template_b_id')
        # Of three in a row, all never have the same text.
        cls.leads |= cls._create_mailed("Eva")

    def _pick(self, step, number):
        return step._take_turn(number)

    def test_of_each_two_deals_one_gets_the_second_text(self):
        for step in self.steps:
            first = 1000 + step.id % 2
            for number in range(first, first + 40, 2):
                texts = {self._pick(step, number), self._pick(step, number + 1)}
                self.assertEqual(texts, {self.mail_template, self.second})

    def test_cadences_that_begin_together_have_both_texts_each(self):
        for stride, least in ((2, 90), (3, 40), (4, 90)):
            for start in range(stride):
                numbers = range(1000 + start, 1000 + start + 200 * stride, stride)
                counts = Counter(self._pick(self.steps[0], number) for number in numbers)
                self.assertEqual(len(counts), 2)
                self.assertGreaterEqual(min(counts.values()), least, (stride, start))

    def test_texts_of_one_step_do_not_go_with_those_of_another(self):
        pairs = Counter(
            tuple(self._pick(step, number) for step in self.steps) for number in range(1000, 1400)
        )
        self.assertEqual(len(pairs), 4)
        self.assertGreater(min(pairs.values()), 40)

    def test_each_deal_keeps_its_text_when_it_moves_to_changed_steps(self):
        runs = self._begin()
        before = {run: run.sudo().task_ids.template_id for run in runs}
        self.assertEqual(set(before.values()), {self.mail_template, self.second})
        self.steps[0].wait = 1
        self.cadence.action_move_over()
        self.assertEqual({run: run.sudo().task_ids.template_id for run in runs}, before)

    def test_each_deal_is_sent_its_text(self):
        self.second.subject = "Another subject"
        self._begin()
        mails = self._work()
        done = self.leads.deal_cadence_run_ids.sudo().task_ids.filtered('message_line_id')
        subjects = [
            "Another subject" if task.template_id == self.second else f"About {task.lead_id.name}"
            for task in done
        ]
        self.assertEqual(len(mails), 3)
        self.assertIn("Another subject", subjects)
        self.assertCountEqual([mail['subject'] for mail in mails], subjects)
