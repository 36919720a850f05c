import { rpc } from "@web/core/network/rpc";
import { addTour } from "./add_tour";

/** What the tours find by its text, in the user's language. */
const WORDS = {
    en: {
        begin: "Begin a Cadence",
        noAddress: "No e-mail address",
        byHand: "By hand",
        replied: "The client replied",
        hasOffer: "The client has an offer that is open",
    },
    fa: {
        begin: "آغاز زنجیرهٔ پیگیری",
        noAddress: "بدون نشانی ایمیل",
        byHand: "دستی",
        replied: "مشتری پاسخ داد",
        hasOffer: "مشتری پیشنهادی باز دارد",
    },
    pl: {
        begin: "Rozpocznij kadencję",
        noAddress: "Brak adresu e-mail",
        byHand: "Ręcznie",
        replied: "Klient odpowiedział",
        hasOffer: "Klient ma otwartą ofertę",
    },
};

const click = (content, trigger) => ({ content, trigger, run: "click" });
const choose = (field, name) => [
    { content: `Look for ${name}`, trigger: `.modal ${field} input`, run: `edit ${name}` },
    click(name, `.o-autocomplete--dropdown-item:contains('${name}')`),
];
const STEPS = ".o_field_widget[name=step_ids]";
const TRIAL = ".modal .o_deal_cadence_trial";

const addStep = (kind) => [
    click("Add a step", `body:not(:has(.modal)) ${STEPS} .o_field_x2many_list_row_add a`),
    click(kind, `.modal .o_field_widget[name=kind] input[data-value=${kind}]`),
];
const keepStep = (number) => [
    click("Keep it", ".modal .o_form_button_save"),
    {
        content: "It is in the list",
        trigger: `body:not(:has(.modal)) ${STEPS}:has(.o_data_row:eq(${number - 1}))`,
    },
];

const designSteps = ({ hasOffer }) => [
    click("Make a cadence", ".o_list_button_add"),
    {
        content: "Name it",
        trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
        run: "edit Our cadence",
    },
    ...addStep("message"),
    ...choose("[name=template_id]", "Tour letter"),
    ...keepStep(1),
    ...addStep("activity"),
    ...choose("[name=activity_type_id]", "Tour call"),
    ...keepStep(2),
    ...addStep("condition"),
    click("Which condition", ".modal [name=condition] input"),
    click("An open offer", `.o_select_menu_item:contains('${hasOffer}')`),
    ...keepStep(3),
    click("Save", ".o_form_button_save"),
    click("Try it", "body:has(.o_form_saved) button[name=action_try]"),
    ...choose("[name=tried_lead_id]", "Tour deal of Anna"),
    {
        content: "The message as Anna gets it, the call and the condition",
        trigger: `${TRIAL}:contains('Dear Anna')`,
    },
    { content: "The call", trigger: `${TRIAL}:contains('Tour call')` },
    { content: "The condition", trigger: `${TRIAL}:contains('${hasOffer}')` },
    click("Close", ".modal footer button[special=cancel], .modal footer .btn-secondary"),
    { content: "Closed", trigger: "body:not(:has(.modal))" },
];

const beginSteps = ({ begin }, view) => [
    click("Open the menu", `${view} .o_cp_action_menus .dropdown-toggle:has(i.fa-cog)`),
    click("Begin a cadence", `.o-dropdown--menu .o_menu_item:contains('${begin}')`),
    ...choose("[name=cadence_id]", "Tour cadence"),
];

const listSteps = (words) => [
    click("Tick all deals", ".o_list_view thead .o_list_record_selector input"),
    ...beginSteps(words, ".o_list_view"),
    {
        content: "One can't be in it, and it says why",
        trigger: `.modal [name=unable_text]:contains('${words.noAddress}'):contains('Tour deal without')`,
    },
    {
        content: "What was chosen stands there, with the letter as it arrives",
        trigger: `${TRIAL}:contains('Dear ')`,
    },
    ...choose("[name=tried_lead_id]", "Tour deal of Jan"),
    { content: "As for Jan", trigger: `${TRIAL}:contains('Dear Jan')` },
    click("Begin", ".modal button[name=action_begin]"),
    {
        content: "It has begun",
        trigger: "body:not(:has(.modal)) .o_notification:contains('Tour cadence')",
    },
];

