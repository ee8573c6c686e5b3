/**
 * `tocsin/pulumi`: a team's definitions as a Pulumi program. `infra/index.ts` exports it as its default, and as nothing else:
 * with a second export the language host would take the whole module for the stack's outputs.
 *
 * @example
 *
 *     export { default } from "tocsin/pulumi";
 */
import { program } from "./program.ts";

export type { Manifest } from "../program/manifest.ts";
export { Alerts, type AlertsArgs } from "./alerts.ts";
export { type ProgramOptions, program, type Settings } from "./program.ts";

export type { AlertsSettings } from "./settings.ts";

export default program();
