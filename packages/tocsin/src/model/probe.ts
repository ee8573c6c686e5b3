import { cronSignals } from "./crons.ts";
import type { Definition } from "./definition.ts";
import type { StackConfig } from "./stack.ts";

/** The service whose project and deployment are made from here: the probe. */
export const probeService = "tocsin-probe";

/** Where the files of its deployment are laid out for the engine to upload, below the project's root. */
export const probeFolder = "node_modules/.cache/tocsin-probe";

/** Whether any of the definitions brings the probe's deployment with it. */
export const deploysProbe = (definitions: readonly Definition[]): boolean =>
  cronSignals(definitions, probeService).length > 0;

/** A service's project, by the id that the stack file has, or by name where the project is made from here; null for none. */
export function projectOfService({ vercel, probe }: StackConfig, service: string): string | null {
  return service === probeService ? (probe?.project ?? null) : (vercel.projects[service]?.id ?? null);
}
