import { LightningElement, api } from "lwc";
import { CloseActionScreenEvent } from "lightning/actions";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { RefreshEvent } from "lightning/refresh";
import { notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import BOOK from "@salesforce/label/c.Handoff_Book";
import BOOKED_WORDS from "@salesforce/label/c.Handoff_Booked";
import CLOSE from "@salesforce/label/c.Handoff_Close";
import LOAD_FAILED from "@salesforce/label/c.Handoff_Load_Failed";
import OPENING from "@salesforce/label/c.Handoff_Opening";
import RENEW_FAILED from "@salesforce/label/c.Handoff_Renew_Failed";
import TRY_AGAIN from "@salesforce/label/c.Handoff_Try_Again";
import openWindow from "@salesforce/apex/HandoffLaunch.open";
import { BOOKED, CLOSED, RELOAD, RENEW, TOKEN, appOrigin, messageOf } from "c/handoffMessages";

let frames = 0;

/** Posts a signed token into a frame, so that it stands in no address, and hears what the window in it says. */
export default class HandoffLauncher extends LightningElement {
    @api bookingKey;
    @api change;

    labels = { book: BOOK, close: CLOSE, opening: OPENING, tryAgain: TRY_AGAIN };
    frameName = `handoff-${(frames += 1)}`;
    problem = "";
    isOpening = true;
    _recordId;
    isPosted = false;
    opening;
    starts = 0;

    // A quick action gets its record only after it was connected.
    @api
    get recordId() {
        return this._recordId;
    }

    set recordId(value) {
        const isNew = value && value !== this._recordId;
        this._recordId = value;
        if (isNew) {
            this.start();
        }
    }

    connectedCallback() {
        this.listener = (event) => this.receive(event);
        window.addEventListener("message", this.listener);
    }

    disconnectedCallback() {
        window.removeEventListener("message", this.listener);
    }

    renderedCallback() {
        this.post();
    }

    async start() {
        this.problem = "";
        this.isOpening = true;
        this.isPosted = false;
        this.opening = undefined;
        const turn = (this.starts += 1);
        const isOutrun = () => turn !== this.starts;
        try {
            const opening = await this.freshToken();
            if (!isOutrun()) {
                this.opening = opening;
                this.post();
            }
        } catch (error) {
            this.problem = isOutrun() ? this.problem : (error?.body?.message ?? LOAD_FAILED);
        }
    }

    freshToken() {
        return openWindow({
            recordId: this._recordId,
            pageOrigin: window.location.origin,
            change: this.bookingKey ? { bookingKey: this.bookingKey, kind: this.change } : null
        });
    }

    // The token is good for one time and some minutes: it is posted once, as soon as there is a frame for it.
    post() {
        const { form, token } = this.refs;
        if (this.isPosted || !this.opening || !form) {
            return;
        }
        this.isPosted = true;
        form.action = this.opening.url;
        token.value = this.opening.token;
        form.submit();
        token.value = "";
    }

    receive(event) {
        if (event.source !== this.refs.frame?.contentWindow) {
            return;
        }
        const message = messageOf(event);
        if (message?.name === BOOKED) {
            this.tellPage(message.payload);
            this.finish(BOOKED);
        } else if (message?.name === RENEW) {
            this.renew(message.id);
        } else if (message?.name === RELOAD) {
            this.start();
        } else if (message && CLOSED.has(message.name)) {
            this.finish(message.name);
        }
    }

    tellPage(payload) {
        const words = payload?.message ? String(payload.message) : BOOKED_WORDS;
        this.dispatchEvent(new ShowToastEvent({ title: words, variant: "success" }));
        this.dispatchEvent(new RefreshEvent());
        notifyRecordUpdateAvailable([{ recordId: this._recordId }]);
    }

    async renew(id) {
        let answer;
        try {
            const { token } = await this.freshToken();
            answer = { name: TOKEN, id, token };
        } catch {
            answer = { name: TOKEN, id, error: true };
            this.dispatchEvent(new ShowToastEvent({ title: RENEW_FAILED, variant: "error" }));
        }
        // By now the window may be closed.
        if (this.isConnected) {
            this.refs.frame?.contentWindow.postMessage(answer, appOrigin);
        }
    }

    finish(result) {
        this.dispatchEvent(new CustomEvent("done", { detail: result }));
        this.dispatchEvent(new CloseActionScreenEvent());
    }

    // The empty frame loads as well, before anything was posted into it.
    handleLoad() {
        if (this.isPosted) {
            this.isOpening = false;
        }
    }

    handleTryAgain() {
        this.start();
    }

    handleClose() {
        this.finish("handoff.closed");
    }
}
