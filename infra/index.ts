/**
 * Entry point for the stock command line: `pulumi up -s staging`. Exports only a default, whose result becomes the stack's
 * outputs; with a second export the language host would take the whole module for them.
 */
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { loadProject } from "../src/cli/project.ts";
import { program } from "./program.ts";

export default async () => {
  const stack = pulumi.getStack();
  const { resources } = await loadProject(path.dirname(import.meta.dirname), stack);
  return program(resources, { stack });
};
