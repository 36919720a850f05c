import { Domain } from "@web/core/domain";
import { useService } from "@web/core/utils/hooks";
import { Model } from "@web/model/model";
import { formatInteger } from "@web/views/fields/formatters";
import { GraphController } from "@web/views/graph/graph_controller";
import { formatMoney, shortMoney } from "@sales_deals/language/money/money";
import { formatPercent } from "@sales_deals/language/percent/percent";

import { Component } from "@odoo/owl";

/** What a report's `get_picture` answers for the search. */
export class PictureModel extends Model {
    setup({ resModel }) {
        this.resModel = resModel;
        this.data = {};
    }

    async load({ domain, context }) {
        this.domain = domain;
        this.context = context;
        this.data = await this.orm.call(this.resModel, "get_picture", [domain], { context });
    }

    hasData() {
        return Boolean((this.data.rows || this.data.sections || []).length);
    }
}

/** The search of a graph without the graph: a picture says by itself what it is grouped by. */
export class PictureController extends GraphController {
    getContext() {
        return {};
    }
}

/** Base of the pictures: how they write figures, and how they open what a figure is made of. */
export class PictureRenderer extends Component {
    static props = { model: Object, buttonTemplate: { type: String, optional: true } };

    setup() {
        this.action = useService("action");
    }

    get data() {
        return this.props.model.data;
    }

    count(value) {
        return formatInteger(value);
    }

    percent(value) {
        return value === false ? "" : formatPercent(value);
    }

    /** Of some dozens of deals, a rate with decimals would say more than is known. */
    wholePercent(value) {
        return value === false ? "" : this.percent(Math.round(100 * value) / 100);
    }

    amount(value) {
        return formatMoney(value, { currencyId: this.data.currency_id });
    }

    shortAmount(value) {
        return shortMoney(value, { currencyId: this.data.currency_id });
    }

    openRows(name, domain) {
        const { model } = this.props;
        this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model.resModel,
            views: [[false, "list"]],
            domain: Domain.and([model.domain, domain]).toList(),
            context: model.context,
        });
    }
}

/**
 * A view that shows a picture in place of a graph.
 *
 * @param {typeof PictureRenderer} Renderer
 */
export function pictureView(Renderer) {
    return {
        type: "graph",
        Controller: PictureController,
        Model: PictureModel,
        Renderer,
        searchMenuTypes: ["filter", "favorite"],
        props: (genericProps, view) => ({
            ...genericProps,
            modelParams: { resModel: genericProps.resModel },
            Model: view.Model,
            Renderer: view.Renderer,
            buttonTemplate: "",
        }),
    };
}
