import { z } from "zod";
import type { Draft } from "./change.ts";
import { valueText } from "./words.ts";

const entry = z.looseObject({
  /** Of lint.yaml. */
  rule: z.string().optional(),
  subject: z.string().optional(),
  /** Of accepted.yaml. */
  class: z.string().optional(),
  vendorId: z.string().optional(),
  path: z.string().optional(),
  definition: z.string().optional(),
  stack: z.string().optional(),
  reason: z.string(),
  until: z.string(),
});

/** What a project lets pass, by the file that says so: entries of lint.yaml and accepted.yaml. */
export const exceptions = z.record(z.string(), z.array(entry));

type Exceptions = z.infer<typeof exceptions>;
type Entry = z.infer<typeof entry>;

/**
 * What is let pass from now on, and what no longer is. A change that brings a finding and its exception together would
 * otherwise look as if it had neither. Nothing where one of the two states does not say.
 */
export function exceptionChanges(before: Exceptions | undefined, after: Exceptions | undefined): Draft[] {
  if (before === undefined || after === undefined) return [];
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return files.flatMap((file) => {
    const [old, now] = [before[file] ?? [], after[file] ?? []];
    const told = (entries: readonly Entry[], others: readonly Entry[], verb: string) =>
      entries
        .filter((one) => !others.some((other) => keyOf(other) === keyOf(one)))
        .map(
          (one): Draft => ({
            kind: "settings",
            effect: "other",
            text: `${file} ${verb} ${whatOf(one)} until ${one.until}: ${valueText(one.reason)}.`,
            paths: [file],
          }),
        );
    return [...told(now, old, "now lets pass"), ...told(old, now, "no longer lets pass")];
  });
}

const keyOf = (one: Entry): string => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));

function whatOf({ rule, class: named, definition, subject, vendorId, path, stack }: Entry): string {
  const whom = [definition, subject, vendorId, path].flatMap((part) => part ?? []).join(", ");
  return `${rule ?? named ?? "something"} of ${whom}${stack === undefined ? "" : ` in ${stack}`}`;
}
