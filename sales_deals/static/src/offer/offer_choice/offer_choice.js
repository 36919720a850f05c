import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Which variant of an offer, as it was sent, and which of its options a client has accepted. */
export class OfferChoice extends Component {
    static template = "sales_deals.OfferChoice";
    static props = { ...standardFieldProps };

    get variants() {
        return this.props.record.data.choices || [];
    }

    get choice() {
        return this.props.record.data[this.props.name] || { variant: "", options: [] };
    }

    /** The name of the group of radio buttons, of which a page may have several. */
    get group() {
        return `offer_choice_${this.props.record.id}`;
    }

    isTaken(option) {
        return this.choice.options.includes(option.key);
    }

    update(choice) {
        return this.props.record.update({ [this.props.name]: choice });
    }

    onVariant(variant) {
        return this.update({ variant: variant.key, options: [] });
    }

    onOption(option) {
        const { variant, options } = this.choice;
        const others = options.filter((key) => key !== option.key);
        return this.update({
            variant,
            options: this.isTaken(option) ? others : [...others, option.key],
        });
    }
}

registry.category("fields").add("deal_offer_choice", {
    component: OfferChoice,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "choices", type: "json" }],
});
