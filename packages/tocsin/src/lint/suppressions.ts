import { applyExceptions, type Exception, exceptionsFile, exceptionText } from "../model/exceptions.ts";
import type { UnplacedProblem } from "./lint.ts";
import { rules } from "./rules.ts";

/** Rules that exceptions.yaml may name. */
export const suppressibleRules: readonly string[] = rules.map(({ id }) => id);

const isRule = new Set(suppressibleRules);

interface Suppressed extends UnplacedProblem {
  reason: string;
  until: string;
}

interface Circumstances {
  today: Date;
  /** Whether a rule was run, for a stack or at all: else nobody can say that an entry is unused. */
  ran: (rule: string, stack: string | undefined) => boolean;
}

/**
 * Takes out the findings that entries suppress. An entry whose day has passed suppresses nothing and is a finding; so is one
 * that matches nothing. Pure.
 */
export function applySuppressions(
  findings: readonly UnplacedProblem[],
  entries: readonly Exception[],
  { today, ran }: Circumstances,
): { findings: UnplacedProblem[]; suppressed: Suppressed[] } {
  const own = entries.filter(({ id }) => isRule.has(id));
  const { left, excepted, expired, unused } = applyExceptions(findings, own, {
    today,
    about: ({ rule: id, definition, subject, path, stacks }) => ({ id, names: [definition, subject], path, stacks }),
  });
  const over = expired.map((one) => {
    const message = `entry ${one.number} was good until ${one.until}: ${exceptionText(one)} is suppressed no more`;
    const remedy = "Repair what was suppressed, or give the entry a later day and a reason that still holds.";
    return entryFinding("lint/suppression-expired", one, message, remedy);
  });
  const idle = unused
    .filter(({ id, stack }) => ran(id, stack))
    .map((one) => {
      const message = `entry ${one.number} matches nothing: there is no ${exceptionText(one)} (any more)`;
      return entryFinding("lint/suppression-unused", one, message, "Take the entry out, or correct its names.");
    });
  return { findings: [...left, ...over, ...idle], suppressed: excepted };
}

function entryFinding(rule: string, { at, line }: Exception, message: string, remedy: string): UnplacedProblem {
  return {
    rule,
    severity: "error",
    definition: null,
    subject: at ?? null,
    at: null,
    path: null,
    in: { file: exceptionsFile, key: String(line) },
    stacks: [],
    message,
    remedy,
  };
}
