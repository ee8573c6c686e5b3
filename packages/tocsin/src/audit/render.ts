import type { createColors } from "picocolors";
import { printable } from "../model/printable.ts";
import { groupBy } from "../vendors/live.ts";
import type { AuditFinding, AuditReport } from "./report.ts";
import { rules } from "./rules.ts";

type Colors = ReturnType<typeof createColors>;

/** Of one rule, so many are named on a terminal; `--json` and the page have all. */
const named = 5;

const severities = ["error", "warning", "notice"] as const;

/** `4 errors, 1 warning`; `nothing` for none. */
function countText(findings: readonly AuditFinding[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.length === 0 ? "nothing is wrong" : counts.join(", ");
}

/** `71 Datadog monitors, 12 Sentry alerts`. */
export const readText = ({ read }: AuditReport): string =>
  Object.entries(read)
    .map(([what, count]) => `${count} ${count === 1 ? what.replace(/s$/, "") : what}`)
    .join(", ");

/** The verdict, in one sentence. */
export const verdictText = (report: AuditReport): string =>
  `${readText(report) || "Nothing was read"}: ${countText(report.findings)}${report.complete ? "" : " so far; not everything could be read"}.`;

/** What is wrong for people: the verdict, then a block a rule, the worst first. Ends with a newline. */
export function renderAudit(report: AuditReport, colors: Colors): string {
  const paint = { error: colors.red, warning: colors.yellow, notice: colors.cyan };
  const blocks = [...groupBy(report.findings, ({ rule }) => rule)].map(([rule, findings]) => {
    const [first] = findings;
    const { title, severity } = rules[rule];
    const rows = findings.slice(0, named).flatMap((one) => findingLines(one, colors));
    const more = findings.length - named;
    return [
      `${paint[severity](colors.bold(severity))} ${colors.bold(title)} (${findings.length}, ${rule})`,
      ...rows,
      ...(more > 0 ? [`  and ${more} more: --json or --html FILE has all`] : []),
      `  ${colors.cyan("->")} ${first?.remedy ?? ""}`,
    ].join("\n");
  });
  const unread = report.notRead.map((one) => `  ${printable(one)}`);
  if (unread.length > 0) blocks.push([colors.bold("could not be read"), ...unread].join("\n"));
  return `${[colors.bold(verdictText(report)), ...blocks].join("\n\n")}\n`;
}

function findingLines({ vendor, kind, id, title, message, link }: AuditFinding, colors: Colors): string[] {
  const head = `  ${printable(title)} ${colors.dim(`(${printable(`${vendor} ${kind} ${id}`)})`)}: ${printable(message)}`;
  return link === null ? [head] : [head, `    ${colors.dim(printable(link))}`];
}
