/**
 * Entry point for the stock command line: `pulumi up -s staging`. Exports only a default, whose result becomes the stack's
 * outputs; with a second export the language host would take the whole module for them.
 */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { gateCheck } from "../src/cli/gate.ts";
import { loadProject } from "../src/cli/project.ts";
import { refuseWhole } from "../src/cli/stack-file.ts";
import { gatedProgram } from "./gated.ts";

export default async () => {
  const name = pulumi.getStack();
  const root = path.dirname(import.meta.dirname);
  const project = await loadProject(root, name);
  refuseWhole(root, project.stack);
  const gate = await gateCheck(root, name, project, {}, process.env);
  return gatedProgram(project.resources, { stack: project.stack.name, gate });
};
