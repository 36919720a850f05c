import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, xml } from "@odoo/owl";
import { sayUnit } from "./units";

/** The unit of a line as it is said behind the line's quantity. */
export function formatUnit({ uom_id: unit, quantity }) {
    return sayUnit(unit?.display_name || "", quantity, localization.code);
}

export class UnitField extends Component {
    static template = xml`<span t-esc="text" />`;
    static props = { ...standardFieldProps };

    get text() {
        return formatUnit(this.props.record.data);
    }
}

registry.category("fields").add("deal_unit", {
    component: UnitField,
    supportedTypes: ["many2one"],
});
