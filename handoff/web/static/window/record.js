// Shows the record that the button was pressed on; an arrow folds its details out.

import { byId, el, icon, show } from "./dom.js";
import { get } from "./state.js";
import { t } from "./words.js";

let isOpen = false;

export function mountRecord() {
  const { record, matched_account: account } = get().context;
  const name = record.name || t("Unnamed record");
  const hasMore = record.details.length > 0 || Boolean(account);
  const toggle = () => { isOpen = !isOpen; render(); };
  const render = () => show(byId("record"),
    el("div", { class: "record" },
      el("span", { class: "record__badge" }, icon("handoff", { own: true })),
      el("div", { class: "record__words" },
        el("h2", { class: "record__name" }, name),
        el("p", { class: "record__kind" }, record.object_label)),
      hasMore && el("button", {
        type: "button", class: "icon-button record__arrow", key: "record-details",
        "aria-expanded": String(isOpen), "aria-controls": isOpen ? "record-details" : null,
        "aria-label": t("Details of {name}", { name }), "data-tip": isOpen ? t("Hide details") : t("Show details"),
        on: { click: toggle },
      }, icon(isOpen ? "chevronup" : "chevrondown"))),
    isOpen && el("dl", { class: "record__details", id: "record-details" },
      record.details.map(({ label, value }) => el("div", {}, el("dt", {}, label), el("dd", {}, value || "–"))),
      account && el("div", {}, el("dt", {}, t("Matched Account")), el("dd", {}, account.name, el("span", { class: "record__why" }, account.why)))));
  render();
}
