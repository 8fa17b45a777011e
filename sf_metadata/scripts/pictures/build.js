// Bundles the Bookings component with Salesforce's base components: node build.js <directory for the result> [language]

import { copyFileSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import lwc from "@lwc/rollup-plugin";
import { rollup } from "rollup";

const here = dirname(fileURLToPath(import.meta.url));
const metadata = resolve(here, "../../force-app/main/default");
const base = join(here, "node_modules/lightning-base-components");
const [, , into] = process.argv;

const labels = Object.fromEntries(
    [
        ...readFileSync(join(metadata, "labels/CustomLabels.labels-meta.xml"), "utf8").matchAll(
            /<fullName>(\w+)<\/fullName>[\s\S]*?<value>([^<]*)<\/value>/g
        )
    ].map(([, name, value]) => [name, value])
);

// What an org has and base components outside an org lack.
const ORG = {
    "@salesforce/apex": "export const refreshApex = async () => {};",
    "@salesforce/apex/HandoffLaunch.open": "export default async () => window.opening;",
    "@salesforce/client/formFactor": "export default 'Large';",
    "@salesforce/i18n/locale": "export default 'en-US';",
    "@salesforce/i18n/timeZone": "export default 'America/New_York';",
    "lightning/actions": "export class CloseActionScreenEvent extends CustomEvent { constructor() { super('x'); } }",
    "lightning/navigation": "export const NavigationMixin = (Element) => class extends Element {};",
    "lightning/platformShowToastEvent":
        "export class ShowToastEvent extends CustomEvent { constructor(detail) { super('toast', { detail }); } }",
    "lightning/refresh":
        "export const registerRefreshHandler = () => 1; export const unregisterRefreshHandler = () => {};" +
        "export class RefreshEvent extends CustomEvent { constructor() { super('refresh'); } }",
    "lightning/uiRecordApi": "export const notifyRecordUpdateAvailable = () => {};"
};

// One engine for all, however many node_modules lie around.
const ENGINE = new Set(["lwc", "@lwc/engine-dom"]);
const engine = join(here, "node_modules/@lwc/engine-dom/dist/index.js");

function org() {
    return {
        name: "org",
        resolveId: (id) =>
            ENGINE.has(id) ? engine : id in ORG || id.startsWith("@salesforce/label/c.") ? `\0${id}` : null,
        load(id) {
            const name = id.slice(1);
            if (name.startsWith("@salesforce/label/c.")) {
                return `export default ${JSON.stringify(labels[name.slice("@salesforce/label/c.".length)])};`;
            }
            return id.startsWith("\0") ? (ORG[name] ?? null) : null;
        },
        renderChunk: (code) =>
            code.replaceAll("import.meta.env.SSR", "false").replaceAll("process.env.NODE_ENV", '"production"')
    };
}

const components = readdirSync(join(metadata, "lwc")).filter((name) => name.startsWith("handoff"));
const modules = [
    ...components.map((name) => ({ name: `c/${name}`, path: join(metadata, "lwc", name, `${name}.js`) })),
    { name: "@salesforce/apex/HandoffBookings.listFor", path: join(here, "listFor.js") },
    ...JSON.parse(readFileSync(join(base, "package.json"), "utf8")).lwc.modules.map((one) =>
        one.dir ? { dir: join(base, one.dir) } : { name: one.name, path: join(base, one.path) }
    )
];

const bundle = await rollup({
    input: join(here, "page.js"),
    plugins: [org(), lwc({ rootDir: here, modules, enableDynamicComponents: true })],
    onwarn: () => {}
});
mkdirSync(into, { recursive: true });
await bundle.write({ dir: into, format: "es", entryFileNames: "page.js" });
copyFileSync(
    join(here, "node_modules/@salesforce-ux/design-system/assets/styles/salesforce-lightning-design-system.min.css"),
    join(into, "slds.css")
);
