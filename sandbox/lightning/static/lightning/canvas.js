// The parent's side of Canvas: frames the app, posts the signed request, answers its SDK.
// Message formats: @salesforce/canvas-js-sdk 1.41.0, js/canvas-all.js (modules xd and client).

const MIN_HEIGHT = 100;
const MAX_HEIGHT = 2000;
const PARENT_VERSION = "68.0";

export class CanvasFrame {
  /** `ask(params)` resolves to a new signed request; `onEvent(name, payload)` gets published events. */
  constructor({ place, title, ask, onEvent, keepParameters }) {
    Object.assign(this, { place, title, ask, onEvent, keepParameters });
    this.subscriptions = new Set();
    this.messages = [];
    this.receive = this.receive.bind(this);
  }

  async open({ selfAuthorize }) {
    this.answer = await this.ask({});
    this.origin = new URL(this.answer.canvas_url).origin;
    this.frame = document.createElement("iframe");
    this.frame.name = `canvas-frame-${this.answer.instance_id}`;
    this.frame.title = this.title;
    window.addEventListener("message", this.receive);
    this.selfAuthorize = selfAuthorize;
    this.place.replaceChildren(this.frame);
    this.call();
  }

  close() {
    window.removeEventListener("message", this.receive);
    this.place.replaceChildren();
  }

  // An app that users approve themselves is called with a plain GET until this one has.
  call() {
    if (this.selfAuthorize && !this.answer.is_allowed) this.frame.src = this.answer.authorize_url;
    else this.post();
  }

  post() {
    const form = document.createElement("form");
    form.method = "POST";
    form.action = this.answer.canvas_url;
    form.target = this.frame.name;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "signed_request", value: this.answer.signed_request });
    form.append(field);
    document.body.append(form);
    form.submit();
    form.remove();
  }

  receive(event) {
    if (event.origin !== this.origin || event.source !== this.frame.contentWindow) return;
    const message = parse(event.data);
    if (!message) return;
    this.messages.push(message);
    if (message.targetModule === "Canvas") this.answerSdk(message);
    else if (message.name) this.onEvent(message.name, message.payload);
  }

  async answerSdk({ seq, body = {} }) {
    if (body.type === "resize") this.resize(body.size || {});
    else if (body.type === "publish" && body.event) this.publish(body.event);
    else if (body.type === "subscribe") Object.keys(body.subscriptions || {}).forEach((name) => this.subscriptions.add(name));
    else if (body.type === "unsubscribe") Object.keys(body.subscriptions || {}).forEach((name) => this.subscriptions.delete(name));
    else if (body.type === "refresh") await this.refresh(seq);
    else if (body.type === "repost") await this.repost(body.refresh);
    else if (body.type === "ctx") this.reply(seq, 200, "OK", context(this.answer.signed_request));
    else this.reply(seq, 501, "Not Implemented", `${body.type} is not simulated`);
  }

  resize({ height, width }) {
    const wanted = parseInt(height, 10);
    if (wanted) this.frame.style.height = `${Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, wanted))}px`;
    if (parseInt(width, 10)) this.frame.style.maxWidth = `${parseInt(width, 10)}px`;
  }

  publish({ name, payload }) {
    if (this.subscriptions.has(name)) this.send({ type: "event", payload: { name, method: "onData", payload } });
    this.onEvent(name, payload);
  }

  async renew() {
    const { nonce, renderedAt } = this.answer.parameters;
    this.answer = await this.ask(this.keepParameters ? { nonce, rendered_at: renderedAt } : {});
  }

  async refresh(seq) {
    try {
      await this.renew();
      this.reply(seq, 200, "OK", { response: this.answer.signed_request });
    } catch (failure) {
      this.reply(seq, 500, "Server Error", String(failure.message));
    }
  }

  async repost(withNew) {
    if (withNew) await this.renew();
    this.call();
  }

  reply(seq, status, statusText, payload) {
    this.send({ type: "callback", seq, status, statusText, payload });
  }

  send(message) {
    const text = JSON.stringify({ ...message, parentVersion: PARENT_VERSION, targetModule: "Canvas" });
    this.frame.contentWindow.postMessage(text, this.origin);
  }
}

function parse(data) {
  if (typeof data !== "string") return data && typeof data === "object" ? data : null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function context(signedRequest) {
  const bytes = Uint8Array.from(atob(signedRequest.split(".", 2)[1]), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)).context;
}
