/**
 * `tocsin/pulumi`: a team's definitions as a Pulumi program. `infra/index.ts` exports it as its default, and as nothing else:
 * with a second export the language host would take the whole module for the stack's outputs.
 *
 * @example
 *
 *     export { default } from "tocsin/pulumi";
 */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { gateCheck } from "../app/gate.ts";
import { addressFault } from "../model/address.ts";
import { isProduction } from "../model/stack.ts";
import { gatedProgram } from "../program/gated.ts";
import type { ProgramOutputs } from "../program/program.ts";
import { refuseMoved } from "../program/shard.ts";
import { loadProject } from "../project/project.ts";
import { projectRoot } from "../project/root.ts";
import { refuseWhole } from "../project/stack-file.ts";
import { addressFaults } from "../vendors/connections.ts";

const program = (): Promise<ProgramOutputs> => run().catch((error: unknown) => Promise.reject(asSentence(error)));

export default program;

async function run() {
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
  return gatedProgram(project.resources, { root, production: isProduction(project.stack), gate });
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
