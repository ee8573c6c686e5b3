import type { createColors } from "picocolors";
import { plural } from "../shared/amounts.ts";
import { moment } from "../shared/times.ts";
import { byCause } from "../vendors/http/failures.ts";
import { inSentence } from "../vendors/in-sentence.ts";
import { printable } from "../verify/render.ts";
import { mutedTitle } from "./checks/muted.ts";
import { verdictOrder, whatFires, worstFirst } from "./order.ts";
import type { Line, RoutineReport, Verdict } from "./report.ts";

type Colors = ReturnType<typeof createColors>;

/** What the routine found in one sentence. */
function summary({ stack, routine, lines }: RoutineReport): string {
  const isCheck = routine === whatFires;
  const of = isCheck ? "" : ` (${routine})`;
  if (lines.length === 0) return `Nothing to check in ${stack}${of}.`;
  const count = (verdict: Verdict) => lines.filter((line) => line.verdict === verdict).length;
  if (count("ok") < lines.length) {
    const named = verdictOrder.filter((verdict) => count(verdict) > 0).map((verdict) => `${count(verdict)} ${verdict}`);
    return `${stack} needs attention${of}: ${named.join(", ")}.`;
  }
  const muted = lines.some(({ title }) => title === mutedTitle) ? ", and some alerts are muted" : "";
  return isCheck ? `Nothing is firing in ${stack}${muted}.` : `${stack} is ok${of}: ${plural(lines.length, "check")}.`;
}

/** A vendor that is away fails every check that asks it: one line, which names them. The report itself has each. */
const shorter = (lines: readonly Line[]): Line[] =>
  byCause(lines, (all, first) => {
    const unknown = all.map(({ title }) => inSentence(title)).join("; ");
    return { ...first, title: "Not read", value: `${first.cause} Not known: ${unknown}.` };
  });

/** What is within its limits: a line `each`, or one line that counts them. */
export type Passed = "each" | "counted";

/** The report for people: the verdict, then the worst first. Ends with a newline. */
export function renderRoutine(report: RoutineReport, colors: Colors, passed: Passed = "each"): string {
  const paint = { ok: colors.green, attention: colors.yellow, critical: colors.red, unknown: colors.magenta };
  const left = passed === "each" ? report.lines : report.lines.filter(({ verdict }) => verdict !== "ok");
  const shown = shorter(left);
  const width = Math.max(0, ...shown.map(({ title }) => title.length));
  const lines = worstFirst(shown).flatMap((line) => {
    const limit = line.limit === null ? "" : colors.dim(`  (limit: ${printable(line.limit)})`);
    const head = `  ${paint[line.verdict](line.verdict.padEnd(9))}  ${printable(line.title).padEnd(width)}  ${printable(line.value)}${limit}`;
    const more = line.verdict === "ok" ? [] : [...line.details, ...pointers(line)];
    return [head, ...more.map((text) => `               ${printable(text)}`)];
  });
  const page = report.page === null ? "" : `, ${report.page}`;
  const when = colors.dim(`${moment(report.checkedAt)}${page}`);
  const rest = report.lines.length - left.length;
  const counted =
    rest === 0 ? [] : [`  ${colors.green("ok".padEnd(9))}  ${rest} within their limits (--all lists them)`];
  return `${[colors.bold(summary(report)), when, "", ...lines, ...counted].join("\n")}\n`;
}

const pointers = ({ link, runbook }: Line): string[] => [
  ...(link === null ? [] : [`look: ${link}`]),
  ...(runbook === null ? [] : [`runbook: ${runbook}`]),
];

/** Longest message that Slack shows in one piece, in characters; it takes 40,000. */
const longestMessage = 3500;

/** The same for a Slack channel: what is beyond its limit in full, the rest as a number. Text is escaped as Slack asks. */
export function slackText(report: RoutineReport): string {
  const bad = shorter(report.lines.filter(({ verdict }) => verdict !== "ok"));
  const rows = worstFirst(bad).map((line) => {
    const limit = line.limit === null ? "" : ` (limit: ${line.limit})`;
    const where = line.runbook === null ? "" : `\n  ${line.runbook}`;
    return escaped(`${line.verdict}: ${line.title}: ${line.value}${limit}${where}`);
  });
  const shown: string[] = [];
  let length = 0;
  for (const row of rows) {
    length += row.length + 1;
    if (length > longestMessage) break;
    shown.push(row);
  }
  const more = rows.length - shown.length;
  const rest = more === 0 ? [] : [`and ${more} more: tocsin ${report.routine} --stack ${report.stack}`];
  return [`*${escaped(summary(report))}*`, ...shown, ...rest].join("\n");
}

/** docs.slack.dev, formatting: only these three are special; without them no text can mention anybody. */
const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
