import { createElement } from "lwc";
import { notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import openWindow from "@salesforce/apex/HandoffLaunch.open";
import HandoffLauncher from "c/handoffLauncher";
import { appOrigin } from "c/handoffMessages";

jest.mock("@salesforce/apex/HandoffLaunch.open", () => ({ default: jest.fn() }), { virtual: true });

const RECORD = "00Q000000000001AAA";
const URL = `${appOrigin}/launch`;

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

let submitted;

async function launch(given) {
    const element = createElement("c-handoff-launcher", { is: HandoffLauncher });
    Object.assign(element, given);
    document.body.appendChild(element);
    element.recordId = RECORD;
    await settled();
    return element;
}

const frameOf = (element) => element.shadowRoot.querySelector("iframe");

async function say(element, message, from = {}) {
    const source = from.source ?? frameOf(element).contentWindow;
    window.dispatchEvent(new MessageEvent("message", { data: message, origin: from.origin ?? appOrigin, source }));
    await settled();
}

function heard(element, name) {
    const listener = jest.fn();
    element.addEventListener(name, (event) => listener(event.detail));
    return listener;
}

describe("c-handoff-launcher", () => {
    beforeEach(() => {
        submitted = [];
        openWindow.mockResolvedValue({ token: "signed", url: URL });
        // jsdom sends no forms.
        jest.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(function submit() {
            submitted.push({
                action: this.getAttribute("action"),
                method: this.method,
                target: this.target,
                token: this.elements.token.value
            });
        });
    });

    afterEach(() => {
        document.body.replaceChildren();
        jest.restoreAllMocks();
        jest.clearAllMocks();
    });

    it("posts the token into its frame, once", async () => {
        const element = await launch();

        expect(submitted).toEqual([{ action: URL, method: "post", target: frameOf(element).name, token: "signed" }]);
        expect(openWindow).toHaveBeenCalledTimes(1);
        expect(openWindow).toHaveBeenCalledWith({ recordId: RECORD, pageOrigin: window.location.origin, change: null });
        expect(element.shadowRoot.querySelector("input").value).toBe("");
    });

    it("names the meeting that is to be changed", async () => {
        await launch({ bookingKey: "b-1", change: "cancel" });

        expect(openWindow.mock.calls[0][0].change).toEqual({ bookingKey: "b-1", kind: "cancel" });
    });

    it("waits until the window is there", async () => {
        let answer;
        openWindow.mockReturnValue(new Promise((resolve) => (answer = resolve)));
        const element = await launch();
        const spinner = () => element.shadowRoot.querySelector("lightning-spinner");
        frameOf(element).dispatchEvent(new CustomEvent("load"));
        await settled();
        expect(spinner().alternativeText).toBe("c.Handoff_Opening");

        answer({ token: "signed", url: URL });
        await settled();
        frameOf(element).dispatchEvent(new CustomEvent("load"));
        await settled();

        expect(spinner()).toBeNull();
    });

    it("opens the record that was asked for last, whichever token comes first", async () => {
        const answers = [];
        openWindow.mockImplementation(() => new Promise((resolve, reject) => answers.push({ resolve, reject })));
        const element = await launch();
        element.recordId = "00Q000000000002AAA";
        element.recordId = "00Q000000000003AAA";

        answers[0].resolve({ token: "first", url: URL });
        answers[1].reject({ body: { message: "Too late to matter." } });
        await settled();
        expect(submitted).toEqual([]);
        answers[2].resolve({ token: "last", url: URL });
        await settled();

        expect(submitted.map(({ token }) => token)).toEqual(["last"]);
        expect(element.shadowRoot.querySelector("[role=alert]")).toBeNull();
    });

    it("says why nothing opens, and tries again", async () => {
        openWindow.mockRejectedValueOnce({ body: { message: "No certificate." } });
        const element = await launch();
        expect(element.shadowRoot.querySelector("[role=alert] p").textContent).toBe("No certificate.");

        element.shadowRoot.querySelector("lightning-button").click();
        await settled();

        expect(element.shadowRoot.querySelector("[role=alert]")).toBeNull();
        expect(submitted).toHaveLength(1);
    });

    it("closes when nothing opens", async () => {
        openWindow.mockRejectedValueOnce(new Error("offline"));
        const element = await launch();
        const done = heard(element, "done");

        expect(element.shadowRoot.querySelector("[role=alert] p").textContent).toBe("c.Handoff_Load_Failed");
        element.shadowRoot.querySelectorAll("lightning-button")[1].click();
        expect(done).toHaveBeenCalledWith("handoff.closed");
    });

    it("tells the page of a booking and closes", async () => {
        const element = await launch();
        const toast = heard(element, "lightning__showtoast");
        const closed = heard(element, "lightning__actionsclosescreen");
        const done = heard(element, "done");

        await say(element, { name: "handoff.booked", payload: { message: "Meeting booked with Hana Berg." } });

        expect(toast.mock.calls[0][0]).toMatchObject({ title: "Meeting booked with Hana Berg.", variant: "success" });
        expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: RECORD }]);
        expect(closed).toHaveBeenCalledTimes(1);
        expect(done).toHaveBeenCalledWith("handoff.booked");
    });

    it("has words of its own for a booking that comes without", async () => {
        const element = await launch();
        const toast = heard(element, "lightning__showtoast");

        await say(element, { name: "handoff.booked" });

        expect(toast.mock.calls[0][0].title).toBe("c.Handoff_Booked");
    });

    it.each(["handoff.cancelled", "handoff.closed"])("closes at %s without a toast", async (name) => {
        const element = await launch();
        const toast = heard(element, "lightning__showtoast");
        const done = heard(element, "done");

        await say(element, { name });

        expect(done).toHaveBeenCalledWith(name);
        expect(toast).not.toHaveBeenCalled();
    });

    it("answers a window that needs a new token", async () => {
        const element = await launch();
        const answer = jest.spyOn(frameOf(element).contentWindow, "postMessage").mockImplementation(() => {});
        openWindow.mockResolvedValue({ token: "newer", url: URL });

        await say(element, { name: "handoff.renew", id: 7 });

        expect(answer).toHaveBeenCalledWith({ name: "handoff.token", id: 7, token: "newer" }, appOrigin);
    });

    it("posts a new token into the frame when the window has lost its session", async () => {
        const element = await launch();
        openWindow.mockResolvedValue({ token: "newer", url: URL });

        await say(element, { name: "handoff.reload" });

        expect(submitted.map(({ token }) => token)).toEqual(["signed", "newer"]);
    });

    it("says that no new token can be had", async () => {
        const element = await launch();
        const answer = jest.spyOn(frameOf(element).contentWindow, "postMessage").mockImplementation(() => {});
        const toast = heard(element, "lightning__showtoast");
        openWindow.mockRejectedValue(new Error("session over"));

        await say(element, { name: "handoff.renew", id: 8 });

        expect(answer).toHaveBeenCalledWith({ name: "handoff.token", id: 8, error: true }, appOrigin);
        expect(toast.mock.calls[0][0].title).toBe("c.Handoff_Renew_Failed");
    });

    it("answers nobody once it is closed", async () => {
        let answer;
        const element = await launch();
        openWindow.mockReturnValue(new Promise((resolve) => (answer = resolve)));
        await say(element, { name: "handoff.renew", id: 9 });
        const told = jest.spyOn(frameOf(element).contentWindow, "postMessage").mockImplementation(() => {});

        element.remove();
        answer({ token: "newer", url: URL });
        await settled();

        expect(told).not.toHaveBeenCalled();
    });

    it("does not listen to others", async () => {
        const element = await launch();
        const done = heard(element, "done");

        await say(element, { name: "handoff.booked" }, { origin: "https://evil.example" });
        await say(element, { name: "handoff.booked" }, { source: window });
        await say(element, { name: "other" });
        element.remove();
        window.dispatchEvent(new MessageEvent("message", { data: { name: "handoff.booked" }, origin: appOrigin }));

        expect(done).not.toHaveBeenCalled();
    });
});
