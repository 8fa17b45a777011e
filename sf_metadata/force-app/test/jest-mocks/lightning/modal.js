import { LightningElement, api } from "lwc";

/** The dialog that a component can be: a test looks at what it is opened with, and what it is closed with. */
export default class LightningModal extends LightningElement {
    static open = jest.fn(() => Promise.resolve());

    @api label;
    @api size;

    @api
    close(result) {
        this.dispatchEvent(new CustomEvent("closed", { detail: result }));
    }
}
