// Below 900 px the left column becomes a line that opens.

import { button, byId, el, icon, show } from "./dom.js";
import { get, host, meetingType, pool, watch } from "./state.js";
import { lasting, t } from "./words.js";

export function mountSide() {
  byId("side-summary").addEventListener("click", () => setOpen(!isOpen()));
  watch(["main", "additional", "typeId", "page"], (state, keys) => {
    if (keys.has("page") && state.page !== "times") setOpen(false);
    render();
  });
  addEventListener("keydown", (event) => event.key === "Escape" && setOpen(false));
  setOpen(!get().main);
}

const isOpen = () => document.body.classList.contains("side-open");

// Only a narrow window shows this button: the way from the chosen hosts to their times.
function toTimes() {
  return button(t("Show times"), { kind: "brand", class: "side__to-times", disabled: !get().main, on: { click: () => { setOpen(false); byId("side-summary").focus(); } } });
}

export function openSide() {
  setOpen(true);
}

function setOpen(value) {
  document.body.classList.toggle("side-open", value);
  byId("side-summary").setAttribute("aria-expanded", String(value));
  render();
}

function render() {
  const { main, additional, context } = get();
  const first = !main ? t("No host yet") : (main.kind === "pool" ? pool(main.id) : host(main.id)).name;
  const more = additional.length ? ` + ${additional.length}` : "";
  const type = meetingType();
  show(byId("to-times"), toTimes());
  show(byId("side-summary"),
    el("span", { class: "side__summary-record" }, context.record.name),
    el("span", { class: "side__summary-words" }, `${first}${more}`, type && ` · ${type.name} (${lasting(type.minutes)})`),
    icon(isOpen() ? "chevronup" : "chevrondown"));
}
