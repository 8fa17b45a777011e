// Why is a time closed? Asked with a day and a time instead of a click, so by keyboard and in a narrow window too.

import { explanation, openPanel } from "./explain.js";
import { button, byId, el, icon } from "./dom.js";
import { zone } from "./grid_events.js";
import { get } from "./state.js";
import { addDays, dateText, instant, zoneName } from "./times.js";
import { t } from "./words.js";

export function mountAskClosed() {
  const words = t("Why is a time closed?");
  byId("ask-closed").append(el("button", { type: "button", class: "icon-button ask", title: words, key: "ask-closed", on: { click: open } },
    icon("question"), el("span", { class: "ask__words" }, words)));
}

function open(event) {
  const opener = event.currentTarget.getBoundingClientRect();
  const { view, day, from, main } = get();
  const days = Array.from({ length: 7 }, (unused, n) => addDays(from, n));
  const dayList = el("select", { class: "slds-select", id: "ask-day" },
    days.map((one) => el("option", { value: one }, dateText(one, { weekday: "long", month: "short", day: "numeric" }))));
  dayList.value = view === "day" ? day : days.find((one) => one >= day) ?? from;
  const time = el("input", { type: "time", class: "slds-input", id: "ask-time", value: "09:00", required: true });
  const said = el("div", { class: "explanation__said", "aria-live": "polite" });
  const form = el("form", { class: "explanation__form", on: { submit: (pressed) => { pressed.preventDefault(); answer(said, dayList.value, time.value); } } },
    el("label", { for: "ask-day" }, t("Day")), el("div", { class: "slds-select_container" }, dayList),
    el("label", { for: "ask-time" }, t("Time ({zone})", { zone: zoneName(`${from}T12:00:00Z`, zone()) })), time,
    button(t("Explain"), { kind: "neutral", type: "submit", disabled: !main }));
  openPanel({
    title: t("Why is a time closed?"), at: { x: opener.left, y: opener.bottom }, opener: "ask-closed",
    content: [main ? form : el("p", {}, t("Add a host first.")), said],
  });
  (main ? dayList : null)?.focus();
}

async function answer(place, day, time) {
  if (!time) return;
  place.replaceChildren(el("p", {}, t("One moment…")));
  const startsAt = instant(`${day}T${time}`, zone());
  place.replaceChildren(...(await explanation(startsAt)).nodes);
}
