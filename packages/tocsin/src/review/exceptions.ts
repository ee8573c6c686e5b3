import { z } from "zod";
import { exceptionsFile } from "../model/exceptions.ts";
import { canonicalJson } from "../shared/digest.ts";
import { type Draft, draft } from "./change.ts";
import { valueText } from "./words.ts";

const entry = z.looseObject({
  id: z.string(),
  at: z.string().optional(),
  stack: z.string().optional(),
  reason: z.string(),
  until: z.string(),
});

/** What a project lets pass: the entries of its exceptions.yaml. */
export const exceptions = z.array(entry);

type Entry = z.infer<typeof entry>;

/**
 * What is let pass from now on, and what no longer is. A change that brings a finding and its exception together would
 * otherwise look as if it had neither. Nothing where one of the two states does not say.
 */
export function exceptionChanges(before: readonly Entry[] | undefined, after: readonly Entry[] | undefined): Draft[] {
  if (before === undefined || after === undefined) return [];
  const told = (entries: readonly Entry[], others: readonly Entry[], verb: string) =>
    entries
      .filter((one) => !others.some((other) => canonicalJson(other) === canonicalJson(one)))
      .map(
        (one): Draft =>
          draft(
            "settings",
            `${exceptionsFile} ${verb} ${whatOf(one)} until ${one.until}: ${valueText(one.reason)}.`,
            exceptionsFile,
          ),
      );
  return [...told(after, before, "now lets pass"), ...told(before, after, "no longer lets pass")];
}

function whatOf({ id, at, stack }: Entry): string {
  return `${id}${at === undefined ? "" : ` of ${at}`}${stack === undefined ? "" : ` in ${stack}`}`;
}
