import { applyExceptions, type Exception, exceptionsFile, exceptionText } from "../model/exceptions.ts";
import { type Finding, findingClass } from "../vendors/finding.ts";
import type { AcceptedFinding } from "./report.ts";

/** What could not be looked at cannot be accepted: nobody knows what it is. Nor can the list's own faults. */
const acceptable = findingClass.exclude(["unreadable", "accepted-expired", "accepted-unused"]);

/** Classes of drift that exceptions.yaml may name. */
export const acceptableClasses: readonly string[] = acceptable.options;

const isClass = new Set(acceptableClasses);

interface Circumstances {
  stack: string;
  today: Date;
  /** Whether everything could be looked at: else nobody can say that an entry is unused. */
  complete: boolean;
}

/**
 * Takes out the findings that entries accept. An entry whose day has passed accepts nothing and is a finding; so is one that
 * matches nothing. Pure.
 */
export function applyAccepted(
  findings: readonly Finding[],
  entries: readonly Exception[],
  { stack, today, complete }: Circumstances,
): { findings: Finding[]; accepted: AcceptedFinding[] } {
  const own = entries.filter((one) => isClass.has(one.id) && (one.stack === undefined || one.stack === stack));
  const { left, excepted, expired, unused } = applyExceptions(findings, own, {
    today,
    about: ({ class: id, definition, vendorId, path }) => ({
      id,
      names: [definition, vendorId],
      path,
      stacks: [stack],
    }),
  });
  const over = expired.map((one) =>
    entryFinding(
      "accepted-expired",
      one,
      `Entry ${one.number} of ${exceptionsFile} was good until ${one.until}: ${exceptionText(one)} is accepted no more.`,
    ),
  );
  const idle = unused.map((one) =>
    entryFinding(
      "accepted-unused",
      one,
      `Entry ${one.number} of ${exceptionsFile} matches nothing: there is no ${exceptionText(one)} (any more).`,
    ),
  );
  return { findings: [...left, ...over, ...(complete ? idle : [])], accepted: excepted };
}

function entryFinding(named: "accepted-expired" | "accepted-unused", { line }: Exception, message: string): Finding {
  return {
    class: named,
    ...{ vendor: "tocsin", kind: "exception", path: `${exceptionsFile}:${line}` },
    ...{ vendorId: null, definition: null, expected: null, actual: null },
    message,
  };
}
