// Shows the words of a control that is only an icon: under the pointer, and when it has the focus.

const GAP = 6;
let tip = null;
let shownFor = null;
const gone = new MutationObserver(() => shownFor && !shownFor.isConnected && hide());

export function mountTips() {
  tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  document.body.append(tip);
  addEventListener("pointerover", (event) => event.pointerType !== "touch" && offer(event.target));
  addEventListener("focusin", (event) => event.target.matches(":focus-visible") && offer(event.target));
  addEventListener("focusout", hide);
  document.documentElement.addEventListener("pointerleave", hide); // out of the frame, where nothing else is pointed at
  addEventListener("pointerdown", hide);
  addEventListener("scroll", hide, true);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

function offer(target) {
  const place = target.closest?.("[data-tip]");
  if (place === shownFor || tip.contains(target)) return;
  hide();
  if (place) showFor(place);
}

function showFor(place) {
  shownFor = place;
  tip.textContent = place.dataset.tip;
  tip.hidden = false;
  const at = place.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - GAP));
  const isRoom = at.bottom + GAP + height < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${isRoom ? at.bottom + GAP : at.top - GAP - height}px`;
  gone.observe(document.body, { childList: true, subtree: true });
}

function hide() {
  if (!shownFor) return;
  shownFor = null;
  tip.hidden = true;
  gone.disconnect();
}
