import { registry } from "@web/core/registry";
import { Field } from "@web/views/fields/field";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";
import { ListArchParser } from "@web/views/list/list_arch_parser";
import { AnimatedNumber } from "@web/views/view_components/animated_number";
import { formatMoney, formatPrice, getUnit, readMoney, shortMoney, shortNumber } from "./money";

/** What lists of deals look for fields by: Odoo's take those of all lists. */
const LIST = "deal_money_list";
/** Views of deals in which Odoo's fields, or fields without a widget, show amounts. */
const VIEWS = ["crm_form", "deal_kanban", "deal_calculation_kanban", LIST];
/** Column headers shorten what has more than five digits. */
const LONG_IN_HEADERS = 10 ** 5;

/** An amount of a deal: shown, and typed, in the unit that stands beside it. */
export class MoneyField extends MonetaryField {
    get currency() {
        return super.currency && getUnit(this.currencyId);
    }

    get inputOptions() {
        const { parse, ...options } = super.inputOptions;
        return { ...options, parse: (text) => readMoney(parse(text), this.currencyId) };
    }

    get formattedValue() {
        return formatMoney(this.value, {
            digits: this.currencyDigits,
            currencyId: this.currencyId,
            noSymbol: !this.props.readonly || this.props.hideSymbol,
            trailingZeros: this.props.trailingZeros,
        });
    }
}

export const moneyField = { ...monetaryField, component: MoneyField };

/** A unit price, which may have more decimals than amounts: shown and typed in the unit read. */
export class PriceField extends FloatField {
    get options() {
        const { record, name, ...options } = this.props;
        return { ...options, data: record.data, field: record.fields[name] };
    }

    parse(text) {
        const currencyId = this.props.record.data.currency_id?.id;
        return readMoney(super.parse(text), currencyId);
    }

    get formattedValue() {
        return formatPrice(this.value, this.options);
    }
}

/** A number that grows, short in the words of the user's language. */
export class ShortNumber extends AnimatedNumber {
    format(value) {
        const { currencyId } = this;
        const options = { currencyId, digits: [16, 0], from: LONG_IN_HEADERS };
        return currencyId ? shortMoney(value, options) : shortNumber(value, options);
    }
}

export class MoneyListArchParser extends ListArchParser {
    parseFieldNode(node, models, modelName) {
        return Field.parseFieldNode(node, models, modelName, "list", LIST);
    }
}

const fields = registry.category("fields");
fields.add("deal_money", moneyField);
fields.add("deal_price", { ...floatField, component: PriceField });
for (const view of VIEWS) {
    fields.add(`${view}.monetary`, moneyField);
}
