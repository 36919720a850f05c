import { addTour } from "./add_tour";

const section = ".o_calculation .o_is_line_section";
const subsection = ".o_calculation .o_is_line_subsection";
const hiding = "[data-action=prices], [data-action=composition]";
const item = (name) => `.o-dropdown--menu .dropdown-item:contains('${name}')`;

const click = (content, trigger) => ({ content, trigger, run: "click" });
const see = (content, trigger) => ({ content, trigger });

addTour("calculation_sections_tour", {
    steps: () => [
        click("Open the menu of a product", ".o_is_product .o_calculation_line_menu"),
        see("It hides nothing", `.o-dropdown--menu:has([data-action=delete]):not(:has(${hiding}))`),
        click("Close it", ".o_is_product .o_calculation_line_menu"),
        see("It is closed", "body:not(:has(.o-dropdown--menu))"),
        click("Open the menu of the section", `${section} .o_calculation_line_menu`),
        click("Hide its prices", item("Hide prices")),
        see("The section says so", `${section}:contains('House (prices hidden)')`),
        click("Open it again", `${section} .o_calculation_line_menu`),
        see("They could be shown", item("Show prices")),
        click("Hide its composition in place of them", item("Hide composition")),
        see("The section says so", `${section}:contains('House (composition hidden)')`),

        click("Add a subsection", ".o_add_subsection"),
        {
            content: "Name it",
            trigger:
                ".o_selected_row.o_is_line_subsection .o_field_widget[name=product_template_id] input",
            run: "edit Roof",
        },
        click("Leave it", ".o_calculation_totals"),
        see(
            "It counts what is below it alone",
            `${subsection} td[name=price_subtotal]:contains('0.00')`,
        ),
        see("The section counts all", `${section} td[name=price_subtotal]:contains('240.00')`),
    ],
});
