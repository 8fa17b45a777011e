const { readFileSync } = require("fs");
const { join } = require("path");

const BUNDLE = join(__dirname, "../../main/default/aura/handoffQuickAction/handoffQuickAction");
const ORIGIN = "https://handoff.example.com";
const RECORD = "00Q000000000001AAA";
const LABELS = { "$Label.c.Handoff_App_Origin": `${ORIGIN}/`, "$Label.c.Handoff_Booked": "The meeting is booked." };

/** What an Aura component has of Lightning: its attributes, the events that it fires, and $A. */
class Page {
    fired = [];

    constructor(attributes) {
        this.attributes = { ...attributes };
        this.component = {
            get: (name) => this.attributes[name],
            isValid: () => true,
            set: (name, value) => {
                this.attributes[name] = value;
            }
        };
        const $A = { get: (name) => LABELS[name] ?? this.event(name), getCallback: (called) => called };
        this.helper = this.part("Helper", $A);
        this.controller = this.part("Controller", $A);
    }

    // A part of an Aura bundle is one object in brackets, and $A is there without being imported.
    part(name, $A) {
        // eslint-disable-next-line no-new-func -- our own file, read as Aura reads it
        return new Function("$A", `return ${readFileSync(`${BUNDLE}${name}.js`, "utf8")}`)($A);
    }

    event(name) {
        const fired = { name, params: null, fire: () => this.fired.push(fired) };
        fired.setParams = (params) => Object.assign(fired, { params });
        return fired;
    }

    open() {
        this.controller.handleInit(this.component, null, this.helper);
        return this;
    }

    close() {
        this.controller.handleDestroy(this.component, null, this.helper);
    }

    get parameters() {
        return JSON.parse(this.attributes["v.canvasParameters"]);
    }

    get names() {
        return this.fired.map(({ name }) => name);
    }
}

const say = (data, origin = ORIGIN) => window.dispatchEvent(new MessageEvent("message", { data, origin }));

describe("handoffQuickAction", () => {
    let page;

    beforeEach(() => {
        window.sessionStorage.clear();
        page = new Page({ "v.recordId": RECORD, "v.sObjectName": "Lead" });
    });

    afterEach(() => page.close());

    it("tells Canvas which record it is for", () => {
        expect(page.open().parameters).toEqual({ recordId: RECORD, sObjectName: "Lead", source: "quickAction" });
    });

    it("takes along the meeting that the Bookings component asked for, once", () => {
        const asked = { recordId: RECORD, bookingKey: "b-1", change: "cancel", at: Date.now() };
        window.sessionStorage.setItem("handoff.asked", JSON.stringify(asked));

        expect(page.open().parameters).toMatchObject({ source: "bookings", bookingKey: "b-1", change: "cancel" });
        page.close();
        expect(page.open().parameters.source).toBe("quickAction");
    });

    it.each([
        ["of another record", { recordId: "00Q000000000002AAA", at: Date.now() }],
        ["of a while ago", { recordId: RECORD, at: Date.now() - 60000 }]
    ])("leaves a wish %s alone", (_, asked) => {
        window.sessionStorage.setItem("handoff.asked", JSON.stringify(asked));

        expect(page.open().parameters.source).toBe("quickAction");
    });

    it("does without what cannot be read", () => {
        window.sessionStorage.setItem("handoff.asked", "{");

        expect(page.open().parameters.source).toBe("quickAction");
    });

    it("says that a meeting is booked, refreshes the page and closes", () => {
        page.open();
        say({ name: "handoff.booked", payload: { recordId: RECORD, message: "Booked with Hana Berg." } });

        expect(page.names).toEqual(["e.force:showToast", "e.force:refreshView", "e.force:closeQuickAction"]);
        expect(page.fired[0].params).toEqual({ type: "success", message: "Booked with Hana Berg." });
    });

    it("hears what the Canvas SDK wraps, and has words of its own", () => {
        page.open();
        say(JSON.stringify({ targetModule: "Canvas", body: { type: "publish", event: { name: "handoff.booked" } } }));

        expect(page.fired[0].params.message).toBe("The meeting is booked.");
    });

    it.each(["handoff.closed", "handoff.cancelled"])("closes at %s without a word", (name) => {
        page.open();
        say({ name, payload: { recordId: RECORD.substring(0, 15) } });

        expect(page.names).toEqual(["e.force:closeQuickAction"]);
    });

    it.each([
        ["another site", { name: "handoff.booked" }, "https://evil.example"],
        [
            "the window of another record",
            { name: "handoff.booked", payload: { recordId: "00Q000000000002AAA" } },
            ORIGIN
        ],
        ["somebody who says nothing", "no JSON", ORIGIN],
        ["Canvas itself", JSON.stringify({ targetModule: "Canvas", body: { type: "resize" } }), ORIGIN]
    ])("does not listen to %s", (_, data, origin) => {
        page.open();
        say(data, origin);

        expect(page.fired).toEqual([]);
    });

    it("hears nothing any more when it is closed", () => {
        page.open().close();
        say({ name: "handoff.booked" });

        expect(page.fired).toEqual([]);
    });

    it("says that Canvas did not open", () => {
        page.controller.handleError(page.component);

        expect(page.attributes["v.failed"]).toBe(true);
    });
});
