import { localization } from "@web/core/l10n/localization";
import { patch } from "@web/core/utils/patch";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";
import { formatNumeric } from "./days";

/** Days in figures, as in the tooltip of a field, in the calendar that the field has. */
patch(DateTimeField.prototype, {
    getFormattedValue(valueIndex) {
        const text = super.getFormattedValue(...arguments);
        const value = this.values[valueIndex];
        return value
            ? text.replace(value.toFormat(localization.dateFormat), formatNumeric(value))
            : text;
    },
});
