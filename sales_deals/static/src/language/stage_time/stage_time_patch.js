import { StatusBarDurationField } from "@mail/views/fields/statusbar_duration/statusbar_duration_field";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";

/** Persian has no short units of time: browsers write the English ones, as in 3m. */
patch(StatusBarDurationField.prototype, {
    getAllItems() {
        const items = super.getAllItems();
        if (user.lang?.startsWith("fa")) {
            for (const item of items.filter((stage) => stage.shortTimeInStage)) {
                [item.shortTimeInStage] = item.fullTimeInStage.split(/\s*[,،]\s*| و /);
            }
        }
        return items;
    },
});
