const { jestConfig } = require("@salesforce/sfdx-lwc-jest/config");

module.exports = {
    ...jestConfig,
    rootDir: __dirname,
    roots: ["<rootDir>/force-app"],
    modulePathIgnorePatterns: ["<rootDir>/.localdevserver"],
    // What Salesforce has and its own stubs for Jest lack.
    moduleNameMapper: {
        "^lightning/actions$": "<rootDir>/force-app/test/jest-mocks/lightning/actions",
        "^lightning/modal$": "<rootDir>/force-app/test/jest-mocks/lightning/modal",
        "^lightning/navigation$": "<rootDir>/force-app/test/jest-mocks/lightning/navigation"
    },
    coverageDirectory: "<rootDir>/../var/coverage/lwc"
};
