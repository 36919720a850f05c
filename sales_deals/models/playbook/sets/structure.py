"""What a ready set of stages and practices consists of, and the facts that its practices use."""

from typing import Any, NamedTuple

ADVICE, ASK, MUST = 'advice', 'ask', 'must'

#: Values of ``deal.practice``; ids of records are XML ids.
TICK = {'kind': 'tick'}
CALL = {'kind': 'activity', 'activity_type_id': 'mail.mail_activity_data_call'}
OFFER_CALL = {'kind': 'activity', 'activity_type_id': 'sales_deals.activity_type_offer_call'}
MEETING = {'kind': 'meeting'}
DECISION_MAKER = {'kind': 'contact', 'contact_role': 'decision_maker'}
INFLUENCER = {'kind': 'contact', 'contact_role': 'influencer'}
FINANCE = {'kind': 'contact', 'contact_role': 'finance'}
TECHNICAL = {'kind': 'contact', 'contact_role': 'technical'}
USER = {'kind': 'contact', 'contact_role': 'user'}
COMPETITOR = {'kind': 'competitor'}
CALCULATION = {'kind': 'calculation'}
OFFER_SENT = {'kind': 'offer', 'offer_event': 'sent'}
OFFER_OPENED = {'kind': 'offer', 'offer_event': 'opened'}
OFFER_ANSWERED = {'kind': 'offer', 'offer_event': 'answered'}
FILE = {'kind': 'file'}
MAIL_SENT = {'kind': 'mail', 'mail_direction': 'sent'}
MAIL_RECEIVED = {'kind': 'mail', 'mail_direction': 'received'}


def filled(*names):
    """Return the values of a practice that asks for fields of the deal."""
    return {'kind': 'domain', 'domain': str([(name, '!=', False) for name in names])}


CLIENT_KNOWN = filled('partner_id')
DECISION_DATE = filled('date_deadline')
VALUE_KNOWN = {'kind': 'domain', 'domain': str([('expected_revenue', '>', 0)])}


class ReadyPractice(NamedTuple):
    """One practice; texts are translated when the process is made."""

    name: Any
    fact: dict = TICK
    requirement: str = ADVICE
    weight: int = 1
    hint: Any = None
    due: int = 0
    gate: str = 'leave'


class ReadyStage(NamedTuple):
    """One stage, with what the client does in it."""

    name: Any
    buyer: Any
    guidance: Any
    days: int
    practices: tuple
    is_won: bool = False


class ReadySet(NamedTuple):
    """Stages and practices from which a process is made."""

    name: Any
    summary: Any
    stages: tuple
    uses_calculation: bool = True
