import type { createColors } from "picocolors";
import { readableDuration } from "../model/units.ts";
import { plural } from "../shared/amounts.ts";
import { printable } from "../verify/render.ts";
import type { Level } from "./levels.ts";
import type { DrillReport, Receipt } from "./receipt.ts";
import type { Schedule } from "./schedule.ts";
import { isUnproven } from "./unproven.ts";

type Colors = ReturnType<typeof createColors>;

/** One row of the table while a drill runs. */
export interface Row {
  definition: string;
  level: Level;
  doing: string;
  done: boolean;
}

/** Longest chain that is named in full. */
const longestChain = 4;

/** What is about to happen, before it does. */
export function planText(schedule: Schedule, still: number): string {
  const { starts, chain, seconds } = schedule;
  if (starts.length === 0)
    return `No alert is fired: ${plural(still, "alert")} ${still === 1 ? "is" : "are"} only looked at.`;
  const named = chain.length > longestChain ? [...chain.slice(0, longestChain), "..."] : chain;
  // To the minute, from two hours on to the hour: a plan is no timetable.
  const unit = seconds < 2 * 3600 ? 60 : 3600;
  const length = readableDuration(Math.ceil(seconds / unit) * unit);
  const clock = `about ${length} by the vendors' clock`;
  const waiting =
    chain.length > 1
      ? `the longest chain of alerts that share a signal is ${named.join(" > ")}`
      : `the longest is ${named.join("")}`;
  const rest = still === 0 ? "" : ` ${still} more ${still === 1 ? "is" : "are"} only looked at.`;
  const fired = `${plural(starts.length, "alert")} ${starts.length === 1 ? "is" : "are"} fired`;
  if (starts.length === 1) return `${fired}: ${clock}.${rest}`;
  return `${fired}, all at once but those that share a signal: ${clock} (${waiting}).${rest}`;
}

/**
 * The table of a running drill, at most `height` lines: those that are done are counted where there is not room for all.
 */
export function liveTable(rows: readonly Row[], width: number, height: number, colors: Colors): string[] {
  const done = rows.filter((row) => row.done).length;
  const head = `${done} of ${rows.length} drilled.`;
  const open = rows.filter((row) => !row.done);
  const shown = rows.length < height ? rows : open.slice(0, Math.max(0, height - 1));
  const widest = Math.max(0, ...shown.map(({ definition }) => definition.length));
  const line = ({ definition, level, doing, done: ended }: Row) => {
    const text = `  ${definition.padEnd(widest)}  ${level.padEnd(9)}  ${doing}`
      .trimEnd()
      .slice(0, Math.max(20, width - 1));
    return ended ? (level === "recovered" ? colors.green(text) : text) : colors.dim(text);
  };
  return [head, ...shown.map(line)];
}

/** The report for people: one line a definition, with the reason where it did not get as far as it can. Ends with a newline. */
export function renderDrill(report: DrillReport, colors: Colors): string {
  const widest = Math.max(0, ...report.receipts.map(({ definition }) => definition.length));
  const lines = report.receipts.flatMap((receipt) => receiptLines(receipt, widest, colors));
  for (const problem of report.problems) lines.push(colors.red(printable(problem)));
  return `${[...lines, summary(report, colors)].join("\n")}\n`;
}

function receiptLines({ definition, level, reason, evidence }: Receipt, widest: number, colors: Colors): string[] {
  const full = level === evidence.highest;
  const how = evidence.how === null || evidence.how === "real" ? "" : ` (${evidence.how})`;
  const text = `  ${definition.padEnd(widest)}  ${level}${how}`;
  const unproven = evidence.notes.filter(isUnproven).map((note) => colors.yellow(`    ${printable(note)}`));
  if (full && level === "recovered") return [colors.green(text), ...unproven];
  return [full ? text : colors.red(text), `    ${printable(reason)}`, ...unproven];
}

/** How many are proven, in one sentence. */
export function summary({ stack, receipts, complete, problems }: DrillReport, colors: Colors): string {
  const proven = receipts.filter(({ level, evidence }) => level === evidence.highest);
  const full = proven.length;
  const fired = proven.filter(({ level }) => level === "recovered").length;
  const declared = proven.filter(({ level }) => level === "accepted").length;
  const unfired = full - fired - declared;
  const how = [
    ...(fired > 0 ? [`${fired} fired, arrived and recovered`] : []),
    ...(declared > 0
      ? [`${declared} ${declared === 1 ? "is a declaration" : "are declarations"} that verify watches`]
      : []),
    ...(unfired > 0 ? [`${unfired} cannot be fired, and ${unfired === 1 ? "is" : "are"} only looked at`] : []),
  ];
  const some = full === receipts.length && full > 1 ? `All ${full}` : `${full} of ${receipts.length}`;
  const text = `${some} alert${receipts.length === 1 ? "" : "s"} proven${full === 0 ? "" : `: ${how.join("; ")}`}.`;
  if (problems.length > 0) {
    return colors.red(`${text} Something could not be restored: run \`tocsin drill --cleanup --stack ${stack}\`.`);
  }
  if (!complete) return colors.red(`${text} The drill is not complete.`);
  return full === receipts.length ? colors.green(text) : colors.yellow(text);
}
