// Sends fault and latency switches, and filters the table of people.

const answer = document.getElementById("answer");

async function send(path, method, wish) {
  const response = await fetch(path, {
    method,
    headers: wish ? { "Content-Type": "application/json" } : {},
    body: wish ? JSON.stringify(wish) : undefined,
  });
  if (response.ok) {
    location.reload();
    return;
  }
  answer.textContent = (await response.json()).error;
}

const form = document.getElementById("fault");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(form);
  send("/faults", "POST", {
    service: given.get("service"),
    call: given.get("call") || null,
    host: given.get("host") || null,
    times: given.get("times") ? Number(given.get("times")) : null,
    kind: event.submitter.value,
    seconds: Number(given.get("seconds")),
    status: Number(given.get("status")),
  });
});

function showCalls() {
  for (const option of form.elements.call.options) {
    option.hidden = Boolean(option.dataset.service) && option.dataset.service !== form.elements.service.value;
  }
  form.elements.call.value = "";
}
form.elements.service.addEventListener("change", showCalls);
showCalls();

for (const button of document.querySelectorAll("[data-remove]")) {
  button.addEventListener("click", () => send(button.dataset.remove, "DELETE"));
}

for (const latency of document.querySelectorAll("form.latency")) {
  latency.addEventListener("submit", (event) => {
    event.preventDefault();
    send("/latency", "POST", {
      service: latency.dataset.service,
      seconds: Number(latency.elements.seconds.value),
    });
  });
}

for (const input of document.querySelectorAll("[data-filters]")) {
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(`[data-filtered="${input.dataset.filters}"] tr`)) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
  });
}
