"""Windows, doors and joinery: measuring, revision, montage."""

from odoo.tools.translate import LazyTranslate

from . import structure as of

_lt = LazyTranslate(__name__)

SET = of.ReadySet(
    name=_lt("Windows, doors and joinery"),
    summary=_lt("Preliminary offer, measuring on site, revision, contract with advance, montage."),
    stages=(
        of.ReadyStage(
            name=_lt("New enquiry"),
            buyer=_lt("Builds or renovates, and collects prices"),
            guidance=_lt(
                "Ask for the plan or a list of openings, the stage of the building and the wanted"
                " date of montage. Somebody whose walls are not up yet needs an estimate;"
                " somebody who moves in three months needs a measuring."
            ),
            days=3,
            practices=(
                of.ReadyPractice(
                    _lt("Call the client"),
                    of.CALL,
                    of.ASK,
                    weight=2,
                    due=1,
                    hint=_lt("New building or replacement? Which system, colour and glass?"),
                ),
                of.ReadyPractice(
                    _lt("Get the plan or the list of openings"),
                    of.FILE,
                    weight=2,
                    hint=_lt("Photographs from a telephone do for a preliminary offer."),
                ),
                of.ReadyPractice(_lt("Know who the client is"), of.CLIENT_KNOWN, of.ASK),
            ),
        ),
        of.ReadyStage(
            name=_lt("Preliminary offer"),
            buyer=_lt("Compares systems, glass and prices"),
            guidance=_lt(
                "Calculate two variants: what was asked for, and what you would take yourself"
                " (warm montage, better glass, safe fittings). Name what is not in the price:"
                " sills, removing old windows, finishing."
            ),
            days=7,
            practices=(
                of.ReadyPractice(_lt("Calculate the offer"), of.CALCULATION),
                of.ReadyPractice(
                    _lt("Send the offer to the client"), of.OFFER_SENT, of.ASK, weight=3, due=3
                ),
                of.ReadyPractice(
                    _lt("Talk the offer over with the client"),
                    of.OFFER_CALL,
                    of.ASK,
                    weight=2,
                    due=5,
                    hint=_lt("Invite to the showroom: a handle in the hand beats a catalogue."),
                ),
                of.ReadyPractice(_lt("Know whom you compete with"), of.COMPETITOR),
            ),
        ),
        of.ReadyStage(
            name=_lt("Measuring"),
            buyer=_lt("Shows the building"),
            guidance=_lt(
                "Nothing is ordered by the client's own measures. Measure each opening in three"
                " places, check the diagonals and the walls, and photograph each one."
            ),
            days=10,
            practices=(
                of.ReadyPractice(_lt("Measure on site"), of.MEETING, of.MUST, weight=3, due=7),
                of.ReadyPractice(
                    _lt("Attach the measuring sheet and photographs"), of.TICK, of.ASK, weight=2
                ),
                of.ReadyPractice(
                    _lt("Check how it can be mounted"),
                    of.TICK,
                    hint=_lt("Lintels, thresholds, roller shutters, way in, place to unload."),
                ),
            ),
        ),
        of.ReadyStage(
            name=_lt("Revision"),
            buyer=_lt("Decides on details and checks the final offer"),
            guidance=_lt(
                "Calculate again by the real measures, as a new version of the offer, and explain"
                " each difference. Go through direction of opening, colour on both sides, glass,"
                " handles and sills line by line: an error here is a window thrown away."
            ),
            days=7,
            practices=(
                of.ReadyPractice(
                    _lt("Calculate again by the real measures"), of.TICK, of.ASK, weight=2
                ),
                of.ReadyPractice(
                    _lt("Go through all details with the client"),
                    of.TICK,
                    of.ASK,
                    weight=3,
                    hint=_lt("Seen from inside or from outside? Say it for each sash."),
                ),
                of.ReadyPractice(_lt("Know when the client decides"), of.DECISION_DATE),
            ),
        ),
        of.ReadyStage(
            name=_lt("Contract and advance"),
            buyer=_lt("Signs and pays the advance"),
            guidance=_lt(
                "Production begins when the contract is signed, the advance is paid and the"
                " drawings are confirmed; say so, so that the date of montage holds."
            ),
            days=7,
            practices=(
                of.ReadyPractice(
                    _lt("Attach the signed contract"), of.TICK, of.ASK, weight=2, gate='win'
                ),
                of.ReadyPractice(_lt("The advance is paid"), of.TICK, of.ASK, weight=2, gate='win'),
                of.ReadyPractice(_lt("Agree on the week of montage"), of.TICK),
            ),
        ),
        of.ReadyStage(
            name=_lt("Production and montage"),
            buyer=_lt("Prepares the building and waits for montage"),
            guidance=_lt(
                "Call two weeks before montage: is the building ready, is there electricity, can a"
                " lorry come near? After montage walk round with the client and the protocol."
            ),
            days=0,
            is_won=True,
            practices=(
                of.ReadyPractice(_lt("Confirm the day of montage"), of.TICK, weight=2),
                of.ReadyPractice(_lt("The client has signed the protocol of acceptance"), of.TICK),
                of.ReadyPractice(
                    _lt("Ask for a recommendation"),
                    of.TICK,
                    due=60,
                    hint=_lt("Neighbours build, too. Ask for a photograph of the house."),
                ),
            ),
        ),
    ),
)
