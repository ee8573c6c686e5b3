import type { Line, Verdict } from "./report.ts";

/** The check whose answer, when it is not "no", stands before everything: a deployment just now is rolled back first. */
export const firstQuestion = "recent-deployments";

/** The routine of `tocsin check` without a runbook. */
export const whatFires = "firing";

export const verdictOrder: readonly Verdict[] = ["critical", "unknown", "attention", "ok"];

/** The worst first; among equals the order of the checks. */
export function worstFirst(lines: readonly Line[]): Line[] {
  const place = ({ check, verdict }: Line): number =>
    check === firstQuestion && verdict !== "ok" ? -1 : verdictOrder.indexOf(verdict);
  return [...lines].sort((a, b) => place(a) - place(b));
}
