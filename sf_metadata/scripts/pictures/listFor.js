// A wire adapter that answers with what the page was given.

export const adapters = new Set();

export default class ListFor {
    constructor(emit) {
        this.emit = emit;
    }

    connect() {
        adapters.add(this);
        this.answer();
    }

    update() {
        this.answer();
    }

    disconnect() {
        adapters.delete(this);
    }

    answer() {
        this.emit(window.answer ?? { data: undefined, error: undefined });
    }
}
