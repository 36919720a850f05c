import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { FileInput } from "@web/core/file_input/file_input";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Record } from "@web/model/record";
import { Field } from "@web/views/fields/field";
import { openPage } from "../form_places";
import { getOpener } from "../openers";
import { getGateFields } from "./gate_fields";

/** Asks for the practices that are open before deals go on, and takes the answers. */
export class GateDialog extends Component {
    static template = "sales_deals.GateDialog";
    static components = { Dialog, Field, FileInput, Record };
    static props = { asked: Object, pass: Function, leave: Function, close: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.fieldService = useService("field");
        this.state = useState({ asked: this.props.asked, ticks: {}, reason: "", isBusy: false });
        this.named = new Set();
        this.hooks = { onRootLoaded: (root) => (this.record = root) };
        onWillStart(() => this.prepareFields());
    }

    // What is asked for

    get deals() {
        return this.state.asked.deals;
    }

    get practices() {
        return this.state.asked.practices;
    }

    get title() {
        return _t("Before “%s”", this.state.asked.stage);
    }

    /** Values of one deal that is there are shown, to be completed. */
    get dealId() {
        return this.deals.length === 1 && !this.state.asked.is_new ? this.deals[0].id : false;
    }

    namesOf({ lead_ids: ids }) {
        return this.deals.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    }

    /** Whether a practice is open on one deal, that is there: what fulfils it can be opened. */
    isOfOneDeal({ lead_ids: ids }) {
        return !this.state.asked.is_new && ids.length === 1;
    }

    opener(practice) {
        return this.isOfOneDeal(practice) ? getOpener(practice) : false;
    }

    // What is answered

    get left() {
        return this.practices.filter(({ id }) => !(id in this.state.ticks));
    }

    /** Whether something is needed that the user may not pass. */
    get isClosed() {
        return this.left.some(({ requirement, fields }) => {
            return requirement === "must" && !fields.length && !this.state.asked.may_pass;
        });
    }

    get mayConfirm() {
        const isFilledIn = this.left.every(({ fields }) => fields.length);
        const isAnswered = isFilledIn || Boolean(this.state.reason.trim());
        return !this.state.isBusy && !this.isClosed && isAnswered;
    }

    toggleTick({ id }) {
        if (id in this.state.ticks) {
            delete this.state.ticks[id];
        } else {
            this.state.ticks[id] = "";
        }
    }

    async prepareFields() {
        const names = new Set(this.practices.flatMap(({ fields }) => fields));
        const fields = names.size ? await this.fieldService.loadFields("crm.lead") : {};
        this.fields = getGateFields(fields, [...names]);
    }

    async getValues() {
        if (!this.record) {
            return {};
        }
        const asked = new Set(this.practices.flatMap(({ fields }) => fields));
        const changes = Object.entries(await this.record.getChanges());
        // Of several deals, nothing is emptied.
        const isGiven = (value) => this.dealId || ![false, "", 0].includes(value);
        const given = changes.filter(([name, value]) => asked.has(name) && isGiven(value));
        return Object.fromEntries(given);
    }

    async confirm() {
        this.state.isBusy = true;
        try {
            const { ticks, reason } = this.state;
            this.deals.forEach(({ id }) => this.named.add(id));
            const passed = await this.props.pass({
                // The call may move other deals, too, of which nothing was said here; new ones are
                // made anew, by other ids.
                lead_ids: !this.state.asked.is_new && [...this.named],
                ticks: { ...ticks },
                reason: reason.trim(),
                values: await this.getValues(),
            });
            if (typeof passed === "function") {
                this.props.close();
                await passed();
            } else {
                this.state.asked = passed;
                this.notification.add(_t("Something is still open."), { type: "warning" });
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    // What fulfils a practice

    async open({ id, lead_ids: [dealId] }) {
        const action = await this.orm.call("crm.lead", "get_deal_practice_action", [[dealId], id]);
        if (action.target === "new") {
            await this.action.doAction(action, { onClose: () => this.refresh() });
        } else {
            await this.props.leave();
            await this.leaveFor(action, dealId);
        }
    }

    /** Open what is done on a page of its own: of the deal's form, that is the calculation. */
    async leaveFor(action, dealId) {
        const isDeal = action.res_model === "crm.lead" && action.res_id === dealId;
        const { props, currentState } = this.action.currentController || {};
        const shownId = props?.resModel === "crm.lead" && (currentState?.resId || props.resId);
        if (!isDeal || shownId !== dealId) {
            await this.action.doAction(action);
        }
        const form = isDeal && document.querySelector(".o_action_manager .o_form_renderer");
        if (form) {
            await openPage(form, "calculation");
        }
    }

    async refresh() {
        const { deals, stage_id: stageId } = this.state.asked;
        if (stageId) {
            const ids = deals.map(({ id }) => id);
            const found = await this.orm.call("crm.lead", "get_deal_open_practices", [
                ids,
                stageId,
            ]);
            // A replica that lags behind may know nothing of the deals yet.
            const practices = found.practices || this.practices;
            this.state.asked = { ...this.state.asked, practices };
        }
    }
}
