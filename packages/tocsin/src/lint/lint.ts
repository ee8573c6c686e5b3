import type { Definition } from "../model/definition.ts";
import type { Problem } from "../model/problem.ts";
import type { Resource } from "../model/resource.ts";
import type { Live } from "./live.ts";
import type { CompiledStack, NamedProblem, Rule, RuleProblem, Written } from "./rule.ts";
import { rules } from "./rules.ts";

/** One finding before its place in a file is known. */
export interface UnplacedProblem {
  rule: string;
  severity: Problem["severity"];
  definition: string | null;
  subject: string | null;
  /** Field of the definition to blame. */
  at: string | null;
  /** Dotted path in the vendor's body. */
  path: string | null;
  in: NamedProblem["in"] | null;
  /** Stacks in which it was found; empty where it does not depend on one. */
  stacks: readonly string[];
  message: string;
  remedy: string;
}

export interface Subjects {
  written: Written;
  compiled: readonly CompiledStack[];
  /** What the vendors of one of the stacks answered. */
  live?: { answers: Live; stack: CompiledStack };
  /** How often each definition would have fired in a week, of those whose history was read. */
  firesPerWeek?: ReadonlyMap<string, number>;
}

/** Runs every rule on what it looks at. Pure: the same subjects give the same findings, in the same order. */
export function lint(subjects: Subjects): UnplacedProblem[] {
  const stated = JSON.stringify(subjects.written.definitions);
  // Written out once, not once a rule: of many definitions that is most of the work.
  const overridden = subjects.compiled.filter(({ definitions }) => JSON.stringify(definitions) !== stated);
  return rules.flatMap((rule) => findingsOf(rule, subjects, overridden));
}

function findingsOf(
  rule: Rule,
  { written, compiled, live, firesPerWeek }: Subjects,
  overridden: readonly CompiledStack[],
): UnplacedProblem[] {
  switch (rule.looksAt) {
    case "definition": {
      const check = (of: Written, stacks: readonly string[]) =>
        of.definitions.flatMap((one) =>
          rule.check(one, of).map((said) => finding(rule, { ...said, definition: one.id }, stacks)),
        );
      return asOverridden(written, overridden, check);
    }
    case "written":
      return asOverridden(written, overridden, (of, stacks) =>
        rule.check(of).map((said) => finding(rule, said, stacks)),
      );
    case "resource":
      return compiled.flatMap(({ config, definitions, resources, raw = [] }) => {
        const byId = new Map<string | null, Definition>(definitions.map((one) => [one.id, one]));
        const judged = (of: readonly Resource[]) => of.filter(({ kind }) => rule.kinds.includes(kind));
        const check = (one: Resource) =>
          rule
            .check(one, { definition: byId.get(one.definition), config })
            .map((said) => finding(rule, about(said, one), [config.name]));
        const own = judged(resources).flatMap(check);
        return rule.verbatim === true ? [...own, ...judged(raw).flatMap(check).map(asVerbatim)] : own;
      });
    case "stack":
      return compiled.flatMap((stack) => rule.check(stack).map((said) => finding(rule, said, [stack.config.name])));
    case "history":
      return rule.check(firesPerWeek ?? new Map()).map((said) => finding(rule, said, []));
    case "live":
      if (live === undefined) return [];
      return rule
        .check(live.answers, { ...live.stack, resources: withRaw(live.stack) })
        .map((said) => finding(rule, said, [live.stack.config.name]));
  }
}

/** What is wrong as it is written, and what only becomes wrong by what a stack file changes of definitions. */
function asOverridden(
  written: Written,
  overridden: readonly CompiledStack[],
  check: (of: Written, stacks: readonly string[]) => UnplacedProblem[],
): UnplacedProblem[] {
  const plain = check(written, []);
  const key = ({ definition, subject, message }: UnplacedProblem) => JSON.stringify([definition, subject, message]);
  const known = new Set(plain.map(key));
  const more = overridden.flatMap(({ config, definitions }) =>
    check({ ...written, definitions }, [config.name]).filter((one) => !known.has(key(one))),
  );
  return [...plain, ...more];
}

/**
 * Of what somebody has made at a vendor and lives with: a notice, at its place in the body. What a rule advises is about fields of
 * definitions, which it has none of.
 */
const asVerbatim = (found: UnplacedProblem): UnplacedProblem => ({
  ...found,
  severity: "notice",
  at: found.path === null ? null : `body.${found.path}`,
  remedy: "Correct it in the body, which updates it at its vendor, or write it as an alert.",
});

/** All that a stack has at the vendors. Whom a verbatim import notifies, and whether that arrives, is judged as of every other. */
export const withRaw = ({ resources, raw = [] }: CompiledStack): readonly Resource[] => [...resources, ...raw];

const about = (said: RuleProblem, { definition, name }: { definition: string | null; name: string }): NamedProblem => ({
  ...said,
  definition,
  subject: name,
});

function finding(rule: Rule, said: NamedProblem, stacks: readonly string[]): UnplacedProblem {
  const { definition, subject, at, path, message, remedy } = said;
  return {
    rule: rule.id,
    severity: rule.severity,
    definition,
    subject: subject ?? null,
    at,
    path: path ?? null,
    in: said.in ?? null,
    stacks,
    message,
    remedy,
  };
}

/** What was found alike in several stacks, once. */
export function merged(findings: readonly UnplacedProblem[]): UnplacedProblem[] {
  const all = new Map<string, UnplacedProblem>();
  for (const one of findings) {
    const key = JSON.stringify([one.rule, one.definition, one.subject, one.message]);
    const same = all.get(key);
    all.set(key, same === undefined ? one : { ...same, stacks: [...new Set([...same.stacks, ...one.stacks])] });
  }
  return [...all.values()];
}

/** The page of a rule, from the project's root. */
export const pageOf = (rule: string): string => `docs/rules/${rule.replace("/", "-")}.md`;
