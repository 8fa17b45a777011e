({
    listen: function (component) {
        var helper = this;
        component.handoffListener = $A.getCallback(function (event) {
            helper.receive(component, event);
        });
        window.addEventListener("message", component.handoffListener);
    },

    unlisten: function (component) {
        window.removeEventListener("message", component.handoffListener);
    },

    parameters: function (component) {
        var recordId = component.get("v.recordId");
        var parameters = { recordId: recordId, sObjectName: component.get("v.sObjectName"), source: "quickAction" };
        var asked = this.takeAsked();
        if (asked && asked.recordId === recordId) {
            parameters.source = "bookings";
            parameters.bookingKey = asked.bookingKey;
            parameters.change = asked.change;
        }
        return parameters;
    },

    // The Bookings component leaves word here of which meeting is to be changed; it counts once, and for a moment.
    takeAsked: function () {
        var asked = null;
        try {
            asked = JSON.parse(window.sessionStorage.getItem("handoff.asked"));
            window.sessionStorage.removeItem("handoff.asked");
        } catch (unavailable) {
            return null;
        }
        return asked && Date.now() - asked.at < 10000 ? asked : null;
    },

    receive: function (component, event) {
        var message;
        if (!component.isValid() || event.origin !== this.appOrigin()) {
            return;
        }
        message = this.parse(event.data);
        if (!message || !this.isAbout(component.get("v.recordId"), message.payload)) {
            return;
        }
        if (message.name === "handoff.booked") {
            this.toast(message.payload);
            $A.get("e.force:refreshView").fire();
            $A.get("e.force:closeQuickAction").fire();
        } else if (message.name === "handoff.closed" || message.name === "handoff.cancelled") {
            $A.get("e.force:closeQuickAction").fire();
        }
    },

    // In a console several records may have the window open on one page, and each hears them all.
    isAbout: function (recordId, payload) {
        var named = payload && payload.recordId;
        return !named || String(named).substring(0, 15) === String(recordId).substring(0, 15);
    },

    appOrigin: function () {
        return $A.get("$Label.c.Handoff_App_Origin").replace(/\/+$/, "");
    },

    // A message comes as it is, or wrapped by the Canvas SDK's publish().
    parse: function (sent) {
        var message = sent;
        if (typeof sent === "string") {
            try {
                message = JSON.parse(sent);
            } catch (notJson) {
                return null;
            }
        }
        if (message && message.targetModule === "Canvas") {
            message = message.body && message.body.type === "publish" ? message.body.event : null;
        }
        return message && message.name ? message : null;
    },

    toast: function (payload) {
        var text = payload && payload.message ? String(payload.message) : $A.get("$Label.c.Handoff_Booked");
        $A.get("e.force:showToast").setParams({ type: "success", message: text }).fire();
    }
});
