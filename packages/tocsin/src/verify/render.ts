import type { createColors } from "picocolors";
import { printable } from "../model/printable.ts";
import { sides } from "../model/sides.ts";
import { plural } from "../shared/amounts.ts";
import { untilText } from "../shared/times.ts";
import { type Finding, type FindingClass, findingClass } from "../vendors/finding.ts";
import { byRemedy } from "./remedies.ts";
import type { Report } from "./report.ts";

export { printable };

type Colors = ReturnType<typeof createColors>;

/** Ends and starts of messages: kept in one place so that a page of findings reads alike. */
const urgent: readonly FindingClass[] = ["missing", "muted", "disabled", "broken-route", "unreadable"];

/** The report for people: findings grouped by class, worst first, each group with what to do. Ends with a newline. */
export function render(report: Report, colors: Colors): string {
  const lines: string[] = [];
  const classes = [...urgent, ...findingClass.options.filter((named) => !urgent.includes(named))];
  for (const named of classes) {
    const group = report.findings.filter((finding) => finding.class === named);
    if (group.length === 0) continue;
    const heading = `${named} (${group.length})`;
    lines.push(urgent.includes(named) ? colors.red(colors.bold(heading)) : colors.yellow(colors.bold(heading)));
    for (const [remedy, findings] of byRemedy(group, report.stack)) {
      for (const finding of findings) lines.push(...findingLines(finding, colors));
      lines.push(`  ${colors.cyan("->")} ${remedy}`);
    }
    lines.push("");
  }
  return `${[...lines, ...remarks(report, colors), summary(report, colors)].join("\n")}\n`;
}

/** What is no finding and yet must not be overlooked: what is silent on purpose, accepted, too new to tell, not looked at. */
function remarks({ mutes, accepted, pending, breakGlass, notChecked }: Report, colors: Colors): string[] {
  const block = (heading: string, rows: string[]) =>
    rows.length === 0
      ? []
      : [colors.bold(`${heading} (${rows.length})`), ...rows.map((row) => `  ${printable(row)}`), ""];
  return [
    ...block(
      "muted on purpose",
      mutes.map(({ definition, until, reason }) => `${definition} ${untilText(until)}: ${reason}`),
    ),
    ...block(
      "accepted",
      accepted.map(
        ({ class: named, definition, vendorId, path, until, reason }) =>
          `${[named, definition ?? vendorId, path].filter((part) => part !== null).join(" ")} until ${until}: ${reason}`,
      ),
    ),
    ...block(
      "too new to tell",
      pending.map(({ message, until }) => `${message} A finding from ${until} on.`),
    ),
    ...block(
      "running under a break-glass override",
      breakGlass.map(({ definition, at, reason }) => `${definition} since ${at}: ${reason}`),
    ),
    ...block("not checked", notChecked),
  ];
}

function findingLines(finding: Finding, colors: Colors): string[] {
  const { definition, vendor, kind, vendorId, path } = finding;
  const object = [vendor, kind, vendorId].filter((part) => part !== null).join(" ");
  const subject = definition ?? object;
  const head = `  ${colors.bold(printable(subject))}${definition === null ? "" : colors.dim(`  ${printable(object)}`)}`;
  // A signal is not in the code, so there are no two sides of it.
  if (path === null || finding.class === "stale-signal") return [head, `    ${printable(finding.message)}`];
  // The JSON report has both values whole.
  const { expected, actual } = sides(finding.expected, finding.actual);
  return [head, `    ${printable(path)}: ${expected} in the code, ${actual} live`];
}

/** Of a complete report without findings: what was not checked is not called clean. */
export function noDrift({ resources, notChecked }: Pick<Report, "resources" | "notChecked">): string {
  const rest = notChecked.length === 0 ? "" : ", as far as it was checked";
  return `No drift: ${resources === 1 ? "1 resource matches" : `${resources} resources match`} the code${rest}.`;
}

function summary(report: Report, colors: Colors): string {
  const { stack, findings, complete } = report;
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);
  const [total, signals, singles] = [sum(report.calls), sum(report.signalCalls), sum(report.singleCalls)];
  const apart = [
    ...(signals === 0 ? [] : [`${signals} for signals`]),
    ...(singles === 0 ? [] : [`${singles} for dashboards`]),
  ];
  const calls = [plural(total, "call"), ...apart].join(", ");
  if (!complete) {
    const found = plural(findings.length, "finding");
    return colors.red(`${stack}: could not be checked completely: ${found} so far (${calls}).`);
  }
  if (findings.length === 0) return colors.green(`${noDrift(report)} (${stack}, ${calls})`);
  return colors.yellow(`${stack}: ${plural(findings.length, "finding")} (${calls}).`);
}
