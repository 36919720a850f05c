import { ActivityMarkAsDone } from "@mail/core/web/activity_markasdone_popover";
import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";

/**
 * What can be done from the panel of a deal: each by Odoo's own dialogues.
 *
 * @param {() => Object} getRecord returns the form's record
 * @param {() => Promise} load reads the panel anew
 */
export function useDealActions(getRecord, load) {
    const action = useService("action");
    const nextSteps = useService("deal_next_steps");
    const orm = useService("orm");
    const store = useService("mail.store");
    const popover = usePopover(ActivityMarkAsDone, { position: "bottom" });

    function getThread() {
        const { resId: id, resModel: model } = getRecord();
        return store.Thread.insert({ id, model });
    }

    /** The form may hold changes that are not saved: only what is beside it is read. */
    async function readThread() {
        const thread = getThread();
        const parts = ["activities", "followers"];
        await Promise.all([thread.fetchThreadData(parts), thread.fetchNewMessages()]);
    }

    /** Open a dialogue that the server gives, and read anew what it has changed. */
    async function openDialogue(model, method, id) {
        const dialogue = await orm.call(model, method, [[id]]);
        await new Promise((onClose) => action.doAction(dialogue, { onClose }));
        await Promise.all([readThread(), load()]);
    }

    return {
        readThread,
        /** The chatter knows the activity; where it is not there, it is asked for. */
        async markAsDone(target, activityId) {
            if (!store["mail.activity"].get(activityId)) {
                await readThread();
            }
            const activity = store["mail.activity"].get(activityId);
            popover.open(target, { activity, hasHeader: true, onActivityChanged: readThread });
        },
        schedule: () => openDialogue("crm.lead", "action_deal_plan", getRecord().resId),
        readMessage: (taskId) => openDialogue("deal.cadence.task", "action_read", taskId),
        /** Stop a cadence, let it rest or go on. */
        async changeCadence(runId, method) {
            await orm.call("deal.cadence.run", method, [[runId]]);
            await Promise.all([readThread(), load()]);
        },
        resend: (offerId) => openDialogue("deal.offer", "action_resend", offerId),
        async answer(activityId) {
            await openDialogue("mail.activity", "action_deal_answer", activityId);
            await nextSteps.offer(getRecord().resId);
        },
    };
}
