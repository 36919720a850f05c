import { addTour } from "./add_tour";

const row = ".o_calculation .o_data_row";
const card = "article.o_kanban_record:contains('Window')";
const section = ".o_search_panel_sections li";

const click = (content, trigger) => ({ content, trigger, run: "click" });
const see = (content, trigger) => ({ content, trigger });

addTour("calculation_catalog_tour", {
    steps: () => [
        click("Open the catalog", ".o_add_catalog"),
        see(
            "The first section is chosen",
            `${section}.o_selected_section:contains('Ground floor')`,
        ),
        see("Its window is counted", `${card} input:value(2)`),
        click("Choose the other section", `${section} .o_section_name:contains('First floor')`),
        see("It has no window yet", `${card} button:contains('Add')`),

        // From a section with windows, so that one sees when the cards are those of the new one.
        click("Choose the first one again", `${section} .o_section_name:contains('Ground floor')`),
        see("It has its windows", `${card} input:value(2)`),
        click("Add a section", ".o_search_panel_sections button:contains('Add Section')"),
        { content: "Name it", trigger: ".o_section_input", run: "edit Roof && press Enter" },
        see("It is chosen", `${section}.o_selected_section:contains('Roof')`),
        see("It has no window either", `${card} button:contains('Add')`),
        click("Add a window there", `${card} button:contains('Add')`),
        see("There is one", `${card} input:value(1)`),
        click("Take two", `${card} button:has(.fa-plus)`),
        click("Take three", `${card} button:has(.fa-plus)`),
        see("There are three", `${card} input:value(3)`),

        click("Back to the deal", ".o-kanban-button-back:contains('Back to Calculation')"),
        see("The section has come with its sum", `${row}:nth-child(4):contains('360.00')`),
    ],
});
