import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
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
        this.state = useState({ isBusy: false });
    }

    get offer() {
        return this.props.record.data[this.props.name];
    }

    belongsTo(deal) {
        return this.answer(async (ids) => {
            const { res_id } = await this.orm.call("crm.lead", "action_deal_belongs_to", [
                ids,
                deal.id,
            ]);
            this.offerUndo(res_id, ids[0], deal.name);
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
        return this.answer(async (ids) => {
            await this.orm.call("crm.lead", "action_deal_is_new", [ids]);
            await this.props.record.load();
        });
    }

    /** What is being typed is saved first. */
    async answer(call) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            if (await this.props.record.save()) {
                await call([this.props.record.resId]);
            }
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("fields").add("deal_belonging", {
    component: Belonging,
    supportedTypes: ["json"],
    extractProps: () => ({}),
});
