import { addTour } from "./add_tour";

addTour("followup_tour", {
    steps: () => [
        {
            content: "Tick all deals of the list",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Follow them up",
            trigger: ".o_control_panel button[name=action_deal_new_followup]",
            run: "click",
        },
        {
            content: "The draft has the template's text; see who gets none",
            trigger: ".o_form_view .nav-link[name=skipped]",
            run: "click",
        },
        {
            content: "The deal without an address is there with the reason",
            trigger:
                ".o_field_widget[name=skipped_line_ids] .o_data_row:contains('Tour deal without')",
        },
        {
            content: "Somebody who was written to lately shall get it all the same",
            trigger:
                ".o_field_widget[name=skipped_line_ids] .o_data_row:contains('Tour deal lately') button[name=action_put_in]",
            run: "click",
        },
        {
            content: "He is no longer among those",
            trigger:
                ".o_field_widget[name=skipped_line_ids]:not(:has(.o_data_row:contains('Tour deal lately')))",
        },
        {
            content: "Look at who gets it",
            trigger: ".nav-link[name=recipients]",
            run: "click",
        },
        {
            content: "Take one out",
            trigger:
                ".o_field_widget[name=recipient_line_ids] .o_data_row:contains('Tour deal unwanted') button[name=action_take_out]",
            run: "click",
        },
        {
            content: "He is out",
            trigger:
                ".o_field_widget[name=recipient_line_ids]:not(:has(.o_data_row:contains('Tour deal unwanted')))",
        },
        {
            content: "Read the messages",
            trigger: ".o_statusbar_buttons button[name=action_preview]",
            run: "click",
        },
        {
            content: "The first one is for Ewa; go on",
            trigger:
                ".modal:has(.o_field_widget[name=preview_body]:contains('Ewa')) button[name=action_next]",
            run: "click",
        },
        {
            content: "The next one is for Jan; go back",
            trigger:
                ".modal:has(.o_field_widget[name=preview_body]:contains('Jan')) button[name=action_previous]",
            run: "click",
        },
        {
            content: "Ewa's again; close it",
            trigger:
                ".modal:has(.o_field_widget[name=preview_body]:contains('Ewa')) footer .btn[special=cancel], .modal:has(.o_field_widget[name=preview_body]:contains('Ewa')) footer button:last-child",
            run: "click",
        },
        {
            content: "Choose what follows",
            trigger: "body:not(:has(.modal)) .nav-link[name=after]",
            run: "click",
        },
        {
            content: "A call",
            trigger: ".o_field_widget[name=activity_type_id] input",
            run: "edit Tour call",
        },
        {
            content: "This one",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour call')",
            run: "click",
        },
        {
            content: "In some days",
            trigger: ".o_field_widget[name=activity_days] input",
            run: "edit 5",
        },
        {
            content: "Send",
            trigger: ".o_statusbar_buttons button[name=action_ask_launch]:visible",
            run: "click",
        },
        {
            content: "Yes, to so many",
            trigger: ".modal:has([name=launch_note]) button[name=action_launch]:visible",
            run: "click",
        },
        {
            content: "It is on its way",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=sending]",
        },
    ],
});

addTour("followup_progress_tour", {
    steps: () => [
        {
            content: "It is on its way, and nothing is sent yet",
            trigger:
                ".o_form_view:has(.o_arrow_button_current[data-value=sending]) .o_field_widget[name=progress] [aria-valuenow='0']",
        },
        {
            content: "Nobody clicks, and yet it is done",
            trigger:
                ".o_form_view:has(.o_arrow_button_current[data-value=done]) .o_field_widget[name=progress] [aria-valuenow='100']",
        },
        {
            content: "The other figures are those of now, too",
            trigger: ".oe_stat_button:has([name=sent_count]) .o_stat_value:contains('2')",
        },
    ],
});
