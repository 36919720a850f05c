import { addTour } from "./add_tour";

const row = ".o_calculation .o_data_row";

const addLine = (product, quantity, position) => [
    {
        content: `Add ${product}`,
        trigger: ".o_calculation .o_add_product",
        run: "click",
    },
    {
        content: `Look for ${product}`,
        trigger: `${row}:nth-child(${position}).o_selected_row .o_field_widget[name=product_template_id] input`,
        run: `edit ${product}`,
    },
    {
        content: `Choose ${product}`,
        trigger: `.o-autocomplete--dropdown-item:contains('${product}')`,
        run: "click",
    },
    {
        content: "The price list answers",
        trigger: `${row}.o_selected_row .o_field_widget[name=held]:contains('Price list')`,
    },
    {
        content: `Type the quantity of ${product}`,
        trigger: `${row}.o_selected_row .o_field_widget[name=quantity] input`,
        run: `edit ${quantity} && press Tab`,
    },
];

const total = (name, text) => ({
    content: `The total ${name} is ${text}`,
    trigger: `.o_calculation_totals [data-name=${name}]:contains('${text}')`,
});

addTour("calculation_tour", {
    steps: () => [
        {
            content: "Start a calculation",
            trigger: ".o_calculation .o_calculation_add",
            run: "click",
        },
        {
            content: "The first variant is chosen",
            trigger: ".o_calculation_tab .active .fa-star",
        },
        ...addLine("Window", 2, 1),
        total("amount_untaxed", "240.00"),
        {
            content: "Hold a margin: the totals change while one types",
            trigger: `${row}.o_selected_row .o_field_widget[name=margin] input`,
            run: "edit 20 && press Tab",
        },
        total("amount_untaxed", "200.00"),
        total("margin", "20%"),
        ...addLine("Door", 1, 2),
        total("amount_untaxed", "700.00"),
        {
            content: "The first line is saved, and says what it holds",
            trigger: `${row}:contains('Window') td[name=held]:contains('Margin held')`,
        },
        {
            content: "Leave the lines",
            trigger: ".o_calculation_totals",
            run: "click",
        },
        {
            content: "The deal has the value",
            trigger: ".o_form_view [name=expected_revenue]:contains('700.00')",
        },
        {
            content: "See how a price comes about",
            trigger: `${row}:contains('Window') button[name=action_show_waterfall]`,
            run: "click",
        },
        {
            content: "The waterfall ends in the profit",
            trigger: ".o_calculation_waterfall tr[data-key=profit]",
        },
        {
            content: "Close it",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "Open the variant's menu",
            trigger: ".o_calculation_menu",
            run: "click",
        },
        {
            content: "Duplicate the variant",
            trigger: ".o-dropdown--menu .dropdown-item:contains('Duplicate')",
            run: "click",
        },
        {
            content: "The copy is open, and not chosen",
            trigger: ".o_calculation_tab .active:contains('A 2'):not(:has(.fa-star))",
        },
        {
            content: "Work backwards from the net total",
            trigger: ".o_calculation_totals [data-name=amount_untaxed] button",
            run: "click",
        },
        {
            content: "Type the total",
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 600 && press Tab",
        },
        {
            content: "Set it",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        total("amount_untaxed", "600.00"),
        {
            content: "It can be undone",
            trigger: ".o_calculation_undo",
        },
        {
            content: "Compare",
            trigger: ".o_calculation_compare",
            run: "click",
        },
        {
            content: "The difference is marked, and the better variant",
            trigger: ".o_calculation_comparison:has(.o_differs):has(.fa-trophy)",
        },
        {
            content: "Close it",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "Choose the second variant",
            trigger: ".o_calculation_choose",
            run: "click",
        },
        {
            content: "It is the chosen one",
            trigger: ".o_calculation_tab .active:contains('A 2'):has(.fa-star)",
        },
        {
            content: "The deal has its value",
            trigger: ".o_form_view [name=expected_revenue]:contains('600.00')",
        },
    ],
});
