import type { Command } from "commander";
import { z } from "zod";
import { loadProject, type Project } from "../project.ts";

/** Shape of `tocsin compile --json`: what a review compares and a second job can read without running the branch's code. */
const compiledShape = z.object({
  stack: z.string(),
  definitions: z.array(z.record(z.string(), z.json())),
  resources: z.array(
    z.object({
      vendor: z.enum(["datadog", "sentry", "vercel", "stripe"]),
      kind: z.string(),
      name: z.string(),
      definition: z.string().nullable(),
      parent: z.record(z.string(), z.json()),
      body: z.record(z.string(), z.json()),
      refs: z.array(z.object({ path: z.string(), resource: z.string(), property: z.string() })),
    }),
  ),
});

/** The published form of a compiled stack. */
function compiledJson(project: Project): z.infer<typeof compiledShape> {
  return compiledShape.parse(
    JSON.parse(
      JSON.stringify({ stack: project.stack.name, definitions: project.definitions, resources: project.resources }),
    ),
  );
}

/** Adds `tocsin compile --stack S [--json]`. */
export function compileCommand(program: Command, { root }: { root: string }): void {
  program
    .command("compile")
    .description("print the definitions as the objects that vendors store; touches nothing")
    .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
    .option("--json", "definitions and complete bodies as JSON")
    .action(async (options: { stack: string; json?: boolean }) => {
      const project = await loadProject(root, options.stack);
      if (options.json) {
        process.stdout.write(`${JSON.stringify(compiledJson(project), null, 2)}\n`);
        return;
      }
      const width = Math.max(...project.resources.map((r) => `${r.vendor} ${r.kind}`.length));
      for (const r of project.resources) console.log(`${`${r.vendor} ${r.kind}`.padEnd(width)}  ${r.name}`);
      console.log(
        `\n${project.definitions.length} definitions, ${project.resources.length} objects. --json shows their bodies.`,
      );
    });
}
