// The one action of a message page: let Salesforce send the window again, or first allow access in a pop-up.

const action = document.getElementById("message-action");
const words = document.getElementById("message-state");
const POLL = 400;

function repost() {
  const client = window.Sfdc?.canvas?.client;
  if (window.parent !== window && client) client.repost({ refresh: true });
  else words.textContent = "Open the record in Salesforce and press the button again.";
}

function authorize() {
  if (!action.dataset.url) {
    repost();
    return;
  }
  const popup = window.open(action.dataset.url, "handoff-access", "popup,width=620,height=720");
  if (!popup) {
    words.textContent = "The browser blocked the window. Allow pop-ups for this page and press the button again.";
    return;
  }
  action.disabled = true;
  words.textContent = "Waiting for you to allow access in the other window…";
  const watching = setInterval(() => {
    if (!popup.closed) return;
    clearInterval(watching);
    action.disabled = false;
    words.textContent = "Opening Handoff…";
    repost();
  }, POLL);
}

action?.addEventListener("click", () => (action.dataset.kind === "authorize" ? authorize() : repost()));
