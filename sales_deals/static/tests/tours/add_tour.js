import { registry } from "@web/core/registry";

/** How long a step may take, in milliseconds: Odoo's ten seconds are too few on a busy machine. */
const STEP_TIMEOUT = 60000;

/** Register a tour of the addon's tests. */
export function addTour(name, tour) {
    // In debug mode Odoo refuses a tour that has a timeout itself, and all pages with it.
    const steps = () => tour.steps().map((step) => ({ timeout: STEP_TIMEOUT, ...step }));
    registry.category("web_tour.tours").add(name, { ...tour, steps });
}
