import { formatPercent } from "@sales_deals/language/percent/percent";
import { registry } from "@web/core/registry";
import { useInputField } from "@web/views/fields/input_field_hook";
import { useNumpadDecimal } from "@web/views/fields/numpad_decimal_hook";
import { PercentageField, percentageField } from "@web/views/fields/percentage/percentage_field";
import { formatPercentage } from "@web/views/fields/formatters";
import { parsePercentage } from "@web/views/fields/parsers";

/** A percentage that may be undefined: then it is blank, not 0 %. */
export function formatRatio(value, options = {}) {
    return value === false ? "" : formatPercent(value, options);
}
formatRatio.extractOptions = formatPercentage.extractOptions;

export class RatioField extends PercentageField {
    setup() {
        useInputField({
            getValue: () => formatRatio(this.value, { ...this.options, noSymbol: true }),
            refName: "numpadDecimal",
            parse: (text) => parsePercentage(text),
        });
        useNumpadDecimal();
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get options() {
        return { digits: this.props.digits };
    }

    get formattedValue() {
        return formatRatio(this.value, this.options);
    }
}

registry.category("formatters").add("deal_ratio", formatRatio);
registry.category("fields").add("deal_ratio", { ...percentageField, component: RatioField });
