import { LightningElement, api, wire } from "lwc";
import { NavigationMixin } from "lightning/navigation";
import { registerRefreshHandler, unregisterRefreshHandler } from "lightning/refresh";
import { refreshApex } from "@salesforce/apex";
import listBookings from "@salesforce/apex/HandoffBookings.listFor";
import HandoffWindow from "c/handoffWindow";
import { BOOKED, messageOf } from "c/handoffMessages";
import { ask } from "./asked";
import { labels } from "./labels";

const DEFAULT_SHOWN = 5;
const BY_CERTIFICATE = "Certificate";

// The last three characters of an id, which not everybody writes, only repeat the others.
const ID_LENGTH = 15;

// Workers write a booking to Salesforce a moment after it was made: what was just booked is looked for again.
const LOOK_AGAIN_AFTER = [2000, 6000, 15000];

/** The meetings booked with a record, and a button that books another one. */
export default class HandoffBookings extends NavigationMixin(LightningElement) {
    @api recordId;
    @api objectApiName;
    @api title;
    @api showPast;
    @api opensWith;

    labels = labels;
    listing;
    failure;
    isReading = false;
    shown = DEFAULT_SHOWN;
    waiting = new Set();
    _howMany = DEFAULT_SHOWN;

    @api
    get howMany() {
        return this._howMany;
    }

    set howMany(value) {
        this._howMany = Number(value) > 0 ? Number(value) : DEFAULT_SHOWN;
        this.shown = this._howMany;
    }

    @wire(listBookings, { recordId: "$recordId", howMany: "$shown", which: "$which" })
    receiveListing(result) {
        this.wired = result;
        if (result.data) {
            this.listing = result.data;
            this.failure = undefined;
        } else if (result.error) {
            this.failure = result.error;
        }
    }

    connectedCallback() {
        this.listener = (event) => this.hear(event);
        window.addEventListener("message", this.listener);
        this.refreshHandlerId = registerRefreshHandler(this, () => this.refresh());
    }

    disconnectedCallback() {
        window.removeEventListener("message", this.listener);
        unregisterRefreshHandler(this.refreshHandlerId);
        this.waiting.forEach((timer) => clearTimeout(timer));
        this.waiting.clear();
    }

    get which() {
        return this.showPast ? "all" : "upcoming";
    }

    get heading() {
        return this.title || labels.bookings;
    }

    get isLoading() {
        return !this.listing && !this.failure;
    }

    get problem() {
        return this.failure ? (this.failure.body?.message ?? labels.failed) : "";
    }

    get upcoming() {
        return this.listing?.upcoming ?? [];
    }

    get past() {
        return this.listing?.past ?? [];
    }

    get hasUpcoming() {
        return this.upcoming.length > 0;
    }

    get hasPast() {
        return this.past.length > 0;
    }

    get isEmpty() {
        return Boolean(this.listing) && !this.hasUpcoming && !this.hasPast;
    }

    get hasOnlyPast() {
        return !this.hasUpcoming && this.hasPast;
    }

    get mayBook() {
        return Boolean(this.listing?.mayBook);
    }

    get hasMore() {
        return Boolean(this.listing?.hasMore);
    }

    async refresh() {
        if (!this.wired) {
            return true;
        }
        this.isReading = true;
        try {
            await refreshApex(this.wired);
        } catch (error) {
            // What is known stays on the page, below what went wrong.
            this.failure = error;
        } finally {
            this.isReading = false;
        }
        return true;
    }

    hear(event) {
        const message = messageOf(event);
        if (message?.name !== BOOKED || !this.isAboutThis(message.payload)) {
            return;
        }
        this.refresh();
        LOOK_AGAIN_AFTER.forEach((delay) => this.refreshAfter(delay));
    }

    // In the console the pages of several records hear each other's windows.
    isAboutThis(payload) {
        const named = payload?.recordId;
        return !named || String(named).slice(0, ID_LENGTH) === String(this.recordId).slice(0, ID_LENGTH);
    }

    refreshAfter(delay) {
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- ends with the component
        const timer = setTimeout(() => {
            this.waiting.delete(timer);
            this.refresh();
        }, delay);
        this.waiting.add(timer);
    }

    handleRefresh() {
        this.refresh();
    }

    handleShowMore() {
        this.shown += this._howMany;
    }

    handleBook() {
        this.open();
    }

    handleChangeAsked(event) {
        this.open(event.detail);
    }

    async open(change) {
        if (this.opensWith === BY_CERTIFICATE) {
            await HandoffWindow.open({ label: labels.book, size: "large", recordId: this.recordId, ...change });
            this.refresh();
            return;
        }
        ask(this.recordId, change);
        this[NavigationMixin.Navigate]({
            type: "standard__quickAction",
            attributes: { apiName: `${this.objectApiName}.Handoff_Book` },
            state: { recordId: this.recordId }
        });
    }
}
