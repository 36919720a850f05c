"""MEDDIC: large deals with several people who decide."""

from odoo.tools.translate import LazyTranslate

from . import structure as of

_lt = LazyTranslate(__name__)

SET = of.ReadySet(
    name=_lt("MEDDIC"),
    summary=_lt(
        "Large deals: measurable gain, who pays, how the client decides, the pain, a champion."
    ),
    stages=(
        of.ReadyStage(
            name=_lt("Qualification"),
            buyer=_lt("Notices a problem that costs money"),
            guidance=_lt(
                "Is there a pain that is worth money, and somebody who feels it? A deal that is"
                " given up here costs a call; later it costs months."
            ),
            days=14,
            practices=(
                of.ReadyPractice(
                    _lt("Identify the pain"),
                    of.TICK,
                    of.ASK,
                    weight=3,
                    hint=_lt("What goes wrong, how often, and who has to answer for it?"),
                ),
                of.ReadyPractice(_lt("Know who the client is"), of.CLIENT_KNOWN, of.ASK),
                of.ReadyPractice(_lt("Talk to somebody who feels the pain"), of.USER, weight=2),
            ),
        ),
        of.ReadyStage(
            name=_lt("Discovery"),
            buyer=_lt("Works out what a solution must do"),
            guidance=_lt(
                "Put figures on the pain together with the client, and find the person inside who"
                " wants you to win. Without a champion you are a column in a comparison."
            ),
            days=30,
            practices=(
                of.ReadyPractice(
                    _lt("Agree on metrics"),
                    of.TICK,
                    of.ASK,
                    weight=3,
                    hint=_lt("Cost, time or risk: today and after, in the client's figures."),
                ),
                of.ReadyPractice(
                    _lt("Find a champion"),
                    of.INFLUENCER,
                    of.ASK,
                    weight=3,
                    hint=_lt(
                        "Has influence, gains from your success, and speaks for you when you are"
                        " not in the room. Test it: ask for a meeting with the one who pays."
                    ),
                ),
                of.ReadyPractice(_lt("Meet the client"), of.MEETING, weight=2),
                of.ReadyPractice(_lt("Know whom you compete with"), of.COMPETITOR),
            ),
        ),
        of.ReadyStage(
            name=_lt("Validation"),
            buyer=_lt("Sets criteria and checks the solution against them"),
            guidance=_lt(
                "Help to write the criteria, so that what you do well is among them. Meet the"
                " economic buyer: the one who can say yes when all others say no."
            ),
            days=30,
            practices=(
                of.ReadyPractice(
                    _lt("Meet the economic buyer"),
                    of.DECISION_MAKER,
                    of.MUST,
                    weight=3,
                    hint=_lt("Who can spend money that was not planned?"),
                ),
                of.ReadyPractice(
                    _lt("Know the decision criteria"),
                    of.TICK,
                    of.ASK,
                    weight=2,
                    hint=_lt("Technical, financial, personal: in the order of their weight."),
                ),
                of.ReadyPractice(
                    _lt("Prove it"),
                    of.TICK,
                    weight=2,
                    hint=_lt("A trial, a demonstration with their data, a visit to a client."),
                ),
                of.ReadyPractice(_lt("Know who checks the technical side"), of.TECHNICAL),
            ),
        ),
        of.ReadyStage(
            name=_lt("Business case"),
            buyer=_lt("Defends the expense within the company"),
            guidance=_lt(
                "Write the business case with your champion, in the client's words and figures."
                " Plan backwards from the day on which the gain is needed."
            ),
            days=21,
            practices=(
                of.ReadyPractice(
                    _lt("Know the decision process"),
                    of.TICK,
                    of.ASK,
                    weight=2,
                    hint=_lt("Who signs in which order, and what does each need to see?"),
                ),
                of.ReadyPractice(_lt("Know when the client decides"), of.DECISION_DATE, of.ASK),
                of.ReadyPractice(_lt("Know who releases the money"), of.FINANCE),
                of.ReadyPractice(
                    _lt("Send the offer to the client"), of.OFFER_SENT, of.ASK, weight=3
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Agreement"),
            buyer=_lt("Has the contract checked and signed"),
            guidance=_lt(
                "Contracts take longer than decisions. Send the draft early, know the lawyer's and"
                " the purchaser's names, and keep the champion informed."
            ),
            days=21,
            practices=(
                of.ReadyPractice(
                    _lt("Know the way of the papers"),
                    of.TICK,
                    weight=2,
                    hint=_lt("Legal, security, purchasing: how long does each take?"),
                ),
                of.ReadyPractice(_lt("Attach the contract"), of.FILE, of.ASK, weight=2, gate='win'),
            ),
        ),
        of.ReadyStage(
            name=_lt("Won"),
            buyer=_lt("Wants to see the promised gain"),
            guidance=_lt(
                "Measure the agreed metrics after three months and show them: nothing else sells"
                " the next deal as well."
            ),
            days=0,
            is_won=True,
            practices=(
                of.ReadyPractice(_lt("Hand over to those who deliver"), of.TICK, due=2),
                of.ReadyPractice(_lt("Show the measured gain"), of.TICK, weight=2, due=90),
            ),
        ),
    ),
)
