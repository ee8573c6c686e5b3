import type { Report } from "../verify/report.ts";

/**
 * What verify says while a drill of the stack runs on this machine: what that drill has changed is no finding, and no clean-up
 * is advised. The drill's own looks, before and after, leave nothing out.
 *
 * @param directory where the stack's lock lies
 */
export async function withoutRunningDrill(report: Report, directory: string, stack: string): Promise<Report> {
  const { holderOf } = await import("../engine/lock.ts");
  const holder = await holderOf(directory, stack);
  if (holder === null || !holder.alive || holder.pid === process.pid || !/^tocsin drill\b/.test(holder.action))
    return report;
  const told =
    `What a drill has changed: \`${holder.action}\` runs since ${holder.since} (process ${holder.pid}) and restores it. ` +
    "Look again when it has ended.";
  return {
    ...report,
    findings: report.findings.filter(({ class: named }) => named !== "leftover"),
    notChecked: [...report.notChecked, told],
  };
}
