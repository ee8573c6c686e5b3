import { existsSync } from "node:fs";

/*
 * The provider plugin `tocsin`, as the engine starts it. In a checkout of the repository the built file may be older than its
 * source, and the engine's own command line builds nothing: there tools/plugin.mjs says which one runs.
 * Prints nothing: the first line on standard output is the plugin's port.
 */
const source = new URL("../src/providers/main.ts", import.meta.url);
const built = new URL("../dist/plugin.js", import.meta.url);
const inCheckout = new URL("../../../tools/plugin.mjs", import.meta.url);
const choose = existsSync(source) ? (await import(inCheckout.href)).newer : () => built;
await import((await choose(source, built)).href);
