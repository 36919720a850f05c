"""Renewal of a contract or subscription."""

from odoo.tools.translate import LazyTranslate

from . import structure as of

_lt = LazyTranslate(__name__)

SET = of.ReadySet(
    name=_lt("Renewal"),
    summary=_lt("Begin early: review of what was used and gained, renewal offer, signature."),
    stages=(
        of.ReadyStage(
            name=_lt("Contract ends soon"),
            buyer=_lt("Does not think of the contract yet"),
            guidance=_lt(
                "Begin three to four months before the end. Look at complaints, payments and use"
                " before you call: the client will."
            ),
            days=30,
            practices=(
                of.ReadyPractice(
                    _lt("Enter the day on which the contract ends"),
                    of.DECISION_DATE,
                    of.ASK,
                    weight=2,
                ),
                of.ReadyPractice(
                    _lt("Look through complaints and payments"),
                    of.TICK,
                    weight=2,
                    hint=_lt("An open complaint is settled before a renewal is spoken of."),
                ),
                of.ReadyPractice(
                    _lt("Know who decides"),
                    of.DECISION_MAKER,
                    hint=_lt("Is it still the same person as when the contract was signed?"),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Review with the client"),
            buyer=_lt("Weighs what the contract has brought"),
            guidance=_lt(
                "Show what was gained, in figures, before any price is named. Ask what has changed"
                " in the company: growth, new people, new plans."
            ),
            days=21,
            practices=(
                of.ReadyPractice(_lt("Hold the review"), of.MEETING, of.ASK, weight=3, due=14),
                of.ReadyPractice(
                    _lt("Show the measured gain"),
                    of.TICK,
                    weight=2,
                    hint=_lt("Before and after, in the figures that the client goes by."),
                ),
                of.ReadyPractice(
                    _lt("Ask about new needs"),
                    of.TICK,
                    hint=_lt("Most growth comes from clients that you have already."),
                ),
                of.ReadyPractice(_lt("Know whom you compete with"), of.COMPETITOR),
            ),
        ),
        of.ReadyStage(
            name=_lt("Renewal offer"),
            buyer=_lt("Compares staying with leaving"),
            guidance=_lt(
                "Propose two ways: as it was, and extended. Explain a higher price before the"
                " client sees it in writing."
            ),
            days=14,
            practices=(
                of.ReadyPractice(_lt("Calculate the offer"), of.CALCULATION),
                of.ReadyPractice(
                    _lt("Send the offer to the client"), of.OFFER_SENT, of.ASK, weight=3, due=3
                ),
                of.ReadyPractice(
                    _lt("The client has answered the offer"), of.OFFER_ANSWERED, weight=2
                ),
                of.ReadyPractice(
                    _lt("Talk the offer over with the client"),
                    of.OFFER_CALL,
                    of.ASK,
                    weight=2,
                    due=5,
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Signing"),
            buyer=_lt("Signs the new contract"),
            guidance=_lt(
                "Sign before the old contract ends: a gap invites others. Set the day of the next"
                " review at once."
            ),
            days=14,
            practices=(
                of.ReadyPractice(
                    _lt("Attach the signed contract"), of.FILE, of.ASK, weight=2, gate='win'
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Renewed"),
            buyer=_lt("Goes on working with us"),
            guidance=_lt("Make the deal of the next renewal now, with its date."),
            days=0,
            is_won=True,
            practices=(
                of.ReadyPractice(_lt("Plan the next renewal"), of.TICK, weight=2, due=7),
                of.ReadyPractice(_lt("Ask for a recommendation"), of.TICK, due=30),
            ),
        ),
    ),
)
