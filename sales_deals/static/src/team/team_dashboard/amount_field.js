import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";

/** An amount as short as a card needs it, in full while the pointer rests on it. */
export class AmountField extends MonetaryField {
    static template = "sales_deals.AmountField";

    get shortValue() {
        return formatMonetary(this.value, { currencyId: this.currencyId, humanReadable: true });
    }
}

registry.category("fields").add("deal_amount", { ...monetaryField, component: AmountField });
