({
    handleInit: function (component, event, helper) {
        helper.listen(component);
        component.set(
            "v.canvasParameters",
            JSON.stringify({
                recordId: component.get("v.recordId"),
                sObjectName: component.get("v.sObjectName"),
                source: "quickAction"
            })
        );
    },

    handleDestroy: function (component, event, helper) {
        helper.unlisten(component);
    },

    handleError: function (component) {
        component.set("v.failed", true);
    }
});
