import { LightningElement, api } from "lwc";
import { labels } from "./labels";
import { shownAs } from "./shown";

/** One meeting of a record: when, who, where it stands, and what may be done with it. */
export default class HandoffMeeting extends LightningElement {
    @api meeting;

    labels = labels;

    get shown() {
        return shownAs(this.meeting);
    }

    get hasActions() {
        return this.meeting.mayChange || this.shown.mayJoin;
    }

    handleChange(event) {
        const detail = { bookingKey: this.meeting.key, change: event.currentTarget.dataset.change };
        this.dispatchEvent(new CustomEvent("changeasked", { detail }));
    }
}
