import { Component, useEnv } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

export const SECTION_TYPES = ["line_section", "line_subsection"];
/** A section that hides its lines has no prices of lines to hide. */
const OTHER = {
    collapse_prices: "collapse_composition",
    collapse_composition: "collapse_prices",
};

/** What a section keeps from the client, as the menu of sections in Odoo's orders has it. */
export class SectionMenu extends Component {
    static template = "sales_deals.SectionMenu";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.calculation = useEnv().calculation;
    }

    get section() {
        return this.props.record.data;
    }

    get isShown() {
        return SECTION_TYPES.includes(this.section.display_type) && !this.calculation?.isReadonly();
    }

    /** @param {string} name of what is hidden, or shown again */
    onToggle(name) {
        const changes = { [name]: !this.section[name], [OTHER[name]]: false };
        return this.props.record.update(changes, { save: true });
    }
}

registry.category("view_widgets").add("deal_section_menu", {
    component: SectionMenu,
    listViewWidth: 30,
});
