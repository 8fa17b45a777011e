/** Runs Lightning Flow Scanner: scan_flows.mjs FLOW…; one line of JSON for each finding. */
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const core = require("@flow-scanner/lightning-flow-scanner-core");

const flows = await core.parse(process.argv.slice(2));
const say = (finding) => process.stdout.write(`${JSON.stringify(finding)}\n`);

for (const flow of flows) {
    if (flow.errorMessage) {
        say({ file: flow.uri, rule: "NotReadable", words: flow.errorMessage });
    }
}
for (const result of core.scan(flows, {})) {
    for (const rule of result.ruleResults.filter((one) => one.occurs)) {
        for (const detail of rule.details) {
            say({ file: result.flow.uri, rule: rule.ruleName, words: `${rule.ruleDefinition.description} (${detail.name})` });
        }
    }
}
