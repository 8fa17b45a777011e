// Speaks with the Salesforce page around a window that was opened without Canvas, in plain messages.

import { get } from "./state.js";

const ANSWER_WITHIN = 8000;
let asked = 0;

const origin = () => get().context.frame.target_origin;

function tell(message) {
  window.parent.postMessage(message, origin());
}

export function isFramed() {
  return window.parent !== window;
}

// The page around gives the frame its height by itself.
export function askForRoom() {}

// Resolves to where a renewal is posted, and with what: a new launch token.
export function freshProof() {
  if (!isFramed()) return Promise.reject(new Error("no page around the window"));
  const id = `renewal-${(asked += 1)}`;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => end(reject, new Error("no answer from the page around the window")), ANSWER_WITHIN);
    function end(settle, value) {
      clearTimeout(late);
      window.removeEventListener("message", hear);
      settle(value);
    }
    function hear({ source, origin: from, data }) {
      if (source !== window.parent || from !== origin() || data?.name !== "handoff.token" || data.id !== id) return;
      if (typeof data.token === "string" && data.token) end(resolve, { path: "/launch/refresh", form: { token: data.token } });
      else end(reject, new Error("the page around the window refused"));
    }
    window.addEventListener("message", hear);
    tell({ name: "handoff.renew", id });
  });
}

// A page that was posted cannot load itself again: the page around posts a new token.
export function reload() {
  if (isFramed()) tell({ name: "handoff.reload" });
  else window.location.reload();
}

export function publish(name, payload) {
  if (isFramed()) tell({ name, payload });
}
