/**
 * Entry point for the stock command line: `pulumi up -s staging`. Exports only a default, whose result becomes the stack's
 * outputs; with a second export the language host would take the whole module for them.
 */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { gateCheck } from "../app/gate.ts";
import { addressFault } from "../model/address.ts";
import { gatedProgram } from "../program/gated.ts";
import { refuseMoved } from "../program/shard.ts";
import { loadProject } from "../project/project.ts";
import { refuseWhole } from "../project/stack-file.ts";
import { addressFaults } from "../vendors/connections.ts";

export default () => run().catch((error: unknown) => Promise.reject(asSentence(error)));

async function run() {
  const name = pulumi.getStack();
  const root = path.dirname(import.meta.dirname);
  refuseAddresses();
  const project = await loadProject(root, name);
  refuseWhole(root, project.stack);
  await refuseMoved(project);
  // The engine starts the program in the folder of this file; who names a file means the project's.
  const evidence = process.env.TOCSIN_EVIDENCE ? path.resolve(root, process.env.TOCSIN_EVIDENCE) : undefined;
  const gate = await gateCheck(root, name, project, { evidence }, process.env);
  return gatedProgram(project.resources, { stack: project.stack.name, gate });
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
