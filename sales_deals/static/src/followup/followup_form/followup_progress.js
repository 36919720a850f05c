import { status, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { PercentBarField, percentBarField } from "@sales_deals/language/percent/percent_bar";

/** After how many per cent more the whole form is shown anew, not its bar alone. */
const STEP = 10;

/**
 * How far a follow-up is. As long as it is under way and somebody sees it, the server is asked for
 * this one figure; the form is loaded anew now and then, and when something else becomes of it.
 */
export class FollowupProgress extends PercentBarField {
    setup() {
        this.live = useState({ progress: null });
        super.setup();
        this.orm = useService("orm");
        useEffect(
            (resId, isUnderWay) => {
                this.live.progress = null;
                if (resId && isUnderWay) {
                    this.look();
                    return () => browser.clearTimeout(this.timer);
                }
            },
            () => [this.props.record.resId, this.isUnderWay],
        );
    }

    get isUnderWay() {
        return ["scheduled", "sending"].includes(this.props.record.data.state);
    }

    get currentValue() {
        return this.live.progress ?? super.currentValue;
    }

    async look() {
        let pause = 2;
        if (!document.hidden) {
            const { record } = this.props;
            const told = await this.orm.silent.call("deal.followup", "get_progress", [
                [record.resId],
            ]);
            if (status(this) === "destroyed" || record.resId !== this.props.record.resId) {
                return;
            }
            // A replica that lags has nothing to tell of what was just made.
            if (told.state) {
                await this.show(told);
                pause = told.pause;
            }
        }
        if (this.isUnderWay && status(this) !== "destroyed") {
            this.timer = browser.setTimeout(() => this.look(), 1000 * pause);
        }
    }

    async show({ state, progress }) {
        const { record } = this.props;
        this.live.progress = progress;
        if (state !== record.data.state || progress - record.data[this.props.name] >= STEP) {
            await record.load();
        }
    }
}

registry.category("fields").add("deal_followup_progress", {
    ...percentBarField,
    component: FollowupProgress,
});
