import { useState } from "@odoo/owl";

/**
 * For bars above a form that ask something: one answer at a time, and what is being typed is saved
 * before it.
 *
 * @param {() => Object} getRecord returns the form's record
 */
export function useAnswering(getRecord) {
    const state = useState({ isBusy: false });
    const answer = async (call) => {
        if (state.isBusy) {
            return;
        }
        state.isBusy = true;
        try {
            const record = getRecord();
            if (await record.save()) {
                await call(record.resId);
            }
        } finally {
            state.isBusy = false;
        }
    };
    return { state, answer };
}
