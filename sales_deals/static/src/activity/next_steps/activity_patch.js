import { Activity } from "@mail/core/common/activity_model";
import { ActivityMarkAsDone } from "@mail/core/web/activity_markasdone_popover";
import { ActivityMenu } from "@mail/core/web/activity_menu";
import { ActivityCalendarCommonPopover } from "@mail/views/web/calendar/calendar_common/activity_calendar_common_popover";
import { onWillStart, useState } from "@odoo/owl";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

const DEAL = "crm.lead";

patch(Activity.prototype, {
    /** Wherever it is marked as done: the screen that is open offers what follows. */
    async markAsDone() {
        const { res_id: dealId, res_model: model } = this;
        await super.markAsDone(...arguments);
        if (model === DEAL) {
            this.store.env.services.deal_next_steps.offer(dealId);
        }
    },

    async markAsDoneAndScheduleNext() {
        const { res_id: dealId, res_model: model } = this;
        const action = await super.markAsDoneAndScheduleNext(...arguments);
        if (model === DEAL) {
            this.store.env.services.deal_next_steps.tell(dealId);
        }
        return action;
    },
});

patch(ActivityMarkAsDone.prototype, {
    setup() {
        super.setup(...arguments);
        this.orm = useService("orm");
        this.nextSteps = useService("deal_next_steps");
        this.dealState = useState({ outcomes: [] });
        onWillStart(async () => {
            const { activity_type_id: kind, res_model: model } = this.props.activity;
            if (model === DEAL && kind) {
                this.dealState.outcomes = await this.nextSteps.getOutcomes(kind.id);
            }
        });
    },

    /** One click says how it ended and that it is done. */
    async onClickOutcome(outcome) {
        const ids = [this.props.activity.id];
        await this.orm.write("mail.activity", ids, { deal_outcome_id: outcome.id });
        await this.onClickDone();
    },
});

patch(ActivityMenu.prototype, {
    setup() {
        super.setup(...arguments);
        this.deals = useState({ areSold: false });
    },

    async onBeforeOpen() {
        super.onBeforeOpen(...arguments);
        this.deals.areSold = await user.hasGroup("sales_team.group_sale_salesman");
    },

    openDoneOnDeals(newWindow) {
        this.dropdown.close();
        return this.action.doAction("sales_deals.mail_activity_action_done", {
            newWindow,
            clearBreadcrumbs: true,
        });
    },
});

patch(ActivityCalendarCommonPopover.prototype, {
    /** As the button of the list of activities does. */
    async onClickDone() {
        const { model, record } = this.props;
        const context = { deal_ask_outcome: true, deal_offer_next_steps: true };
        const result = await this.orm.call("mail.activity", "action_done", [[record.id]], {
            context,
        });
        this.props.close();
        if (result?.type) {
            await this.actionService.doAction(result, { onClose: () => model.load() });
        }
        await model.load();
    },
});
