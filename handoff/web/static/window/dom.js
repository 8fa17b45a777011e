// Builds DOM nodes out of plain values; text never becomes markup.

const SVG = "http://www.w3.org/2000/svg";
const AS_PROPERTY = new Set(["value", "checked", "disabled", "hidden", "htmlFor", "tabIndex"]);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
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
  const active = document.activeElement;
  const hadFocus = root.contains(active);
  const key = hadFocus ? active.dataset.key : undefined;
  root.replaceChildren(...children.flat().filter(Boolean));
  const again = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again) again.focus({ preventScroll: true });
  else if (hadFocus) requestAnimationFrame(keepFocus);
}

// What went away took the focus with it, unless something new has claimed it by now: then the page's top has it.
export function keepFocus() {
  if (document.activeElement === document.body && !document.querySelector("dialog[open]")) byId("window-title")?.focus({ preventScroll: true });
}

export function icon(name, { own = false, cls = "" } = {}) {
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
