/** The program of a project of its own: every definition, as resources at the vendors. */
import type { ProviderResource } from "@pulumi/pulumi";
import type { VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { currentRun } from "../program/current-run.ts";
import { gatedProgram } from "../program/gated.ts";
import type { Manifest } from "../program/manifest.ts";
import type { Providers } from "../program/program.ts";
import { refuseOtherFolders } from "../project/definitions.ts";
import { asSentence, ownRun } from "./own-run.ts";

/** Settings of a stack, as its `Pulumi.<stack>.yaml` has them below `tocsin:`, and its `name`. */
export type Settings = StackConfig;

export interface ProgramOptions {
  /**
   * Folders of definitions, from the folder of Pulumi.yaml.
   * @defaultValue the folders that all commands read: `alerts` and `synthetics`
   */
  definitions?: string | readonly string[];
  /**
   * A function for a vendor, called when the gate has let the run through. It makes the resources of the team's own at that
   * vendor, and gives the provider for those of the definitions; without one, the engine's default is taken. An instance of the plugin
   * `tocsin` serves every vendor that has none of its own, so that the engine starts the plugin once.
   */
  providers?: Readonly<Partial<Record<VendorName, (settings: Settings) => ProviderResource | undefined>>>;
}

/**
 * The team's program, for `export default` of the file that Pulumi.yaml names. It judges the stack's gate before anything is
 * declared, and has one output, `tocsin`.
 *
 * @example
 *
 *     export default program({ definitions: ["alerts"], providers: { datadog, vercel } });
 */
export function program({ definitions, providers = {} }: ProgramOptions = {}): () => Promise<{ tocsin: Manifest }> {
  const run = async () => {
    const of = currentRun.getStore()?.run ?? (await ownRun());
    if (definitions !== undefined) refuseOtherFolders(of.root, [definitions].flat());
    const made = async (): Promise<Providers> =>
      Object.fromEntries(Object.entries(providers).map(([vendor, make]) => [vendor, make?.(of.stack)]));
    return { tocsin: await gatedProgram(of, { providers: made }) };
  };
  return () => run().catch((error: unknown) => Promise.reject(asSentence(error)));
}
