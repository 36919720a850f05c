import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useAnswering } from "../../state/answering/answering";
import { useOpenDeal } from "../../state/open_deal/open_deal";

/** Above the form of a deal that an e-mail has made: asks whether it belongs to an open one. */
export class Belonging extends Component {
    static template = "sales_deals.Belonging";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.openDeal = useOpenDeal();
        this.notification = useService("notification");
        // The field itself is gone when another deal is shown.
        this.model = this.props.record.model;
        const { state, answer } = useAnswering(() => this.props.record);
        Object.assign(this, { state, answer });
    }

    get offer() {
        return this.props.record.data[this.props.name];
    }

    belongsTo(deal) {
        return this.answer(async (id) => {
            const { res_id } = await this.orm.call("crm.lead", "action_deal_belongs_to", [
                [id],
                deal.id,
            ]);
            this.offerUndo(res_id, id, deal.name);
            await this.show(res_id);
        });
    }

    offerUndo(dealId, mailId, name) {
        const undo = async () => {
            close();
            await this.orm.call("crm.lead", "action_deal_undo_merge", [[dealId]]);
            await this.show(mailId);
        };
        const close = this.notification.add(_t("The e-mail was added to %s.", name), {
            type: "success",
            buttons: [{ name: _t("Undo"), onClick: undo }],
        });
    }

    /** In the same place: the way back leads to where the user has come from. */
    show(resId) {
        return this.model.load({ resId, resIds: [resId] });
    }

    isNewDeal() {
        return this.answer(async (id) => {
            await this.orm.call("crm.lead", "action_deal_is_new", [[id]]);
            await this.props.record.load();
        });
    }
}

registry.category("fields").add("deal_belonging", {
    component: Belonging,
    supportedTypes: ["json"],
    extractProps: () => ({}),
});
