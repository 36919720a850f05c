import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useAnswering } from "../../state/answering/answering";
import { useOpenDeal } from "../../state/open_deal/open_deal";
import { offerUndo } from "../../state/undo_offer/undo_offer";

/**
 * Says above a form, while it is typed, that there are deals like this one, to be merged or not;
 * more quietly, that the client has other deals.
 */
export class DuplicateHint extends Component {
    static template = "sales_deals.DuplicateHint";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.openDeal = useOpenDeal();
        const { state, answer } = useAnswering(() => this.props.record);
        Object.assign(this, { state, answer });
    }

    /** While the duplicates of a deal that was saved are asked for, those of before are shown. */
    get hint() {
        const { data, resId } = this.props.record;
        const hint = data[this.props.name];
        if (!hint?.later) {
            this.known = { resId, hint };
        }
        return this.known?.resId === resId && this.known.hint;
    }

    /** A deal that is being typed can be neither merged nor remembered. */
    get isSaved() {
        return Boolean(this.props.record.resId);
    }

    get othersLabel() {
        return this.hint.others.length === 1
            ? _t("Another open deal of this customer: %s", this.hint.others[0].name)
            : _t("Other open deals of this customer: %s", this.hint.others.length);
    }

    /** What is being typed stays where it is. */
    open(deal) {
        return this.openDeal(deal.id, { target: this.isSaved ? "current" : "new" });
    }

    openOthers() {
        const [first, ...more] = this.hint.others;
        if (!more.length) {
            return this.open(first);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Other Deals of the Customer"),
            res_model: "crm.lead",
            domain: [["id", "in", this.hint.others.map((deal) => deal.id)]],
            views: [
                [false, "list"],
                [false, "form"],
            ],
            target: this.isSaved ? "current" : "new",
        });
    }

    merge(deal) {
        return this.answer(async (id) => {
            const action = await this.orm.call("crm.lead", "action_deal_merge_with", [
                [id],
                deal.id,
            ]);
            await this.action.doAction(action);
        });
    }

    dismiss(deal) {
        return this.answer(async (id) => {
            const pairId = await this.orm.call("crm.lead", "action_deal_not_duplicate", [
                [id],
                deal.id,
            ]);
            this.offerUndo(pairId, deal, this.props.record);
            await this.props.record.load();
        });
    }

    offerUndo(pairId, deal, record) {
        const message = _t("%s is no duplicate of this deal.", deal.name);
        offerUndo(this.notification, message, async () => {
            await this.env.services.orm.call("deal.duplicate", "action_reopen", [[pairId]]);
            await record.load();
        });
    }
}

registry.category("fields").add("deal_duplicate_hint", {
    component: DuplicateHint,
    supportedTypes: ["json"],
    extractProps: () => ({}),
});
