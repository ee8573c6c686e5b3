import { isObject, valueAt } from "../model/resource.ts";
import { kinds } from "../vendors/kinds.ts";
import { type Draft, draft } from "./change.ts";
import { factOf } from "./facts.ts";
import type { ObjectChange, ObjectPair } from "./objects.ts";
import type { CompiledResource } from "./state.ts";
import { valueText } from "./words.ts";

const guardedKinds = new Set(Object.entries(kinds).flatMap(([kind, { guarded }]) => (guarded ? [kind] : [])));

/** What is said about an object that goes, in a stack that protects it. */
export const refusal = (kind: string, { stack, production }: Pick<About, "stack" | "production">): string =>
  production && guardedKinds.has(kind) ? ` The engine refuses that in ${stack}, where it is protected.` : "";

export interface About {
  /** The object as a sentence begins with it: `Its datadog monitor`. */
  subject: string;
  stack: string;
  production: boolean;
  /** Fields of the definition that changed; empty for an object that no definition carries. */
  fields: ReadonlySet<string>;
  /** Whether it was told that other people are told. */
  rerouted: boolean;
}

/**
 * What changes in a vendor's object and does not follow from its definition: it comes from the stack file, from a shared
 * route or from the tool itself, and nobody would look for it there.
 */
export function unexplained({ change, before, after }: ObjectPair, about: About): Draft[] {
  if (before === null || after === null) return [];
  const { subject, fields, rerouted } = about;
  const place = (path: string) => `${change.vendor} ${change.kind} ${change.name}: ${path}`;
  const lost = recoveryLost(before, after, change.differences);
  const drafts: Draft[] = [];
  if (lost.length > 0) {
    drafts.push(
      draft("recovery", "No longer says when it recovers.", lost.map(place), {
        effect: "never",
        danger: "whoever was woken never learns that it has recovered",
      }),
    );
  }
  if (change.action === "replace") {
    drafts.push(
      draft(
        "replaced",
        `${subject} is replaced by a new one (${change.costs.join("; ")}).${refusal(change.kind, about)}`,
        [place("")],
        { danger: "between the old resource and the new one there may be a gap" },
      ),
    );
  }
  for (const { path, before: was, after: is } of change.differences) {
    if (lost.includes(path) || change.costs.some((cost) => cost.startsWith(`${path}:`))) continue;
    const told = factOf(change.kind, path, was ?? undefined, is ?? undefined, fields);
    if (told !== null) drafts.push({ ...told, paths: [place(path)] });
    else if (!follows(path, fields, rerouted)) {
      const text = prose.test(path);
      const what = text ? "has other words" : `is ${valueText(is)} instead of ${valueText(was)}`;
      const though = change.definition === null ? "" : " though its definition does not";
      drafts.push(
        draft(text ? "text" : "settings", `${subject} changes${though}: ${path} ${what}.`, place(path), {
          effect: text ? "words" : weighty.test(path) ? "less" : "other",
        }),
      );
    }
  }
  return drafts;
}

/** Texts that people read; everything about the definition stands in them. */
const prose =
  /^(name|message|description|comment|options\.monitor_name|actionFilters\.\d+\.actions\.\d+\.data\.notes)$/;

/** What an alert fires by. */
const weighty =
  /^(query|type|conditionGroup|dataSources|triggers|options\.thresholds|options\.variables|config\.assertions|detectorIds)\b/;

/** By which changed fields of the definition a changed place of its object is explained. */
const sources: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [/priority$/, ["severity", "datadog"]],
  [/renotify|escalation_message/, ["severity", "condition", "repeat"]],
  [/^tags$|^metadata\b/, ["service", "severity", "id"]],
  [/^actionFilters\.\d+\.actions\b/, ["route"]],
];

function follows(path: string, fields: ReadonlySet<string>, rerouted: boolean): boolean {
  if (prose.test(path)) return fields.size > 0 || rerouted;
  if (/^actionFilters\.\d+\.actions\b/.test(path) && rerouted) return true;
  const row = sources.find(([pattern]) => pattern.test(path));
  const from = row?.[1] ?? ["signal", "condition", "datadog", "id"];
  return from.some((field) => fields.has(field));
}

/** The changed places by which an object loses what sends the message that it is over; none if it keeps it. */
function recoveryLost(
  before: CompiledResource,
  after: CompiledResource,
  changed: ObjectChange["differences"],
): string[] {
  if (!speaksOfRecovery(before) || speaksOfRecovery(after)) return [];
  const paths = changed.map(({ path }) => path);
  if (before.kind !== "workflow") return paths.filter((path) => path === "message");
  return changed
    .flatMap(({ path, before: was }) => (isObject(was) && was.type === resolved ? [path] : []))
    .concat(
      paths.filter(
        (path) => path === "triggers" || path === "triggers.conditions" || valueAt(before.body, path) === resolved,
      ),
    );
}

const resolved = "issue_resolved_trigger";

function speaksOfRecovery({ kind, body }: CompiledResource): boolean {
  if (kind === "monitor" || kind === "synthetics-test") {
    return typeof body.message === "string" && body.message.includes("{{#is_recovery}}");
  }
  if (kind !== "workflow") return false;
  const triggers = valueAt(body, "triggers.conditions");
  return Array.isArray(triggers) && triggers.some((t) => isObject(t) && t.type === resolved);
}
