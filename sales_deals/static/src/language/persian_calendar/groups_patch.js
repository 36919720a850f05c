import { patch } from "@web/core/utils/patch";
import { ORM } from "@web/core/orm_service";

const GROUPING = [
    "formatted_read_group",
    "formatted_read_grouping_sets",
    "read_progress_bar",
    "web_read_group",
];

/** Groups of days by the Persian calendar: the server is asked for them by the model. */
patch(ORM.prototype, {
    call(model, method, args, kwargs = {}) {
        if (!GROUPING.includes(method)) {
            return super.call(...arguments);
        }
        const context = { ...kwargs.context, deal_persian_groups: model };
        return super.call(model, method, args, { ...kwargs, context });
    },
});
