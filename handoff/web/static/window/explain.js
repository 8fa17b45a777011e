// Answers a click on a closed time: why, host by host, in the server's words.

import { call } from "./api.js";
import { el, iconButton } from "./dom.js";
import { zone } from "./grid_events.js";
import { announce, failed } from "./notices.js";
import { askingBody } from "./offer.js";
import { get, watch } from "./state.js";
import { shortDayText, timeText } from "./times.js";
import { byId } from "./dom.js";
import { t } from "./words.js";

let shown = null;

export function mountExplain() {
  watch(["times", "from", "view", "day", "chosen"], close);
  addEventListener("keydown", (event) => event.key === "Escape" && close());
}

export async function askWhyClosed(startsAt, event) {
  if (!get().main || get().loading !== "ready") return;
  const at = { x: event.clientX, y: event.clientY };
  try {
    const answer = await call("POST", "/explanations", { body: { ...askingBody(), starts_at: startsAt } });
    open(startsAt, answer.hosts, at);
  } catch (reason) {
    failed(reason);
  }
}

function close() {
  shown?.remove();
  shown = null;
}

function open(startsAt, hosts, at) {
  close();
  const title = t("{day}, {time} is closed", { day: shortDayText(startsAt, zone()), time: timeText(startsAt, zone()) });
  const closed = hosts.filter((one) => one.reasons.length);
  shown = el("div", { class: "explanation", role: "dialog", "aria-label": title },
    el("div", { class: "explanation__head" }, el("strong", {}, title), iconButton(t("Close"), "close", { on: { click: close } })),
    el("ul", {}, closed.map((one) => el("li", {}, el("b", {}, one.name), " ", one.reasons.map(({ text }) => text).join(", ")))),
    !closed.length && el("p", {}, t("This start is not on the meeting type's grid of start times.")));
  const stage = byId("calendar");
  stage.append(shown);
  place(shown, stage.getBoundingClientRect(), at);
  announce(`${title}. ${closed.map((one) => `${one.name}: ${one.reasons.map(({ text }) => text).join(", ")}`).join(". ")}`);
}

function place(node, frame, { x, y }) {
  const box = node.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(x - frame.left, frame.width - box.width - 8))}px`;
  node.style.top = `${Math.max(8, Math.min(y - frame.top + 8, frame.height - box.height - 8))}px`;
}
