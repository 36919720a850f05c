import { registry } from "@web/core/registry";
import { shortMoney } from "@sales_deals/language/money/money";
import { MoneyField, moneyField } from "@sales_deals/language/money/money_field";

/** An amount as short as a card needs it, in full while the pointer rests on it. */
export class AmountField extends MoneyField {
    static template = "sales_deals.AmountField";

    get shortValue() {
        return shortMoney(this.value, { currencyId: this.currencyId });
    }
}

registry.category("fields").add("deal_amount", { ...moneyField, component: AmountField });
