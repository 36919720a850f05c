"""A standard sale: from an enquiry to an order."""

from odoo.tools.translate import LazyTranslate

from . import structure as of

_lt = LazyTranslate(__name__)

SET = of.ReadySet(
    name=_lt("Standard sale"),
    summary=_lt("From an enquiry to an order: needs, offer, negotiation."),
    stages=(
        of.ReadyStage(
            name=_lt("New enquiry"),
            buyer=_lt("Has a need, and asks several suppliers"),
            guidance=_lt(
                "Answer on the day the enquiry comes: whoever answers first is listened to. Find"
                " out in one call what it is for, who else is involved, and by when."
            ),
            days=3,
            practices=(
                of.ReadyPractice(
                    _lt("Answer the enquiry"),
                    of.MAIL_SENT,
                    of.ASK,
                    weight=2,
                    due=1,
                    hint=_lt("Thank, say what happens next and when. Don't send a price yet."),
                ),
                of.ReadyPractice(
                    _lt("Call the client"),
                    of.CALL,
                    weight=2,
                    due=1,
                    hint=_lt("Need, budget, date, who decides. Listen more than you talk."),
                ),
                of.ReadyPractice(_lt("Know who the client is"), of.CLIENT_KNOWN, of.ASK),
            ),
        ),
        of.ReadyStage(
            name=_lt("Needs"),
            buyer=_lt("Describes what the purchase is for, and what matters"),
            guidance=_lt(
                "Understand the need before you propose anything: what happens when nothing"
                " changes, and how will the client know that the purchase was right? Write down"
                " what you have heard, and let the client confirm it."
            ),
            days=10,
            practices=(
                of.ReadyPractice(
                    _lt("Meet the client"),
                    of.MEETING,
                    of.ASK,
                    weight=3,
                    due=5,
                    hint=_lt("On site or by video. Ask to see where it will be used."),
                ),
                of.ReadyPractice(
                    _lt("Know who decides"),
                    of.DECISION_MAKER,
                    of.ASK,
                    weight=2,
                    hint=_lt("Ask: “Who else will look at the offer before you decide?”"),
                ),
                of.ReadyPractice(_lt("Know when the client decides"), of.DECISION_DATE, of.ASK),
                of.ReadyPractice(
                    _lt("Confirm the needs in writing"),
                    of.TICK,
                    weight=2,
                    hint=_lt("Three to five sentences by e-mail, in the client's own words."),
                ),
                of.ReadyPractice(_lt("Know whom you compete with"), of.COMPETITOR),
            ),
        ),
        of.ReadyStage(
            name=_lt("Offer"),
            buyer=_lt("Compares offers"),
            guidance=_lt(
                "An offer answers the needs that were confirmed, in their order. Two or three"
                " variants make the client compare yours with yours. Agree on a day to talk it"
                " over before you send it."
            ),
            days=7,
            practices=(
                of.ReadyPractice(_lt("Calculate the offer"), of.CALCULATION),
                of.ReadyPractice(
                    _lt("Send the offer to the client"), of.OFFER_SENT, of.MUST, weight=3, due=3
                ),
                of.ReadyPractice(
                    _lt("The client has opened the offer"),
                    of.OFFER_OPENED,
                    hint=_lt("Not opened after two days? Call, don't write."),
                ),
                of.ReadyPractice(
                    _lt("Talk the offer over with the client"),
                    of.OFFER_CALL,
                    of.ASK,
                    weight=2,
                    due=5,
                    hint=_lt("Ask what is missing, not whether the offer was received."),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Negotiation"),
            buyer=_lt("Settles the last doubts, and agrees within the company"),
            guidance=_lt(
                "Give nothing without getting something: a discount for an earlier order, a"
                " larger amount, a reference. Each talk ends with the next step and its day."
            ),
            days=10,
            practices=(
                of.ReadyPractice(
                    _lt("Answer all objections"),
                    of.TICK,
                    weight=2,
                    hint=_lt("Write each down with your answer; what is not said is the risk."),
                ),
                of.ReadyPractice(
                    _lt("Agree on payment and delivery"), of.TICK, of.ASK, weight=2, gate='win'
                ),
                of.ReadyPractice(
                    _lt("Ask for the decision"),
                    of.TICK,
                    hint=_lt("Simply ask: “What do you need to decide today?”"),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Won"),
            buyer=_lt("Waits for what was promised"),
            guidance=_lt(
                "The sale ends when the client would buy again. Hand over what was promised, and"
                " come back before the client has to."
            ),
            days=0,
            is_won=True,
            practices=(
                of.ReadyPractice(_lt("Hand over to those who deliver"), of.TICK, due=2),
                of.ReadyPractice(
                    _lt("Ask how satisfied the client is"),
                    of.TICK,
                    due=30,
                    hint=_lt("Ask for a reference or a recommendation in the same call."),
                ),
            ),
        ),
    ),
)
