/**
 * Entry point for the stock command line: `pulumi up -s staging`. Exports only a default, whose result becomes the stack's
 * outputs; with a second export the language host would take the whole module for them.
 */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { gateCheck } from "../src/cli/gate.ts";
import { loadProject } from "../src/cli/project.ts";
import { gatedProgram } from "./gated.ts";

export default async () => {
  const stack = pulumi.getStack();
  const root = path.dirname(import.meta.dirname);
  const project = await loadProject(root, stack);
  return gatedProgram(project.resources, { stack, gate: await gateCheck(root, stack, project, {}, process.env) });
};
