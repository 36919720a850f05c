import { addTour } from "./add_tour";

const row = ".o_calculation .o_data_row";
const net = ".o_calculation_totals [data-name=amount_untaxed]";

addTour("calculation_tomans_tour", {
    steps: () => [
        {
            content: "Rials are read in tomans",
            trigger: `${net}:contains('2,000 tomans')`,
        },
        {
            content: "Go to the price",
            trigger: `${row} td[name=price_unit]:contains('1,000')`,
            run: "click",
        },
        {
            content: "Type a price in tomans",
            trigger: `${row}.o_selected_row .o_field_widget[name=price_unit] input:value('1,000')`,
            run: "edit 1,234.5 && press Tab",
        },
        {
            content: "The total follows in tomans",
            trigger: `${net}:contains('2,469 tomans')`,
        },
        {
            content: "Leave the line",
            trigger: ".o_calculation_totals",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: `body:not(:has(.o_selected_row)) ${net}:contains('2,469 tomans')`,
        },
        {
            content: "Type over the total",
            trigger: `${net} button`,
            run: "click",
        },
        {
            content: "The total in tomans",
            trigger: `${net} input:value('2,469')`,
            run: "edit 3,000.2 && press Enter",
        },
        {
            content: "The total is set",
            trigger: `${net}:contains('3,000.2 tomans')`,
        },
    ],
});
