// What a benchmark sees from inside the window: shifts, when things were painted, what was asked of the server.

const measured = { shift: 0, firstTime: 0, held: 0, heldAt: 0, drawn: null };
const SERVERS_OWN = /^(own|remote)$/;

new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) measured.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });

addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true }));

function look() {
  if (!measured.firstTime && document.querySelector("[data-slot]")) painted().then((at) => { measured.firstTime = at; });
  const held = document.querySelectorAll(".busy_held").length;
  if (held > measured.held) measured.heldAt = Date.now();
  measured.held = held;
}

// After the next frame is on the screen.
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });
  });
}

const files = () => performance.getEntriesByType("resource");

measured.opening = () => {
  const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  const weight = new Map(files().filter(({ name }) => /\.(js|css)\?/.test(name)).map((one) => [one.name, one.encodedBodySize]));
  const sent = files().filter((one) => one.transferSize > 0);
  return {
    first, shift: measured.shift, times: measured.firstTime, ...timing(performance.getEntriesByType("navigation")[0]),
    weight: [...weight.values()].reduce((sum, one) => sum + one, 0),
    requests: sent.filter((one) => one.startTime < first).length,
    abroad: files().filter(({ name }) => new URL(name).origin !== location.origin).length,
  };
};

// The window's own modules say when an answer has been drawn: this is told last.
measured.begin = async () => {
  const { watch } = await import("/static/window/state.js");
  watch(["times"], ({ times }) => times && measured.drawn?.());
};

measured.refresh = async () => (await import("/static/window/offer.js")).askAfresh();

measured.toggle = (selector) => new Promise((resolve) => {
  performance.clearResourceTimings();
  const began = performance.now();
  measured.drawn = () => {
    measured.drawn = null;
    painted().then((at) => setTimeout(() => resolve({ total: at - began, ...asked("/times") }), 20));
  };
  document.querySelector(selector).click();
});

measured.search = (typed) => new Promise((resolve) => {
  const [input, list] = ["#host-search", "#host-found"].map((one) => document.querySelector(one));
  performance.clearResourceTimings();
  const began = performance.now();
  const seen = new MutationObserver(() => {
    if (!asked("/hosts").found) return;
    seen.disconnect();
    painted().then((at) => resolve({ total: at - began, count: list.children.length, ...asked("/hosts") }));
  });
  seen.observe(list, { childList: true });
  input.value = typed;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
});

function asked(path) {
  const one = files().findLast(({ name }) => new URL(name).pathname === path);
  return one ? { found: true, bytes: one.encodedBodySize, ...timing(one) } : { found: false };
}

function timing({ serverTiming }) {
  const durations = serverTiming.filter(({ name }) => SERVERS_OWN.test(name)).map(({ name, duration }) => [name, duration]);
  return { ...Object.fromEntries(durations), calls: Number(serverTiming.find(({ name }) => name === "calls")?.description ?? 0) };
}

window.measured = measured;
