import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useDealOpening } from "../../company/opening/deal_opening";

const NONE = { duplicate_lead_count: 0, deal_duplicate_hint: false };

/** Shows nothing: has a saved deal's form say what is like the deal, once the form is there. */
export class DuplicatesLater extends Component {
    static template = xml``;
    static props = { ...standardWidgetProps };

    setup() {
        const getRecord = () => this.props.record;
        const isLater = () => Boolean(getRecord().data.deal_duplicate_hint?.later);
        // What was found while the user typed stays: it is newer.
        const show = (found) => isLater() && getRecord()._applyValues(found || NONE);
        useDealOpening(getRecord, "duplicates", show, isLater);
    }
}

registry.category("view_widgets").add("deal_duplicates_later", { component: DuplicatesLater });
