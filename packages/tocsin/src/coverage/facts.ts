import { z } from "zod";
import { documentOf, sourceSchema } from "../model/definition.ts";

/**
 * What the team's documents ask for, as `test/playbooks.yaml` says it: the documents there are, and facts by section, each
 * with the places where it lives.
 */
const text = z.string().min(1);
/** A page, and the texts that must stand on it; null: the page itself is the place. */
const pages = z.record(z.string(), z.union([text, z.array(text).min(1)]).nullable());

const kinds = [
  "alert",
  "check",
  "endpoint",
  "event",
  "follow-up",
  "job",
  "link",
  "log",
  "notification",
  "principle",
  "query",
  "remedy",
  "routine",
  "search",
  "severity",
  "signal",
  "symptom",
  "table",
  "tag",
  "threshold",
  "verification",
] as const;

const fact = z
  .strictObject({
    what: text,
    kind: z.enum(kinds),
    /** By id: dotted paths into the definition, and the values that must stand there. */
    definitions: z.record(z.string(), z.record(z.string(), z.json())).default({}),
    /** Promises, as definitions. */
    objectives: z.record(z.string(), z.record(z.string(), z.json())).default({}),
    runbooks: pages.default({}),
    docs: pages.default({}),
    /** `routine/check`. */
    routines: z.array(text).default([]),
    dashboards: z.array(text).default([]),
    because: text.optional(),
    /** Nobody can see it from outside of the app or the vendor. */
    outside: z.boolean().default(false),
  })
  .superRefine((one, context) => {
    if (one.because !== undefined) return;
    const without = (message: string) => context.addIssue({ code: "custom", message });
    if (placesIn(one) === 0) without("it has no place and no reason: name one, or say why there is none");
    if (one.outside) without("it cannot be seen from outside, and does not say why");
  });

const section = z.strictObject({
  section: sourceSchema,
  title: text,
  facts: z.array(fact).min(1),
});

export const playbooksSchema = z
  .strictObject({
    /** Names of the documents that `source` may name. */
    documents: z.array(z.string().regex(/^\S+$/, "a document's name is one word")).min(1),
    /** None where the documents are listed only so that `tocsin lint` can hold sources to them. */
    sections: z.array(section).default([]),
  })
  .superRefine(({ documents, sections }, context) => {
    for (const [i, { section: name }] of sections.entries()) {
      if (documents.includes(documentOf(name))) continue;
      const message = `"${documentOf(name)}" is not among \`documents\``;
      context.addIssue({ code: "custom", path: ["sections", i, "section"], message });
    }
  });

export type Facts = z.output<typeof playbooksSchema>;
export type Section = z.output<typeof section>;
export type Fact = z.output<typeof fact>;

interface Named {
  definitions: object;
  objectives: object;
  runbooks: object;
  docs: object;
  routines: readonly string[];
  dashboards: readonly string[];
}

/** In how many places a fact lives. */
export function placesIn({ definitions, objectives, runbooks, docs, routines, dashboards }: Named): number {
  const named = [definitions, objectives, runbooks, docs].reduce((sum, places) => sum + Object.keys(places).length, 0);
  return named + routines.length + dashboards.length;
}
