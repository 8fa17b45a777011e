// A record page: the action button opens the app in a modal; a booking closes it and refreshes the page.

import { CanvasFrame } from "./canvas.js";
import { LaunchFrame } from "./launch.js";

// The worker writes the Event a moment after the booking; a real page would see it at the next refresh.
const LOOK_AGAIN_AFTER = [500, 1500, 3000, 5000, 8000, 12000, 20000, 30000];
const TOAST_LASTS = 6000;

const page = new URLSearchParams(location.search);
const record = document.getElementById("record");
const modal = document.getElementById("modal");
const place = document.getElementById("frame-place");
let frame = null;

record.addEventListener("click", (event) => {
  if (event.target.closest("[data-action]")) open(event.target.closest("[data-action]").textContent.trim());
  if (event.target.closest("[data-refresh]")) refresh();
});
document.getElementById("close").addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && frame) close();
});

async function open(title) {
  modal.hidden = false;
  keepFocusInside(true);
  modal.querySelector("[role=dialog]").focus();
  frame = page.get("launch") === "jwt"
    ? new LaunchFrame({ place, title, ask: (extra) => ask(extra, "launch-token"), onEvent })
    : new CanvasFrame({ place, title, ask, onEvent, keepParameters: page.get("refresh") === "same" });
  window.canvasFrame = frame;
  try {
    await frame.open({ selfAuthorize: page.get("canvas") === "self-authorize" });
  } catch (failure) {
    const words = document.createElement("p");
    words.className = "lx-problem";
    words.setAttribute("role", "alert");
    words.textContent = failure.message;
    place.replaceChildren(words);
  }
}

function close() {
  frame?.close();
  frame = null;
  modal.hidden = true;
  keepFocusInside(false);
  record.querySelector("[data-action]")?.focus();
}

// The page behind an open modal can be neither pressed nor reached by Tab.
function keepFocusInside(isOpen) {
  for (const part of document.body.children) {
    if (part !== modal && part.id !== "toasts") part.inert = isOpen;
  }
}

// The viewer's language and locale are their own, and no meeting is to be changed, unless this page's address says so.
const wished = [...page].filter(([name]) => ["language", "locale", "bookingKey", "change"].includes(name));

async function ask(extra, what = "signed-request") {
  const query = new URLSearchParams({ record: record.dataset.record, as: record.dataset.as, checked: "1", ...Object.fromEntries(wished), ...extra });
  const answer = await fetch(`/lightning/${what}?${query}`);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

function onEvent(name, payload) {
  if (name === "handoff.booked") {
    close();
    toast(payload?.message ? String(payload.message) : "Meeting booked.");
    refresh();
    for (const delay of LOOK_AGAIN_AFTER) setTimeout(refresh, delay);
  } else if (name === "handoff.cancelled") {
    close();
  }
}

async function refresh() {
  const { object, record: id, as } = record.dataset;
  const answer = await fetch(`/lightning/r/${object}/${id}/content?as=${encodeURIComponent(as)}`);
  if (!answer.ok) return;
  const fresh = await answer.text();
  if (fresh !== refresh.last) record.innerHTML = fresh;
  refresh.last = fresh;
}

function toast(message) {
  const shown = document.createElement("div");
  shown.className = "slds-notify slds-notify_toast slds-theme_success";
  shown.setAttribute("role", "status");
  const words = document.createElement("h2");
  words.className = "slds-text-heading_small slds-notify__content";
  words.textContent = message;
  shown.append(words);
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), TOAST_LASTS);
}
