import { NextStepBanner } from "../../activity/next_steps/next_step_banner";

/** What may follow on the activity that was done, in the deal's panel, until it is taken. */
export class NextSteps extends NextStepBanner {
    static template = "sales_deals.DealPanel.NextSteps";
}
