import { addTour } from "./add_tour";

/** Texts of the ready set "Standard sale" in the user's language, by which the tour finds them. */
const WORDS = {
    en: {
        set: "Standard sale",
        start: "New enquiry",
        needs: "Needs",
        offer: "Offer",
        won: "Won",
        decide: "Know who decides",
        deliver: "Hand over to those who deliver",
        buyer: "Describes what the purchase is for",
        days: "Expected: 10 days",
        answer: "Answer the enquiry",
        meet: "Meet the client",
        send: "Send the offer to the client",
        copy: "(copy)",
        guidance: "Understand the need",
    },
    fa: {
        set: "فروش استاندارد",
        start: "درخواست تازه",
        needs: "نیازها",
        offer: "پیشنهاد قیمت",
        won: "موفق",
        decide: "تصمیم‌گیرنده را بشناسید",
        deliver: "به مجریان تحویل دهید",
        buyer: "می‌گوید خرید برای چیست",
        days: "زمان مورد انتظار: 10 روز",
        answer: "به درخواست پاسخ دهید",
        meet: "با مشتری دیدار کنید",
        send: "پیشنهاد قیمت را برای مشتری بفرستید",
        copy: "(رونوشت)",
        guidance: "پیش از هر پیشنهادی نیاز را بفهمید",
    },
    pl: {
        set: "Sprzedaż standardowa",
        start: "Nowe zapytanie",
        needs: "Potrzeby",
        offer: "Oferta handlowa",
        won: "Wygrana",
        decide: "Ustal, kto decyduje",
        deliver: "Przekaż realizatorom",
        buyer: "Opisuje, czemu ma służyć zakup",
        days: "Oczekiwany czas: 10 dni",
        answer: "Odpowiedz na zapytanie",
        meet: "Spotkaj się z klientem",
        send: "Wyślij klientowi ofertę",
        copy: "(kopia)",
        guidance: "Zrozum potrzebę",
    },
};

const column = (stage) =>
    `.o_deal_playbook .o_kanban_group:has(.o_column_title:contains('${stage}'))`;
const card = (stage, practice) => `${column(stage)} .o_kanban_record:contains('${practice}')`;

const designSteps = (words) => [
    {
        content: "Make a process",
        trigger: ".o_list_button_add",
        run: "click",
    },
    {
        content: "Choose a ready set",
        trigger: ".o_field_widget[name=ready_set] input, .o_field_widget[name=ready_set] select",
        run: "click",
    },
    {
        content: "Standard sale",
        trigger: `.o_select_menu_item:contains('${words.set}')`,
        run: "click",
    },
    {
        content: "It shows what it brings",
        trigger: `.o_deal_ready_set .o_deal_ready_stage:contains('${words.decide}')`,
    },
    {
        content: "It is named after the set, and gets another name",
        trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input",
        run: "edit Our way",
    },
    {
        content: "Save",
        trigger: ".o_form_button_save",
        run: "click",
    },
    {
        content: "The stages are there; open the playbook",
        trigger: "body:has(.o_form_saved) button[name=action_open_playbook]:contains('17')",
        run: "click",
    },
    {
        content: "All stages are columns",
        trigger: card(words.won, words.deliver),
    },
    {
        content: "A column tells what the client does and how long it should take",
        trigger: `${column(words.needs)} .o_deal_playbook_stage:contains('${words.buyer}'):contains('${words.days}')`,
    },
    {
        content: "Add a practice",
        trigger: `${column(words.needs)} .o_kanban_quick_add`,
        run: "click",
    },
    {
        content: "Name it",
        trigger: ".o_kanban_quick_create .o_field_widget[name=name] input",
        run: "edit Read their annual report",
    },
    {
        content: "Add it",
        trigger: ".o_kanban_quick_create .o_kanban_add",
        run: "click",
    },
    {
        content: "It is a card",
        trigger: card(words.needs, "annual report"),
    },
    {
        content: "Close the quick form",
        trigger: ".o_kanban_quick_create .o_kanban_cancel",
        run: "click",
    },
    {
        content: "Drag a practice to another stage",
        trigger: card(words.start, words.answer),
        run: `drag_and_drop(${card(words.needs, words.meet)})`,
    },
    {
        content: "It stands there",
        trigger: card(words.needs, words.answer),
    },
    {
        content: "Open the menu of a card",
        trigger: card(words.offer, words.send),
        run: `hover && click ${card(words.offer, words.send)} .o_dropdown_kanban button`,
    },
    {
        content: "Duplicate it",
        trigger: ".o-dropdown--menu .dropdown-item:nth-child(2)",
        run: "click",
    },
    {
        content: "The copy is there",
        trigger: `${card(words.offer, words.send)}:contains('${words.copy}')`,
    },
    {
        content: "Open the menu of a column",
        trigger: `${column(words.needs)} .o_kanban_header`,
        run: `hover && click ${column(words.needs)} .o_group_config button`,
    },
    {
        content: "Its settings",
        trigger: ".o-dropdown--menu .o_group_edit",
        run: "click",
    },
    {
        content: "What the client does there",
        trigger: ".modal .o_field_widget[name=deal_buyer_step] input",
        run: "edit Tells us everything",
    },
    {
        content: "The guidance is there, too",
        trigger: ".modal .nav-link[name=deal_guidance]",
        run: "click",
    },
    {
        content: "It came with the set",
        trigger: `.modal .o_field_widget[name=deal_guidance]:contains('${words.guidance}')`,
    },
    {
        content: "Save the stage",
        trigger: ".modal .o_form_button_save",
        run: "click",
    },
    {
        content: "The column says so",
        trigger: `${column(words.needs)} .o_deal_playbook_stage:contains('Tells us everything')`,
    },
];

for (const [lang, words] of Object.entries(WORDS)) {
    addTour(`playbook_tour_${lang}`, { steps: () => designSteps(words) });
}

addTour("playbook_trial_tour", {
    steps: () => [
        {
            content: "Try the process",
            trigger: "button[name=action_try_playbook]",
            run: "click",
        },
        {
            content: "Look for a deal",
            trigger: ".modal .o_field_widget[name=lead_id] input",
            run: "edit Tour deal",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour deal')",
            run: "click",
        },
        {
            content: "What would be asked",
            trigger: ".modal .o_deal_trial_sum:contains(/Tour deal.*1.*1/)",
        },
        {
            content: "What is open",
            trigger: ".modal tr:contains('Ask for the plan'):has(.fa-circle-o)",
        },
        {
            content: "What is fulfilled, and by what",
            trigger: ".modal tr:contains('Meet the rival'):has(.fa-check-circle):contains('Rival')",
        },
        {
            content: "Close",
            trigger: ".modal footer button[special=cancel]",
            run: "click",
        },
        {
            content: "Closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
