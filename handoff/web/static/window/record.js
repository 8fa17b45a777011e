// Shows the record that the button was pressed on; an arrow folds its details out.

import { byId, el, icon, show } from "./dom.js";
import { get } from "./state.js";
import { t } from "./words.js";

let isOpen = false;

export function mountRecord() {
  const { record } = get().context;
  const name = record.name || t("Unnamed record");
  const render = () => show(byId("record"),
    el("div", { class: "record" },
      el("span", { class: "record__badge" }, icon("handoff", { own: true })),
      el("div", { class: "record__words" },
        el("h2", { class: "record__name" }, name),
        el("p", { class: "record__kind" }, record.object_label)),
      record.details.length > 0 && el("button", {
        type: "button", class: "icon-button record__arrow", key: "record-details",
        "aria-expanded": String(isOpen), "aria-controls": "record-details",
        "aria-label": t("Details of {name}", { name }), title: isOpen ? t("Hide details") : t("Show details"),
        on: { click: () => { isOpen = !isOpen; render(); } },
      }, icon(isOpen ? "chevronup" : "chevrondown"))),
    isOpen && el("dl", { class: "record__details", id: "record-details" },
      record.details.map(({ label, value }) => el("div", {}, el("dt", {}, label), el("dd", {}, value || "–")))));
  render();
}
