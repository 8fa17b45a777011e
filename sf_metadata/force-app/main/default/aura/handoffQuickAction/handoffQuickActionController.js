({
    handleInit: function (component, event, helper) {
        helper.listen(component);
        component.set("v.canvasParameters", JSON.stringify(helper.parameters(component)));
    },

    handleDestroy: function (component, event, helper) {
        helper.unlisten(component);
    },

    handleError: function (component) {
        component.set("v.failed", true);
    }
});
