// The parent's side of the launcher component: frames the app, posts a signed token, hands out new ones.

export class LaunchFrame {
  /** `ask(params)` resolves to `{token, launch_url}`; `onEvent(name, payload)` gets what the app tells. */
  constructor({ place, title, ask, onEvent }) {
    Object.assign(this, { place, title, ask, onEvent });
    this.messages = [];
    this.receive = this.receive.bind(this);
  }

  async open() {
    const answer = await this.ask({});
    this.origin = new URL(answer.launch_url).origin;
    this.frame = document.createElement("iframe");
    Object.assign(this.frame, { name: "handoff-launch", title: this.title });
    window.addEventListener("message", this.receive);
    this.place.replaceChildren(this.frame);
    this.post(answer);
  }

  close() {
    window.removeEventListener("message", this.receive);
    this.place.replaceChildren();
  }

  // A token in an address would stand in logs and histories: it is posted.
  post({ token, launch_url: url }) {
    const form = document.createElement("form");
    Object.assign(form, { method: "POST", action: url, target: this.frame.name });
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "token", value: token });
    form.append(field);
    document.body.append(form);
    form.submit();
    form.remove();
  }

  receive(event) {
    if (event.origin !== this.origin || event.source !== this.frame.contentWindow) return;
    const { name, payload, id } = event.data ?? {};
    if (typeof name !== "string") return;
    this.messages.push(event.data);
    if (name === "handoff.renew") this.renew(id);
    else if (name === "handoff.reload") this.ask({}).then((answer) => this.post(answer));
    else this.onEvent(name, payload);
  }

  async renew(id) {
    const answer = await this.ask({}).then(({ token }) => ({ token }), () => ({ error: true }));
    this.frame.contentWindow.postMessage({ name: "handoff.token", id, ...answer }, this.origin);
  }
}
