// The pop-up's last page: tells the window that opened it how the approval ended, and closes.

const answer = new URLSearchParams(window.location.search);
const isAllowed = answer.has("code") && !answer.has("error");

// The code is of no further use; it stays in no history and in no screenshot.
window.history.replaceState(null, "", window.location.pathname);

const title = document.getElementById("approved-title");
title.textContent = isAllowed ? title.dataset.allowed : title.dataset.refused;
if (window.opener) {
  const told = { type: "handoff.approval", state: answer.get("state") ?? "", isAllowed };
  window.opener.postMessage(told, window.location.origin);
  window.close();
}
