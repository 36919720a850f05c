import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How many deals are likely the same as this one; a click shows them. */
export class DuplicateBadge extends Component {
    static template = "sales_deals.DuplicateBadge";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get count() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        return _t("Likely duplicates: %s", this.count);
    }

    async open() {
        const ids = [this.props.record.resId];
        const action = await this.orm.call("crm.lead", "action_show_potential_duplicates", [ids]);
        return this.action.doAction(action);
    }
}

registry.category("fields").add("deal_duplicate_badge", {
    component: DuplicateBadge,
    supportedTypes: ["integer"],
    extractProps: () => ({}),
});
