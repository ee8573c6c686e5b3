import type { createColors } from "picocolors";
import type { Broken } from "../model/broken.ts";
import { printable } from "../verify/render.ts";
import type { DefinitionVerdict, GateReport } from "./gate.ts";

type Colors = ReturnType<typeof createColors>;

/** The gate's report for people, everything that keeps it closed first. Without a newline at the end. */
export function renderGate(report: GateReport, colors: Colors): string {
  const { stack, open, reasons, definitions, overrides, breakGlass, unchanged, evidence } = report;
  const of = (state: DefinitionVerdict["state"]) => definitions.filter((one) => one.state === state);
  const unproven = of("unproven");
  const lines = reasons.map((reason) => `  ${printable(reason)}`);
  const block = (heading: string, rows: readonly string[]) => {
    if (rows.length > 0)
      lines.push(colors.bold(`${heading} (${rows.length})`), ...rows.map((row) => `  ${printable(row)}`));
  };
  block("not proven yet", unproven.map(unprovenLine));
  block("proven in staging", of("proven").map(provenLine));
  block(
    "ran here before",
    of("ran-before").map(({ definition }) => definition),
  );
  block(
    "imported as they were live",
    of("imported").map(({ definition }) => definition),
  );
  block(
    "removed: these will not notify again",
    of("removed").map(({ definition }) => definition),
  );
  block("set differently here, which staging has not proven", overrides.map(overrideLine));
  block("running under a break-glass override", breakGlass.map(brokenLine));
  const rest = unchanged === 0 ? "" : `, ${unchanged} unchanged`;
  const proof = evidence === null ? "" : ` Evidence: ${printable(evidence.stack)}, ${evidence.createdAt}.`;
  lines.push(
    open
      ? colors.green(`${stack}: the gate is open (${definitions.length} changed${rest}).${proof}`)
      : colors.red(
          `${stack}: the gate is closed (${unproven.length} of ${definitions.length} not proven${rest}).${proof}`,
        ),
  );
  if (!open) {
    lines.push(
      "Bring staging up, verify it, drill it with --evidence FILE, and give that file: --evidence FILE, or TOCSIN_EVIDENCE.",
    );
  }
  return lines.join("\n");
}

const kindOf = ({ isNew, severity }: DefinitionVerdict) =>
  [isNew ? "new" : "changed", ...(severity === null ? [] : [severity])].join(", ");

function unprovenLine(one: DefinitionVerdict): string {
  const far = one.reached === null ? "" : ` It reached ${one.reached}:`;
  const needs = one.needs === null ? "must be in staging as it is." : `needs ${one.needs}.`;
  return `${one.definition} (${kindOf(one)}) ${needs}${far} ${one.reason}`;
}

function provenLine(one: DefinitionVerdict): string {
  if (one.reached === null) return `${one.definition} (${kindOf(one)}): ${one.reason}`;
  const how = one.how === null || one.how === "real" ? "" : ` (${one.how})`;
  const less = one.needs === one.reached ? "" : `: ${one.reason}`;
  return `${one.definition} (${kindOf(one)}): ${one.reached}${how}${less}`;
}

const overrideLine = ({ definition, values, reason }: GateReport["overrides"][number]) =>
  `${definition}: ${Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")}: ${reason}`;

/** One line for what runs unproven. */
const brokenLine = ({ definition, at, reason }: Broken): string => `${definition} since ${at}: ${reason}`;
