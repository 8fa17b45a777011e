/** Salesforce's own rules: LWC, and Aura with the browser as Lightning's locker shows it. */
const { defineConfig } = require("eslint/config");
const aura = require("@salesforce/eslint-plugin-aura");
const jest = require("eslint-plugin-jest");
const lwc = require("@salesforce/eslint-config-lwc");

const tests = ["**/lwc/**/__tests__/**/*.js", "force-app/test/__tests__/**/*.js"];

module.exports = defineConfig([
    {
        files: ["**/aura/**/*.js"],
        extends: [...aura.configs.recommended, ...aura.configs.locker],
        rules: {
            // A controller, helper or renderer is one object in brackets.
            "no-unused-expressions": "off",
            // Aura's JavaScript has no catch without a name.
            "no-unused-vars": ["error", { caughtErrors: "none" }]
        }
    },
    {
        files: ["**/lwc/**/*.js"],
        ignores: tests,
        extends: [lwc.configs.recommended, lwc.configs.i18n]
    },
    {
        files: [...tests, "**/jest-mocks/**/*.js"],
        extends: [lwc.configs.recommended],
        plugins: { jest },
        languageOptions: {
            globals: {
                ...jest.environments.globals.globals,
                __dirname: "readonly",
                process: "readonly",
                require: "readonly"
            }
        },
        rules: {
            ...jest.configs["flat/recommended"].rules,
            // A test waits for a component to render itself again.
            "@lwc/lwc/no-async-operation": "off",
            "@lwc/lwc/no-unexpected-wire-adapter-usages": "off"
        }
    }
]);
