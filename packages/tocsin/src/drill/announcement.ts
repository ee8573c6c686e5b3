import { createColors } from "picocolors";
import type { DrillReport } from "./receipt.ts";
import { planText, summary } from "./render.ts";
import type { Schedule } from "./schedule.ts";

/**
 * What is posted once before a drill and once after it, in each channel in which its alerts will arrive: whoever reads along
 * knows that nothing is wrong, and from when on an alert is one again. Ids stand here without what marks an alert's own message.
 */

/** Unproven alerts that are named; the rest are counted. */
const mostNamed = 10;

export const beginText = (stack: string, schedule: Schedule): string =>
  `[DRILL] A drill of stack ${stack} begins: nothing is wrong. ${planText(schedule, 0)}`;

export function endText(report: DrillReport): string {
  const short = report.receipts.filter(({ level, evidence }) => level !== evidence.highest);
  const named = short.slice(0, mostNamed).map(({ definition, reason }) => `Not proven: ${definition}: ${reason}`);
  const more = short.length > mostNamed ? [`And ${short.length - mostNamed} more.`] : [];
  const head = `[DRILL] The drill of stack ${report.stack} has ended. ${summary(report, createColors(false))}`;
  return [head, ...named, ...more].join("\n");
}
