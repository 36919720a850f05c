"""Tenders: decide early, ask in time, submit completely."""

from odoo.tools.translate import LazyTranslate

from . import structure as of

_lt = LazyTranslate(__name__)

SET = of.ReadySet(
    name=_lt("Tender"),
    summary=_lt("Go or no go, questions in time, a complete bid, evaluation, contract."),
    stages=(
        of.ReadyStage(
            name=_lt("Tender found"),
            buyer=_lt("Publishes the tender"),
            guidance=_lt(
                "Read the conditions before the description: who may bid, deposit, references,"
                " penalties. Write the deadline into the deal on the first day."
            ),
            days=3,
            practices=(
                of.ReadyPractice(
                    _lt("Enter the day of the decision"), of.DECISION_DATE, of.ASK, weight=2
                ),
                of.ReadyPractice(_lt("Attach the tender documents"), of.FILE, of.ASK, weight=2),
                of.ReadyPractice(
                    _lt("Check whether we may bid"),
                    of.TICK,
                    weight=2,
                    hint=_lt("Turnover, references, certificates, people, exclusions."),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Go or no go"),
            buyer=_lt("Waits for questions"),
            guidance=_lt(
                "A bid costs days. Go where you know the buyer, meet the conditions and can win by"
                " the criteria; otherwise say no today. One clear no saves time for two good bids."
            ),
            days=3,
            practices=(
                of.ReadyPractice(
                    _lt("Decide to bid"),
                    of.TICK,
                    of.MUST,
                    weight=3,
                    due=2,
                    hint=_lt("Note who decided and why: it is asked after each lost tender."),
                ),
                of.ReadyPractice(_lt("Know whom you compete with"), of.COMPETITOR),
                of.ReadyPractice(_lt("Estimate the value"), of.VALUE_KNOWN, of.ASK),
            ),
        ),
        of.ReadyStage(
            name=_lt("Preparing the bid"),
            buyer=_lt("Answers questions, and changes the conditions where needed"),
            guidance=_lt(
                "Ask what is unclear while questions are allowed. Make a list of all required"
                " documents with a name and a day for each, and let somebody who has not written"
                " the bid check it."
            ),
            days=14,
            practices=(
                of.ReadyPractice(
                    _lt("Send the questions in time"),
                    of.MAIL_SENT,
                    hint=_lt("A question can turn a criterion that excludes you."),
                ),
                of.ReadyPractice(_lt("Calculate the bid"), of.CALCULATION, of.ASK, weight=2),
                of.ReadyPractice(
                    _lt("Check the bid against the list of documents"),
                    of.TICK,
                    of.MUST,
                    weight=3,
                    hint=_lt("By a colleague, a day before the deadline."),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Bid submitted"),
            buyer=_lt("Evaluates the bids"),
            guidance=_lt(
                "Keep the confirmation of submission. Write down all prices when bids are opened,"
                " and answer requests to complete documents on the same day."
            ),
            days=30,
            practices=(
                of.ReadyPractice(
                    _lt("Attach the confirmation of submission"), of.TICK, of.ASK, weight=2
                ),
                of.ReadyPractice(
                    _lt("Enter the prices of the others"),
                    of.TICK,
                    weight=2,
                    hint=_lt("They are the best price list of the market that you can get."),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Best bid chosen"),
            buyer=_lt("Announces the result, and waits for appeals"),
            guidance=_lt(
                "Prepare the papers for signing while the time for appeals runs: guarantee,"
                " insurance, power of attorney."
            ),
            days=14,
            practices=(
                of.ReadyPractice(
                    _lt("Prepare guarantee and papers for signing"),
                    of.TICK,
                    of.ASK,
                    weight=2,
                    gate='win',
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Contract signed"),
            buyer=_lt("Expects delivery by the letter of the contract"),
            guidance=_lt(
                "Hand over with the list of dates, penalties and required reports: a tender is"
                " delivered by its text."
            ),
            days=0,
            is_won=True,
            practices=(
                of.ReadyPractice(_lt("Attach the signed contract"), of.TICK, weight=2),
                of.ReadyPractice(
                    _lt("Hand over to those who deliver"),
                    of.TICK,
                    due=2,
                    hint=_lt("With all dates and penalties of the contract."),
                ),
            ),
        ),
    ),
)
