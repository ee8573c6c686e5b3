import { plural, spanOf } from "../../shared/amounts.ts";
import { moment } from "../../shared/times.ts";
import { printable } from "../../verify/render.ts";
import type { BacktestReport, ReportedResult } from "./report.ts";

type Evaluated = Extract<ReportedResult, { kind: "evaluated" }>;

/** The report for people. Ends with a newline. */
export function backtestText(report: BacktestReport): string {
  const lines = report.definitions.flatMap(({ definition, resolution, notes, result, base }) => [
    definition,
    ...resultLines(result, resolution, report),
    ...(base === null ? [] : baseLines(base)),
    ...notes.map((note) => `  ${note}`),
    "",
  ]);
  for (const problem of report.problems) lines.push(`not read: ${printable(problem)}`);
  const evaluated = report.definitions.filter(({ result }) => result.kind === "evaluated").length;
  const calls = Object.entries(report.calls).map(([vendor, many]) => `${many} to ${vendor}`);
  const spent = calls.length === 0 ? "no calls" : `${calls.join(", ")} of ${report.budget} calls`;
  const all = report.definitions.length;
  lines.push(
    `${evaluated} of ${plural(all, "definition")} evaluated from ${moment(report.from)} to ${moment(report.to)} (${spent})${report.complete ? "" : "; not all could be read"}.`,
    ...(evaluated === 0 ? [] : ["Precision and recall are not known: no history says which alerts were justified."]),
  );
  return `${lines.join("\n")}\n`;
}

function resultLines(result: ReportedResult, resolution: number | null, report: BacktestReport): string[] {
  if (result.kind !== "evaluated") return [`  ${result.kind}: ${printable(result.reason)}`];
  const asked = Date.parse(report.to) - Date.parse(report.from);
  const lines = [
    `  ${firing(result)}${result.warnings > 0 ? `, ${times(result.warnings, "warning")}` : ""}${result.stillFiring ? ", firing at the end" : ""}`,
    `  ${percent(result.coverage)} of ${spanOf(asked)} known, data from ${moment(result.firstData)} to ${moment(result.lastData)}, a value each ${spanOf((resolution ?? 60) * 1000)}, judged each ${spanOf(result.stepMs)}`,
  ];
  if (result.timeInNoDataMs > 0) lines.push(`  without data for ${spanOf(result.timeInNoDataMs)}`);
  const { response } = result;
  if (response !== null) {
    const reset =
      response.resetMs === null ? "never says that it has recovered" : `recovers after ${spanOf(response.resetMs)}`;
    lines.push(`  fires ${spanOf(response.detectionMs)} after a clear failure begins, ${reset}`);
  }
  const variants = result.sensitivity.map((one) => `${one.critical}: ${times(one.fires, "fire")}`);
  if (variants.length > 0) lines.push(`  with another threshold: ${variants.join(", ")}`);
  return lines;
}

const baseLines = (base: ReportedResult): string[] => [
  base.kind === "evaluated"
    ? `  before the change: ${firing(base)}`
    : `  before the change: ${base.kind}: ${base.reason}`,
];

function firing(one: Evaluated): string {
  if (one.fires === 0) return "0 fires";
  const length = Date.parse(one.to) - Date.parse(one.from);
  const share = length > 0 ? percent(one.timeInAlertMs / length) : "0 %";
  return `${times(one.fires, "fire")}, longest ${spanOf(one.longestMs)}, ${times(one.flaps, "flap")}, ${spanOf(one.timeInAlertMs)} in alert (${share})`;
}

const times = (many: number, what: string) => `${many} ${what}${many === 1 ? "" : "s"}`;
/** A share that is not quite whole is not shown as whole. */
function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return "under 0.1 %";
  return `${value > 99.9 && value < 100 ? "99.9" : Number(value.toFixed(1))} %`;
}
