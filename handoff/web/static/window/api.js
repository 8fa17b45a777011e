// The only place that talks to the server: page token in a header, renewed silently, every failure in words.

import { freshProof } from "./around.js";
import { now, tell } from "./clock.js";
import { t } from "./words.js";

const RENEW_BEFORE = 60_000;
const GIVE_UP_AFTER = 30_000;

let token = "";
let tokenEndsAt = 0;
let renewal = null;

export class ApiError extends Error {
  constructor({ code, message, status = 0, field = "", fresh = [] }) {
    super(message);
    Object.assign(this, { code, status, field, fresh });
  }

  // Whether the server may have done it all the same: the answer, not the request, is what got lost.
  get isUncertain() {
    return this.code === "offline" || this.code === "slow" || this.status >= 500;
  }
}

export function startWith(first) {
  token = first.token;
  tokenEndsAt = Date.parse(first.token_expires_at);
}

export async function call(method, path, { body, key, signal, keepalive } = {}) {
  if (tokenEndsAt && tokenEndsAt - now() < RENEW_BEFORE && !keepalive) await renew().catch(() => {});
  let answer = await send(method, path, { body, key, signal, keepalive });
  if (answer.status === 401 && !keepalive) {
    await renew();
    answer = await send(method, path, { body, key, signal });
  }
  return read(answer);
}

async function send(method, path, { body, key, signal, keepalive }) {
  const headers = { Authorization: `Bearer ${token}`, Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const patience = AbortSignal.timeout(GIVE_UP_AFTER);
  try {
    return await fetch(path, {
      method, headers, keepalive, credentials: "omit", cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (reason) {
    if (signal?.aborted) throw new ApiError({ code: "superseded", message: "" });
    if (reason.name === "TimeoutError") {
      throw new ApiError({ code: "slow", message: t("Handoff did not answer within 30 seconds. Nothing you typed is lost; try again.") });
    }
    throw new ApiError({ code: "offline", message: t("There is no connection to Handoff. Nothing you typed is lost; try again when you are back online.") });
  }
}

async function read(answer) {
  const text = await answer.text().catch(() => null);
  if (answer.ok && text === "") return null;
  const content = parsed(text);
  if (content?.now) tell(content.now);
  if (answer.ok && content) return content;
  const said = content?.error ?? {};
  throw new ApiError({
    code: said.code ?? "unexpected",
    message: said.message ?? t("Handoff could not do this (status {status}). Try again; if it stays so, tell your admin.", { status: answer.status }),
    status: answer.status, field: said.field ?? "", fresh: said.fresh ?? [],
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// One renewal at a time: every call that finds the token spent waits for the same one.
function renew() {
  renewal ??= exchange().finally(() => { renewal = null; });
  return renewal;
}

async function exchange() {
  const over = new ApiError({
    code: "session_over", status: 401,
    message: t("Your session has ended and Salesforce did not renew it. Copy what you typed if you need it, then reload the window."),
  });
  const { path, form } = await freshProof().catch(() => { throw over; });
  const answer = await fetch(path, {
    method: "POST", credentials: "omit", cache: "no-store",
    headers: { Authorization: `Bearer ${token}` },
    body: new URLSearchParams(form),
  }).catch(() => { throw new ApiError({ code: "offline", message: t("There is no connection to Handoff. Nothing you typed is lost; try again when you are back online.") }); });
  if (!answer.ok) throw over;
  startWith(await answer.json());
}
