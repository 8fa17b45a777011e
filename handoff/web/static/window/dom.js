// Builds DOM nodes out of plain values; text never becomes markup.

const SVG = "http://www.w3.org/2000/svg";
const listening = new WeakSet();
const AS_PROPERTY = new Set(["value", "checked", "disabled", "hidden", "htmlFor", "tabIndex"]);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  if (props.on) listening.add(node);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "on") Object.entries(value).forEach(([event, call]) => node.addEventListener(event, call));
  else if (name === "key") node.dataset.key = value;
  else if (AS_PROPERTY.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export function byId(id) {
  return document.getElementById(id);
}

// Replaces what a root shows; the control that had the focus keeps it if it is still there (same key).
export function show(root, ...children) {
  keepingFocus(root, () => root.replaceChildren(...children.flat().filter(Boolean)));
}

// As `show`, but what looks the same as before stays where it is, and costs the browser nothing: for parts of nodes
// whose controls know nothing that cannot be seen.
export function renew(root, ...children) {
  keepingFocus(root, () => exchange(root, children.flat().filter(Boolean)));
}

function exchange(root, wanted) {
  const old = [...root.childNodes];
  const most = Math.min(old.length, wanted.length);
  let [first, last] = [0, 0]; // how many are the same at the beginning, and at the end
  while (first < most && old[first].isEqualNode(wanted[first])) first += 1;
  while (last < most - first && old.at(-1 - last).isEqualNode(wanted.at(-1 - last))) last += 1;
  const [gone, come] = [old.slice(first, old.length - last), wanted.slice(first, wanted.length - last)];
  if (gone.length === 1 && come.length === 1 && isSameOutside(gone[0], come[0])) {
    exchange(gone[0], [...come[0].childNodes]);
    return;
  }
  gone.forEach((node) => node.remove());
  if (last) old.at(-last).before(...come);
  else root.append(...come);
}

const isSameOutside = (one, other) => !listening.has(other) && one.firstElementChild && one.cloneNode(false).isEqualNode(other.cloneNode(false));

function keepingFocus(root, change) {
  const active = document.activeElement;
  const hadFocus = root.contains(active);
  const key = hadFocus ? active.dataset.key : undefined;
  change();
  if (!hadFocus || active.isConnected) return;
  const again = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again) again.focus({ preventScroll: true });
  else requestAnimationFrame(keepFocus);
}

// What went away took the focus with it, unless something new has claimed it by now: then the page's top has it.
export function keepFocus() {
  if (document.activeElement === document.body && !document.querySelector("dialog[open]")) byId("window-title")?.focus({ preventScroll: true });
}

const icons = new Map();

export function icon(name, { own = false, cls = "" } = {}) {
  const key = `${own} ${cls} ${name}`;
  if (!icons.has(key)) icons.set(key, drawnIcon(name, own, cls));
  return icons.get(key).cloneNode(true);
}

function drawnIcon(name, own, cls) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `ic ${cls}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${own ? document.body.dataset.ownIcons : document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(label, glyph, props = {}) {
  const { class: cls = "", own = false, ...rest } = props;
  return el("button", { type: "button", class: `icon-button ${cls}`, "aria-label": label, "data-tip": label, ...rest },
    icon(glyph, { own }));
}

export function button(label, props = {}, ...before) {
  const { kind = "neutral", class: cls = "", ...rest } = props;
  return el("button", { type: "button", class: `slds-button slds-button_${kind} ${cls}`, ...rest }, ...before, label);
}
