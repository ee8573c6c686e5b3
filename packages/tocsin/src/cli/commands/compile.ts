import type { Command } from "commander";
import { readExceptions } from "../../app/exceptions-file.ts";
import { digestsOf } from "../../gate/digest.ts";
import { loadProject } from "../../project/project.ts";
import { compiledFrom } from "../../review/state.ts";
import { jsonText } from "../../shared/json-text.ts";
import { jsonOption, stackOption } from "../options.ts";

/** `tocsin compile --stack S [--json]`. */
export function compileCommand(command: Command, { root }: { root: string }): void {
  command
    .addOption(stackOption())
    .addOption(jsonOption())
    .action(async (options: { stack: string; json?: boolean }) => {
      const project = await loadProject(root, options.stack);
      if (options.json) {
        const compiled = compiledFrom({
          ...project,
          digests: digestsOf(project),
          exceptions: readExceptions(root).map(({ number: _number, line: _line, ...entry }) => entry),
        });
        process.stdout.write(jsonText(compiled));
        return;
      }
      const width = Math.max(...project.resources.map((r) => `${r.vendor} ${r.kind}`.length));
      for (const r of project.resources) console.log(`${`${r.vendor} ${r.kind}`.padEnd(width)}  ${r.name}`);
      console.log(
        `\n${project.definitions.length} definitions, ${project.resources.length} resources. --json shows their bodies.`,
      );
    });
}
