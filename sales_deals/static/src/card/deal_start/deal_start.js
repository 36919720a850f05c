import { Component, onMounted, status, useState } from "@odoo/owl";
import { crmKanbanView } from "@crm/views/crm_kanban/crm_kanban_view";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

/**
 * What is missing for the first offer, above the deals of a new database.
 *
 * Nothing is asked of the server where the list is done or closed.
 */
export class DealStart extends Component {
    static template = "sales_deals.DealStart";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.labels = { done: _t("Done"), open: _t("Not done yet") };
        this.state = useState({ steps: [] });
        onMounted(() => session.deal_shows_start && this.load());
    }

    /** The deals don't wait for it. */
    async load() {
        const steps = await this.orm.silent.call("deal.start", "get_steps");
        if (status(this) === "mounted") {
            this.state.steps = steps;
            session.deal_shows_start = steps.some((step) => !step.is_done);
        }
    }

    get doneCount() {
        return this.state.steps.filter((step) => step.is_done).length;
    }

    get progress() {
        return _t("%(done)s of %(all)s done", {
            done: this.doneCount,
            all: this.state.steps.length,
        });
    }

    get isDone() {
        return this.doneCount === this.state.steps.length;
    }

    open(step) {
        return this.action.doAction(step.action);
    }

    async close() {
        this.state.steps = [];
        if (session.deal_shows_start) {
            session.deal_shows_start = false;
            await this.orm.silent.call("deal.start", "action_close");
        }
    }
}

// Odoo's own pipeline is the first screen of the app. Its controller is a class of its own
// “to make it easier to patch”, and has no template of its own.
const { Controller } = crmKanbanView;
Controller.template = "sales_deals.CrmKanbanView";
Controller.components = { ...Controller.components, DealStart };
