import { NextStepBanner } from "../../activity/next_steps/next_step_banner";

/** What may follow on the activity that was done, in the deal's panel, until it is taken. */
export class NextSteps extends NextStepBanner {
    static template = "sales_deals.DealPanel.NextSteps";
    static props = {
        ...NextStepBanner.props,
        practices: { type: Array, optional: true },
    };

    /** The name of the stage's open practice that a step fulfils when it is done. */
    getPractice(step) {
        const isFulfilled = ({ kind, is_done: isDone, activity_type_id: typeId }) =>
            kind === "activity" && !isDone && typeId === step.type_id;
        return this.props.practices?.find(isFulfilled)?.name;
    }
}
