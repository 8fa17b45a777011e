// Speaks with the Salesforce page around the window, through the Canvas SDK.

import { get } from "./state.js";

const ANSWER_WITHIN = 8000;
const COMFORTABLE_HEIGHT = 640;

// The SDK wants a token before it posts; the real one never reaches the browser.
function client() {
  const { instance_id: instanceId, target_origin: targetOrigin } = get().context.frame;
  return { oauthToken: "none", instanceId, targetOrigin };
}

function sdk() {
  return window.Sfdc?.canvas?.client ?? null;
}

export function isFramed() {
  return window.parent !== window && Boolean(sdk());
}

export function askForRoom() {
  if (!isFramed() || window.innerHeight >= COMFORTABLE_HEIGHT || window.innerWidth < 600) return;
  sdk().resize(client(), { height: `${COMFORTABLE_HEIGHT}px` });
}

// Resolves to where a renewal is posted, and with what: a signed request.
export function freshProof() {
  return new Promise((resolve, reject) => {
    if (!isFramed()) {
      reject(new Error("no page around the window"));
      return;
    }
    const late = setTimeout(() => reject(new Error("no answer from the page around the window")), ANSWER_WITHIN);
    sdk().refreshSignedRequest((answer) => {
      clearTimeout(late);
      if (answer?.status === 200 && answer.payload?.response) resolve({ path: "/canvas/refresh", form: { signed_request: answer.payload.response } });
      else reject(new Error("the page around the window refused"));
    });
  });
}

export function reload() {
  if (isFramed()) sdk().repost({ refresh: true });
  else window.location.reload();
}

export function publish(name, payload) {
  if (isFramed()) sdk().publish(client(), { name, payload });
}
