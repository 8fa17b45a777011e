/** The event that a quick action closes its dialog with. */
export class CloseActionScreenEvent extends CustomEvent {
    constructor() {
        super("lightning__actionsclosescreen", { bubbles: true, composed: true });
    }
}
