import type { JunitCase, JunitSuite } from "../shared/junit.ts";
import type { DrillReport, Receipt } from "./receipt.ts";

/** A drill as one JUnit suite: a definition passes when it has reached the highest level that it can. */
export function drillSuite({ stack, startedAt, problems, receipts }: DrillReport): JunitSuite {
  const own = problems.map((problem): JunitCase => {
    return { name: problem, about: "drill", seconds: 0, outcome: { kind: "error", message: problem, text: problem } };
  });
  return { name: `drill of ${stack}`, startedAt: new Date(startedAt), cases: [...receipts.map(caseOf), ...own] };
}

function caseOf({ definition, level, reason, startedAt, recoveredAt, evidence }: Receipt): JunitCase {
  const seconds =
    startedAt === null || recoveredAt === null ? 0 : (Date.parse(recoveredAt) - Date.parse(startedAt)) / 1000;
  const about = { name: definition, about: definition.split("/")[0] ?? definition, seconds };
  const reached = `reached ${level} of ${evidence.highest}: ${reason}`;
  const text = [reached, ...evidence.notes].join("\n");
  if (!evidence.complete) return { ...about, outcome: { kind: "error", message: reached, text } };
  if (level !== evidence.highest) return { ...about, outcome: { kind: "failed", message: reached, text } };
  return { ...about, outcome: { kind: "passed" } };
}
