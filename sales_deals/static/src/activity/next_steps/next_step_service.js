import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Long enough to read and click; what is left waits on the deal. */
const STAYING = 15000;

/** "Offer follow-up call · Nov 27 · Anna", the day in the calendar of the user's language. */
export function describeStep(step) {
    const date = step.date && toLocaleDateString(deserializeDate(step.date));
    return [step.name, date, step.user].filter(Boolean).join(" · ");
}

/**
 * Offers what may follow when an activity on a deal was done: in the banner of the deal's form where
 * that is open, else in a notification.
 */
export const nextStepService = {
    dependencies: ["action", "notification", "orm"],
    start(env, { action, notification, orm }) {
        /** Deal -> the banner of its open form: see `watch`. */
        const banners = new Map();
        /** Deal -> closes its notification. */
        const notifications = new Map();
        const outcomes = new Map();

        function close(dealId) {
            notifications.get(dealId)?.();
            notifications.delete(dealId);
        }

        function notify(deal) {
            close(deal.id);
            if (!deal.steps.length) {
                return;
            }
            const buttons = deal.steps.map((step) => ({
                name: describeStep(step),
                icon: step.icon,
                onClick: () => takeNotified(deal, step),
            }));
            const options = { title: _t("Next step"), type: "info", autocloseDelay: STAYING };
            const className = "o_deal_next_steps_offer";
            const closing = notification.add(deal.name, { ...options, buttons, className });
            notifications.set(deal.id, closing);
        }

        async function takeNotified(deal, step) {
            close(deal.id);
            const steps = deal.steps.filter((other) => other.id !== step.id);
            const opened = await take(step);
            show([{ ...deal, steps }]);
            if (!opened) {
                await refresh(deal.id);
            }
        }

        /** Show on the screen that something is scheduled; a form may hold changes to be kept. */
        function refresh(dealId) {
            const banner = banners.get(dealId);
            return banner ? banner.refresh() : action.doAction("soft_reload");
        }

        /** Schedule a step, and open the calendar for a meeting; true when something was opened. */
        async function take(step) {
            const next = await orm.call("deal.activity.suggestion", "action_take", [[step.id]]);
            if (next) {
                await action.doAction(next);
            }
            return Boolean(next);
        }

        function dismiss(dealId, steps) {
            close(dealId);
            const ids = steps.map((step) => step.id);
            return orm.call("deal.activity.suggestion", "action_dismiss", [ids]);
        }

        /** Show what is suggested on deals where the user can see it now. */
        async function show(deals) {
            for (const deal of deals) {
                const isSeen = await banners.get(deal.id)?.show(deal.steps);
                if (isSeen) {
                    close(deal.id);
                } else {
                    notify(deal);
                }
            }
        }

        async function offer(dealId) {
            await show(await orm.silent.call("crm.lead", "get_deal_next_steps", [[dealId]]));
        }

        /** Let the deal's form know, and nobody else: the user is scheduling something himself. */
        async function tell(dealId) {
            if (banners.has(dealId)) {
                const deals = await orm.silent.call("crm.lead", "get_deal_next_steps", [[dealId]]);
                await banners.get(dealId)?.show(deals[0]?.steps || []);
            }
        }

        /** The ways in which activities of a type can end. */
        function getOutcomes(typeId) {
            if (!outcomes.has(typeId)) {
                const domain = [["type_ids", "=", typeId]];
                const found = orm.silent.searchRead("deal.activity.outcome", domain, ["name"]);
                outcomes.set(typeId, found);
                found.catch(() => outcomes.delete(typeId));
            }
            return outcomes.get(typeId);
        }

        /**
         * @param {Object} banner with `show(steps)`, which says whether they are in sight, and
         *     `refresh()`
         */
        function watch(dealId, banner) {
            banners.set(dealId, banner);
            return () => {
                if (banners.get(dealId) === banner) {
                    banners.delete(dealId);
                }
            };
        }

        return { close, dismiss, getOutcomes, offer, show, take, tell, watch };
    },
};

registry.category("services").add("deal_next_steps", nextStepService);

/** What a button of a list of activities gets back from the server. */
registry.category("actions").add("deal_next_steps", (env, { params }) => {
    env.services.deal_next_steps.show(params.offers);
    return params.next;
});
