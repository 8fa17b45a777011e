// The pop-up's last page: tells the window that opened it how the approval ended, and closes.

const answer = new URLSearchParams(window.location.search);
const isAllowed = answer.has("code") && !answer.has("error");

// The code is of no further use; it stays in no history and in no screenshot.
window.history.replaceState(null, "", window.location.pathname);

document.getElementById("approved-title").textContent = isAllowed ? "Access allowed" : "Access not allowed";
if (window.opener) {
  const told = { type: "handoff.approval", state: answer.get("state") ?? "", isAllowed };
  window.opener.postMessage(told, window.location.origin);
  window.close();
}
