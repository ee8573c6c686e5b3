/** What a run is about when no command of ours has prepared it. */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { gateCheck } from "../app/gate.ts";
import { digestsOf } from "../gate/digest.ts";
import { addressFault } from "../model/address.ts";
import type { Command, Run } from "../program/current-run.ts";
import { refuseMoved } from "../program/shard.ts";
import { layOutProbe } from "../project/probe-files.ts";
import { loadProject, type ProgramInputs } from "../project/project.ts";
import { projectRoot } from "../project/root.ts";
import { refuseWhole } from "../project/stack-file.ts";
import { addressFaults } from "../vendors/connections.ts";

/**
 * Loads the project of the running program, and judges its settings; nothing is declared.
 * @param given what the program has in place of files
 * @param command the command of ours that runs it; none under the engine's own command line
 * @throws RunError, ConfigurationError, UsageError
 */
export async function ownRun(given: ProgramInputs = {}, command?: Command): Promise<Run> {
  const name = pulumi.getStack();
  // The engine starts a program in the folder of its file.
  const root = command?.root ?? projectRoot(process.cwd());
  refuseAddresses();
  const project = await loadProject(root, name, given);
  refuseWhole(root, project.stack);
  await refuseMoved(project);
  await layOutProbe(root, project.definitions);
  // Who names a file means the project's, not the program's folder.
  const stated = process.env.TOCSIN_EVIDENCE ? path.resolve(root, process.env.TOCSIN_EVIDENCE) : undefined;
  const { evidence = stated, breakGlass } = command ?? {};
  const gate = await gateCheck(root, name, project, { evidence, breakGlass }, process.env);
  const { stack, resources } = project;
  const { secret, told } = command ?? {};
  return {
    root,
    stack,
    resources,
    digests: digestsOf(project),
    gate,
    ...(secret === undefined ? {} : { secret }),
    ...(told === undefined ? {} : { told }),
  };
}

/** The engine's plugins take their addresses from the environment, or from the stack's settings, and have no check of their own. */
function refuseAddresses(): void {
  const given = new pulumi.Config("datadog").get("apiUrl");
  const fault = given === undefined ? null : addressFault(given);
  const faults = [...addressFaults(process.env), ...(fault === null ? [] : [`The setting datadog:apiUrl ${fault}.`])];
  if (faults.length > 0) throw new pulumi.RunError(faults.join("\n"));
}

/** A frame that ends in the folder of a package's scope, such as `.../node_modules/@pulumi/resource.ts:1598:33`. */
const endsInScope = /node_modules[\\/]@[^\\/]+[\\/][^\\/]+$/;

/**
 * What we say of wrong settings or use, without the trace that the engine shows of everything else. What is no sentence of ours loses
 * only the frames that end in a scope's folder, as source maps of Pulumi's SDK have them: Pulumi colours the stack of every error that
 * ends a program, and for such a frame Node takes half a minute and gigabytes (https://github.com/nodejs/node/issues/64011).
 */
export function asSentence(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told = "exitCode" in error ? new pulumi.RunError(error.message) : error;
  told.stack = told.stack
    ?.split("\n")
    .filter((line) => !endsInScope.test(line))
    .join("\n");
  return told;
}
