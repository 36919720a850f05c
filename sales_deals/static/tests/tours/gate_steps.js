/** Steps of tours that are asked for practices; by names that the test has given. */

export const stage = (name) => `.o_statusbar_status button:contains('${name}')`;
export const current = (name) => ({
    content: `The deal stands on ${name}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains('${name}')`,
});
export const column = (name) => `.o_kanban_group:has(.o_column_title:contains('${name}'))`;
export const asked = (name) => `.o_deal_gate .o_deal_gate_practice:contains('${name}')`;
export const noDialogue = { content: "The dialogue is closed", trigger: "body:not(:has(.modal))" };
export const tick = [
    {
        content: "Tick what was done",
        trigger: `${asked("Needs asked")} input[type=checkbox]`,
        run: "click",
    },
    {
        content: "Say how",
        trigger: `${asked("Needs asked")} .o_deal_gate_note`,
        run: "edit On the phone",
    },
];
export const giveReason = [
    {
        content: "Nothing goes on without a reason",
        trigger: ".o_deal_gate_confirm:disabled",
    },
    {
        content: "Give a reason",
        trigger: ".o_deal_gate_reason",
        run: "edit They are in a hurry",
    },
];
export const confirm = {
    content: "Go on",
    trigger: ".o_deal_gate_confirm:enabled",
    run: "click",
};
