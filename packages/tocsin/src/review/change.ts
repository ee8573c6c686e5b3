import { z } from "zod";

/** What a change does, in the words of alerting. docs/how-to/review.md tells what each means. */
const changeKind = z.enum([
  "removed",
  "re-created",
  "muted",
  "replaced",
  "deleted",
  "rerouted",
  "quieter",
  "loosened",
  "later",
  "narrowed",
  "recovery",
  "redirected",
  "security",
  "added",
  "renamed",
  "louder",
  "tightened",
  "sooner",
  "widened",
  "unmuted",
  "runbook",
  "settings",
  "text",
]);

export type ChangeKind = z.infer<typeof changeKind>;

const weight = z.enum(["dangerous", "notable", "minor"]);

type Weight = z.infer<typeof weight>;

/** One thing that changes, in a sentence. */
export const change = z.strictObject({
  /** Null for what belongs to no single definition. */
  definition: z.string().nullable(),
  /** Of the definition, after the change; before it where it is removed. */
  severity: z.string().nullable(),
  kind: changeKind,
  weight,
  /** Plain text. It may quote definitions and vendors: to be escaped where it is shown. */
  text: z.string().min(1),
  /** Why it is dangerous; null where it is not. */
  danger: z.string().nullable(),
  /** The places that it accounts for: fields of the definition, or `VENDOR KIND NAME: PATH` of an object. */
  paths: z.array(z.string()),
});

export type Change = z.infer<typeof change>;

/**
 * What a change means for whoever is to be woken, which decides with the severity how much it weighs. `never`: dangerous
 * whatever the severity. `less`: something that was told no longer is, or later. `words`: the text of a message only.
 */
export type Effect = "never" | "less" | "more" | "other" | "words";

/** A change before it is known whom it concerns. */
export interface Draft {
  kind: ChangeKind;
  effect: Effect;
  text: string;
  /** For `never`: why. */
  danger?: string;
  paths: string[];
}

/** What a change of a kind means as a rule. */
const usual: Readonly<Record<ChangeKind, Effect>> = {
  ...{
    removed: "never",
    "re-created": "never",
    muted: "never",
    replaced: "never",
    deleted: "never",
    security: "never",
  },
  ...{ rerouted: "less", quieter: "less", loosened: "less", later: "less", narrowed: "less", redirected: "less" },
  ...{ added: "more", louder: "more", tightened: "more", sooner: "more", widened: "more", unmuted: "more" },
  ...{ recovery: "other", renamed: "other", runbook: "other", settings: "other", text: "words" },
};

/**
 * A change in a sentence.
 * @param rule where it means something else than its kind does as a rule, and why it is dangerous
 */
export const draft = (
  kind: ChangeKind,
  text: string,
  paths: string | string[],
  rule: Partial<Pick<Draft, "effect" | "danger">> = {},
): Draft => ({ kind, effect: usual[kind], text, paths: [paths].flat(), ...rule });

/** Why less of it is dangerous in a page. */
const dangers: Partial<Record<ChangeKind, string>> = {
  loosened: "what has paged so far may not page",
  later: "what has paged so far pages later, or not",
  narrowed: "part of what it watched is watched by nobody",
  redirected: "what it watched so far may be watched by nobody",
  rerouted: "somebody who was notified no longer is",
  quieter: "something that was said is not said any more",
};

/** Of a draft, for a definition of some severity (null: unknown or shared, treated like a page). */
export function weigh(draft: Draft, definition: string | null, severity: string | null): Change {
  const { kind, effect, text, paths } = draft;
  const pages = severity === "page" || severity === null;
  const dangerous = effect === "never" || (effect === "less" && pages);
  return {
    definition,
    severity,
    kind,
    weight: dangerous ? "dangerous" : effect === "words" ? "minor" : "notable",
    text,
    danger: dangerous ? (draft.danger ?? dangers[kind] ?? "a page that fired so far may not fire") : null,
    paths,
  };
}

const weights: readonly Weight[] = weight.options;
const kinds: readonly ChangeKind[] = changeKind.options;
const severities = ["page", null, "ticket", "info"];

/** The most dangerous first, then pages before tickets, then by kind and definition. */
export function inOrder(changes: readonly Change[]): Change[] {
  const rank = (c: Change) => [weights.indexOf(c.weight), severities.indexOf(c.severity), kinds.indexOf(c.kind)];
  return [...changes].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, i) => value !== right[i]);
    if (at >= 0) return (left[at] ?? 0) - (right[at] ?? 0);
    const [x, y] = [`${a.definition ?? ""} ${a.text}`, `${b.definition ?? ""} ${b.text}`];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
