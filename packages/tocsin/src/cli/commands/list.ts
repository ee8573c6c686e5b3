/** `tocsin list`: the definitions, by id. */

import type { Command } from "commander";
import { z } from "zod";
import { ConfigurationError } from "../../model/problem.ts";
import { chosenOf } from "../../project/choose.ts";
import { loadDefinitions } from "../../project/definitions.ts";
import { plural } from "../../shared/amounts.ts";
import { jsonText } from "../../shared/json-text.ts";
import { jsonOption } from "../options.ts";

/** Shape of `tocsin list --json`. */
export const listShape = z.object({
  definitions: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: z.string(),
      service: z.string(),
      owner: z.string(),
      route: z.string(),
      signal: z.string(),
      runbook: z.string(),
    }),
  ),
  /** Who is paged, one after the other. */
  onCall: z.array(z.object({ id: z.string(), title: z.string(), destination: z.string(), owner: z.string() })),
  /** Planned silences. */
  maintenance: z.array(z.object({ id: z.string(), title: z.string(), reason: z.string(), owner: z.string() })),
});

/** `tocsin list [patterns...] [--ids] [--json]`. Exit code 2 when the definitions cannot be used, or nothing matches. */
export function listCommand(command: Command, { root }: { root: string }): void {
  command
    .argument("[ids...]", "only these; * stands for anything: 'web-api/*'")
    .option("--ids", "ids only, one a line")
    .addOption(jsonOption())
    .action(async (words: string[], options: { ids?: boolean; json?: boolean }) => {
      const { definitions, maintenances, onCalls, problems } = await loadDefinitions(root);
      if (problems.some(({ severity }) => severity === "error"))
        throw new ConfigurationError("The definitions cannot be used:", problems);
      const chosen = chosenOf(definitions, words).sort((a, b) => (a.id < b.id ? -1 : 1));
      if (options.json) {
        const rows = chosen.map((definition) => ({ ...definition, signal: definition.signal.kind }));
        process.stdout.write(
          jsonText(listShape.parse({ definitions: rows, onCall: onCalls, maintenance: maintenances })),
        );
        return;
      }
      if (options.ids) {
        for (const { id } of chosen) console.log(id);
        return;
      }
      const wide = (cells: string[]) => Math.max(0, ...cells.map((cell) => cell.length));
      const [ids, severities] = [wide(chosen.map(({ id }) => id)), wide(chosen.map(({ severity }) => severity))];
      for (const { id, severity, title } of chosen)
        console.log(`${id.padEnd(ids)}  ${severity.padEnd(severities)}  ${title}`);
      console.log(`\n${plural(chosen.length, "definition")}.`);
      for (const { id, title } of onCalls) console.log(`On call ${id}: ${title}`);
      for (const { id, title } of maintenances) console.log(`Maintenance window ${id}: ${title}`);
    });
}
