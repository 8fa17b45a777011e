// The one action of a message page: let Salesforce send the window again, or first allow access in a pop-up.

const action = document.getElementById("message-action");
const words = document.getElementById("message-state");
const POLL = 400;
// A pop-up that ends tells so first; the message and the end may arrive in either order.
const GRACE = 800;
let popup = null;
let watching = 0;

function repost() {
  const client = window.Sfdc?.canvas?.client;
  if (window.parent !== window && client) client.repost({ refresh: true });
  else words.textContent = words.dataset.outside;
}

function authorize() {
  popup = window.open(action.dataset.url, "handoff-access", "popup,width=620,height=720");
  if (!popup) {
    words.textContent = words.dataset.blocked;
    return;
  }
  words.textContent = words.dataset.waiting;
  clearInterval(watching);
  watching = setInterval(() => popup.closed && leftAlone(), POLL);
}

// Closed without a word: by the person, or Salesforce's pages have cut the tie between the two windows.
function leftAlone() {
  clearInterval(watching);
  setTimeout(() => {
    if (!popup) return;
    popup = null;
    words.replaceChildren(words.dataset.closed, " ", again());
  }, GRACE);
}

function again() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "slds-button slds-button_base", textContent: words.dataset.again });
  button.addEventListener("click", go);
  return button;
}

function go() {
  words.textContent = words.dataset.opening;
  repost();
}

function hear({ origin, data }) {
  if (origin !== window.location.origin || data?.type !== "handoff.approval" || data.state !== action?.dataset.state) return;
  clearInterval(watching);
  popup = null;
  if (data.isAllowed) go();
  else words.textContent = words.dataset.refused;
}

addEventListener("message", hear);
action?.addEventListener("click", () => (action.dataset.kind === "authorize" ? authorize() : repost()));
