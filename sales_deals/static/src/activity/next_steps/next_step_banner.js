import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { describeStep } from "./next_step_service";

/** Above a deal's form: what may follow on the activity that was done, scheduled by a click. */
export class NextStepBanner extends Component {
    static template = "sales_deals.NextStepBanner";
    static props = { ...standardFieldProps };

    setup() {
        this.nextSteps = useService("deal_next_steps");
        this.store = useService("mail.store");
        this.root = useRef("root");
        this.describe = describeStep;
        this.state = useState({ steps: [], isBusy: false });
        useRecordObserver((record) => {
            this.state.steps = record.data[this.props.name] || [];
        });
        useEffect(
            (dealId) => dealId && this.nextSteps.watch(dealId, this.watcher),
            () => [this.props.record.resId],
        );
    }

    get watcher() {
        return { show: (steps) => this.show(steps), refresh: () => this.showActivities() };
    }

    /** Whether the steps are in sight: where the chatter is below the form, they often are not. */
    async show(steps) {
        this.state.steps = steps;
        await new Promise((resolve) => browser.setTimeout(resolve));
        const box = this.root.el?.getBoundingClientRect();
        return (
            Boolean(box) &&
            this.root.el.contains(document.elementFromPoint(box.left + 4, box.top + box.height / 2))
        );
    }

    async take(step) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            this.nextSteps.close(this.props.record.resId);
            const opened = await this.nextSteps.take(step);
            this.state.steps = this.state.steps.filter((other) => other.id !== step.id);
            if (!opened) {
                await this.showActivities();
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    async dismiss() {
        await this.nextSteps.dismiss(this.props.record.resId, this.state.steps);
        this.state.steps = [];
    }

    /** The form may hold changes that are not saved: only its chatter is loaded anew. */
    showActivities() {
        const { resId: id, resModel: model } = this.props.record;
        const thread = this.store.Thread.insert({ id, model });
        return thread.fetchThreadData(["activities", "followers"]);
    }
}

registry.category("fields").add("deal_next_steps", {
    component: NextStepBanner,
    supportedTypes: ["json"],
    extractProps: () => ({}),
});
