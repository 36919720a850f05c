"""What moving a deal needs to know of stages and practices: values that the ORM caches."""

from typing import NamedTuple

from odoo import tools


class PracticeFacts(NamedTuple):
    """Those values of a practice that moving a deal needs."""

    id: int
    stage_id: int
    kind: str
    requirement: str
    gate: str
    weight: int
    team_ids: frozenset
    domain: str

    def applies_to(self, team_id):
        """Tell whether the practice is for deals of a team."""
        return not self.team_ids or team_id in self.team_ids

    def is_asked_to_leave(self):
        """Tell whether deals are asked for it when they leave its stage."""
        return self.requirement != 'advice' and self.gate == 'leave'


class StageFacts(NamedTuple):
    """Those values of a stage that moving a deal needs."""

    id: int
    deal_process_id: int | bool
    is_won: bool
    team_ids: frozenset

    def is_for(self, deal_process_id, team_id):
        """Tell whether deals of a process and a team can stand on the stage."""
        fits_team = not self.team_ids or team_id in self.team_ids
        return fits_team and self.deal_process_id in (False, deal_process_id)


class Way(NamedTuple):
    """A deal's way from a stage to another one."""

    stages: tuple  # ids of all stages that the deal can stand on, in order
    left: tuple  # ids of those that it leaves
    wins: bool

    def asks_for(self, fact):
        """Tell whether a practice on the way must be fulfilled, or passed with a reason."""
        return fact.requirement != 'advice' and (fact.gate == 'leave' or self.wins)


class Playbook(NamedTuple):
    """All practices, and the order of stages; immutable, since the ORM caches it."""

    practices: tools.frozendict  # stage id -> tuple of PracticeFacts, in order
    stages: tuple  # StageFacts, in order

    def get_of_stage(self, stage_id, team_id):
        """Return the practices of a stage that are for deals of a team.

        :return: list of :class:`PracticeFacts`
        """
        return [fact for fact in self.practices.get(stage_id, ()) if fact.applies_to(team_id)]

    def get_stages_before(self, stage_id, deal_process_id, team_id):
        """Return the ids of the stages of a process that are before one of them, in order."""
        ids = [
            stage.id
            for stage in self.stages
            if stage.id == stage_id or stage.is_for(deal_process_id, team_id)
        ]
        return ids[: ids.index(stage_id)] if stage_id in ids else []

    def get_way(self, deal_process_id, team_id, stage_id, target_id):
        """Return the way of a deal to a stage.

        :param stage_id: where the deal stands in the process; False: nowhere yet
        :return: :class:`Way`; it leaves no stage where it leads back
        """
        known = {stage_id, target_id}
        stages = [
            stage
            for stage in self.stages
            if stage.id in known or stage.is_for(deal_process_id, team_id)
        ]
        ids = [stage.id for stage in stages]
        begin = ids.index(stage_id) if stage_id in ids else 0
        end = ids.index(target_id) if target_id in ids else 0
        wins = any(stage.is_won for stage in stages if stage.id == target_id)
        return Way(tuple(ids), tuple(ids[begin:end]), wins)

    def get_on_way(self, way, team_id):
        """Return the practices of the stages that a way leaves, and those that winning needs.

        :return: list of :class:`PracticeFacts`, in order
        """
        return [
            fact
            for stage in way.stages
            for fact in self.get_of_stage(stage, team_id)
            if stage in way.left or (way.wins and fact.gate == 'win')
        ]

    def get_needed(self, deal_process_id, team_id, stage_id, target_id):
        """Return the practices that are asked for on a deal's way to a stage.

        :param stage_id: as for :meth:`get_way`
        :return: list of :class:`PracticeFacts`, without mere advice; none for a way back
        """
        way = self.get_way(deal_process_id, team_id, stage_id, target_id)
        return [fact for fact in self.get_on_way(way, team_id) if way.asks_for(fact)]
