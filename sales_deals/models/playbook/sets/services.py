"""Services and projects: diagnosis, scope, proposal."""

from odoo.tools.translate import LazyTranslate

from . import structure as of

_lt = LazyTranslate(__name__)

SET = of.ReadySet(
    name=_lt("Services and projects"),
    summary=_lt("Diagnosis before a proposal: scope, way of working, risks, kick-off."),
    stages=(
        of.ReadyStage(
            name=_lt("First talk"),
            buyer=_lt("Looks for somebody who understands the problem"),
            guidance=_lt(
                "Check whether you fit each other: the problem, what was tried before, the budget"
                " as a range, the date. Say no early where you can't help."
            ),
            days=5,
            practices=(
                of.ReadyPractice(
                    _lt("Call the client"),
                    of.CALL,
                    of.ASK,
                    weight=2,
                    due=2,
                    hint=_lt("Why now? What happens if the project doesn't take place?"),
                ),
                of.ReadyPractice(_lt("Know who the client is"), of.CLIENT_KNOWN, of.ASK),
                of.ReadyPractice(
                    _lt("Name a range of the budget"),
                    of.VALUE_KNOWN,
                    hint=_lt("“Projects like yours cost between … and …. Does that fit?”"),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Diagnosis"),
            buyer=_lt("Explains the situation, and shows how the work is done today"),
            guidance=_lt(
                "Talk to those who will use the result, not only to those who pay for it. Note"
                " what success is and how it is measured; that becomes the scope."
            ),
            days=14,
            practices=(
                of.ReadyPractice(_lt("Hold a workshop"), of.MEETING, of.ASK, weight=3, due=10),
                of.ReadyPractice(_lt("Know who decides"), of.DECISION_MAKER, of.ASK, weight=2),
                of.ReadyPractice(_lt("Know who will use the result"), of.USER),
                of.ReadyPractice(
                    _lt("Send a summary that the client confirms"),
                    of.MAIL_RECEIVED,
                    weight=2,
                    hint=_lt("The client's answer shows whether you have understood."),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Scope and proposal"),
            buyer=_lt("Compares ways of working, prices and teams"),
            guidance=_lt(
                "Write what is done, what is not, what the client contributes, and how changes are"
                " handled. Propose a small first step beside the whole project."
            ),
            days=10,
            practices=(
                of.ReadyPractice(
                    _lt("Estimate the work with those who will do it"), of.TICK, of.ASK, weight=2
                ),
                of.ReadyPractice(
                    _lt("Write down risks and assumptions"),
                    of.TICK,
                    hint=_lt("Each assumption that fails is work that nobody pays for."),
                ),
                of.ReadyPractice(
                    _lt("Send the offer to the client"), of.OFFER_SENT, of.MUST, weight=3
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Presentation and agreement"),
            buyer=_lt("Chooses whom to trust, and settles the terms"),
            guidance=_lt(
                "Present the proposal to all who decide at once, with the people who will do the"
                " work. Price is talked about by cutting the scope, not the rate."
            ),
            days=14,
            practices=(
                of.ReadyPractice(
                    _lt("Talk the offer over with the client"),
                    of.OFFER_CALL,
                    of.ASK,
                    weight=2,
                    due=5,
                ),
                of.ReadyPractice(_lt("Know when the client decides"), of.DECISION_DATE, of.ASK),
                of.ReadyPractice(_lt("Give references"), of.TICK),
                of.ReadyPractice(
                    _lt("Reserve the people for the project"), of.TICK, of.ASK, gate='win'
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Won"),
            buyer=_lt("Wants to see the first result soon"),
            guidance=_lt(
                "Begin within two weeks, with those who sold the project in the room. What was"
                " promised in talks must be known to those who deliver it."
            ),
            days=0,
            is_won=True,
            practices=(
                of.ReadyPractice(_lt("Hold the kick-off"), of.TICK, weight=2, due=14),
                of.ReadyPractice(_lt("Hand over to those who deliver"), of.TICK, due=2),
            ),
        ),
    ),
)
