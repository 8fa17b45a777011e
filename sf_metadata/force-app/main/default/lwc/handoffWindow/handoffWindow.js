import { api } from "lwc";
import LightningModal from "lightning/modal";

export default class HandoffWindow extends LightningModal {
    @api recordId;
    @api bookingKey;
    @api change;

    handleDone(event) {
        this.close(event.detail);
    }
}
