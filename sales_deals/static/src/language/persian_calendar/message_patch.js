import { Message } from "@mail/core/common/message";
import { patch } from "@web/core/utils/patch";
import {
    deserializeDate,
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";

/** Changed days below a form read, for Persian users, in the calendar that the form has. */
patch(Message.prototype, {
    formatTracking(trackingFieldInfo, trackingValue) {
        if (trackingValue && localization.code?.startsWith("fa")) {
            switch (trackingFieldInfo.fieldType) {
                case "date":
                    return toLocaleDateString(deserializeDate(trackingValue));
                case "datetime":
                    return toLocaleDateTimeString(deserializeDateTime(trackingValue));
            }
        }
        return super.formatTracking(...arguments);
    },
});
