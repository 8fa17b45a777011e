const Navigate = Symbol("Navigate");
const GenerateUrl = Symbol("GenerateUrl");

/** Where components wanted to go. */
export const navigated = jest.fn();

export const NavigationMixin = (Element) =>
    class extends Element {
        [Navigate](pageReference) {
            navigated(pageReference);
        }

        [GenerateUrl]() {
            return Promise.resolve("https://www.example.com");
        }
    };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;
