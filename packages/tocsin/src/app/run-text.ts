/** What a run of the engine did, in words. */
import type { RunResult } from "../engine/engine.ts";
import { counts } from "../engine/errors.ts";
import { printable } from "../model/printable.ts";

const planned = {
  create: "to create",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  import: "to import",
} as const;

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** One sentence for an update. */
export function runSummary(run: RunResult): string {
  const same = run.steps.filter((step) => step.op === "same").length;
  if (!run.changed) return `Nothing to change: all ${same} resources match the code (${seconds(run.durationMs)}).`;
  return `${counts(run.steps)}${same > 0 ? `, ${same} unchanged` : ""} (${seconds(run.durationMs)}).`;
}

/** What importing means; nothing where nothing is imported. */
function importNote({ steps }: RunResult): string[] {
  const isImported = steps.some(({ op }) => op === "import");
  return isImported
    ? [
        "To import: resources that exist, by the ids in imported.yaml. Only what differs from the code is written, such as identity.",
      ]
    : [];
}

/** The lines of a preview: each resource that would change, with the paths, never the values. */
export function previewText(run: RunResult): string {
  const lines: string[] = [];
  for (const step of run.drifted) {
    lines.push(
      step.op === "delete"
        ? `  ~ ${printable(step.name)}: gone at the vendor`
        : `  ~ ${printable(step.name)}: changed at the vendor: ${printable(step.changed.join(", "))}`,
    );
  }
  const signs = { create: "+", update: "~", replace: "+-", delete: "-", import: "=" } as const;
  for (const step of run.steps) {
    const sign = Object.entries(signs).find(([op]) => op === step.op)?.[1];
    if (sign === undefined) continue;
    const changed = step.changed.length > 0 ? ` (${step.changed.join(", ")})` : "";
    lines.push(`  ${sign} ${printable(`${step.name}: ${step.op}${changed}`)}`);
  }
  const same = run.steps.filter((step) => step.op === "same").length;
  const summary = run.changed ? counts(run.steps, planned) : `No changes: all ${same} resources match the code`;
  return [...lines, `${summary} (${seconds(run.durationMs)}).`, ...importNote(run)].join("\n");
}
