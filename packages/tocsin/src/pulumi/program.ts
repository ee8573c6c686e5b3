/** The program of a project of its own: every definition, as resources at the vendors. */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { gateCheck } from "../app/gate.ts";
import { digestsOf } from "../gate/digest.ts";
import { addressFault } from "../model/address.ts";
import type { Vendor } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { currentRun, type Run } from "../program/current-run.ts";
import { gatedProgram } from "../program/gated.ts";
import type { Manifest } from "../program/manifest.ts";
import type { Providers } from "../program/program.ts";
import { refuseMoved } from "../program/shard.ts";
import { refuseOtherFolders } from "../project/definitions.ts";
import { loadProject } from "../project/project.ts";
import { projectRoot } from "../project/root.ts";
import { refuseWhole } from "../project/stack-file.ts";
import { addressFaults } from "../vendors/connections.ts";

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
   * vendor, and gives the provider for those of the definitions; without one, the engine's default is taken.
   */
  providers?: Readonly<Partial<Record<Vendor, (settings: Settings) => pulumi.ProviderResource | undefined>>>;
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
    const of = currentRun.getStore() ?? (await ownRun());
    if (definitions !== undefined) refuseOtherFolders(of.root, [definitions].flat());
    const made = async (): Promise<Providers> =>
      Object.fromEntries(Object.entries(providers).map(([vendor, make]) => [vendor, make?.(of.stack)]));
    return { tocsin: await gatedProgram(of, { providers: made }) };
  };
  return () => run().catch((error: unknown) => Promise.reject(asSentence(error)));
}

/** What the engine's own command line asks for. */
async function ownRun(): Promise<Run> {
  const name = pulumi.getStack();
  // The engine starts a program in the folder of its file.
  const root = projectRoot(process.cwd());
  refuseAddresses();
  const project = await loadProject(root, name);
  refuseWhole(root, project.stack);
  await refuseMoved(project);
  // Who names a file means the project's, not the program's folder.
  const evidence = process.env.TOCSIN_EVIDENCE ? path.resolve(root, process.env.TOCSIN_EVIDENCE) : undefined;
  const gate = await gateCheck(root, name, project, { evidence }, process.env);
  const { stack, resources, written, routes } = project;
  return { root, stack, resources, digests: digestsOf(written, routes), gate };
}

/** The engine's plugins take their addresses from the environment, or from the stack's settings, and have no check of their own. */
function refuseAddresses(): void {
  const given = new pulumi.Config("datadog").get("apiUrl");
  const fault = given === undefined ? null : addressFault(given);
  const faults = [...addressFaults(process.env), ...(fault === null ? [] : [`The setting datadog:apiUrl ${fault}.`])];
  if (faults.length > 0) throw new pulumi.RunError(faults.join("\n"));
}

/** What we say of wrong settings or use, without the trace that the engine shows of everything else. */
function asSentence(error: unknown): unknown {
  return error instanceof Error && "exitCode" in error ? new pulumi.RunError(error.message) : error;
}