const dealSteps = (words) => [
    ...beginSteps(words, ".o_form_view"),
    { content: "Her letter", trigger: `${TRIAL}:contains('Dear Anna')` },
    click("Begin", ".modal button[name=action_begin]"),
    {
        content: "It has begun",
        trigger: "body:not(:has(.modal)) .o_notification:contains('Tour cadence')",
    },
];

const letter = (contact) => `.modal:has([name=html]:contains('Dear ${contact}'))`;
const row = (deal) => `.o_data_row:contains('${deal}')`;

const queueSteps = () => [
    click("Open Anna's letter", `${row("Tour deal of Anna")} td[name=lead_id]`),
    click("Change its text", `${letter("Anna")} .nav-link[name=text]`),
    {
        content: "My own words",
        trigger: ".modal [name=body] .odoo-editor-editable",
        run: "editor My own words",
    },
    click("Send it", ".modal button[name=action_send]"),
    click("Jan's comes next: skip it", `${letter("Jan")} button[name=action_skip]`),
    click("Ewa's is the next one: stop", `${letter("Ewa")} button[name=action_stop]`),
    click(
        "Send Adam's from the list",
        `body:not(:has(.modal)):not(:has(${row("Tour deal of Ewa")})) ${row("Tour deal of Adam")} button[name=action_send]`,
    ),
    { content: "Nothing waits any more", trigger: ".o_view_nocontent" },
];

const FACT = ".o_deal_panel [data-fact=cadence]";
const panelSteps = ({ byHand }) => [
    click("Let it rest", `${FACT}:contains('Tour cadence') [data-action=pause]`),
    click("It says why, and can go on", `${FACT}:contains('${byHand}') [data-action=resume]`),
    { content: "It goes on", trigger: `${FACT} [data-action=pause]` },
    click("Stop it", `${FACT} [data-action=stop]`),
    { content: "It is over", trigger: `.o_deal_panel:not(:has([data-fact=cadence]))` },
];

/** Let the client write while a letter is open. */
async function reply() {
    const [deal] = document.querySelectorAll(".o_form_view [name=email_from] input");
    const id = Number(new URL(window.location).pathname.match(/\d+$/)[0]);
    await rpc("/web/dataset/call_kw/crm.lead/message_post", {
        model: "crm.lead",
        method: "message_post",
        args: [[id]],
        kwargs: { body: "We take it.", message_type: "email", email_from: deal.value },
    });
}

const outdatedSteps = ({ replied }) => [
    click("Read the letter", `${FACT} [data-action=read]`),
    { content: "The client replies meanwhile", trigger: letter("Anna"), run: reply },
    click("Send it all the same", ".modal button[name=action_send]:visible"),
    {
        content: "It is refused, and says why",
        trigger: `.modal .modal-body:contains('${replied}'), .alert:contains('${replied}')`,
    },
];

for (const [lang, words] of Object.entries(WORDS)) {
    addTour(`cadence_design_tour_${lang}`, { steps: () => designSteps(words) });
    addTour(`cadence_list_tour_${lang}`, { steps: () => listSteps(words) });
    addTour(`cadence_deal_tour_${lang}`, { steps: () => dealSteps(words) });
    addTour(`cadence_queue_tour_${lang}`, { steps: () => queueSteps() });
    addTour(`cadence_panel_tour_${lang}`, { steps: () => panelSteps(words) });
    addTour(`cadence_outdated_tour_${lang}`, { steps: () => outdatedSteps(words) });
}
