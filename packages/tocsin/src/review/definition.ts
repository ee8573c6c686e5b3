import { type Definition, definitionSchema } from "../model/definition.ts";
import type { JsonObject } from "../model/resource.ts";
import { readableDuration } from "../model/units.ts";
import { type ChangeKind, type Draft, draft, type Effect } from "./change.ts";
import { conditionChanges } from "./condition.ts";
import { differences, within } from "./differences.ts";
import { signalChanges } from "./signal/index.ts";
import { list, valueText } from "./words.ts";

/**
 * What changes between two versions of one definition. Every place that differs is accounted for: what no sentence below is
 * about, and what this version of the language does not know, is told field by field.
 * @param known what has been found out elsewhere: a rename, other recipients
 */
export function definitionChanges(before: JsonObject, after: JsonObject, known: readonly Draft[]): Draft[] {
  const changed = differences(before, after);
  if (changed.length === 0) return [...known];
  const [was, is] = [definitionSchema.safeParse(before), definitionSchema.safeParse(after)];
  const told = [...known, ...(was.success && is.success ? sentences(was.data, is.data) : [])];
  const untold = changed.filter(({ path }) => !told.some((draft) => draft.paths.some((p) => covers(p, path))));
  return [
    ...told,
    ...untold.map(
      ({ path, before: old, after: now }): Draft =>
        draft("settings", `Its ${path} is ${valueText(now)} instead of ${valueText(old)}.`, path, {
          effect: /^(signal|condition|severity|route)\b/.test(path) ? "less" : "other",
        }),
    ),
  ];
}

/** A sentence about a part of a field accounts for the field when that is compared as a whole. */
const covers = (claimed: string, path: string): boolean => within(path, claimed) || within(claimed, path);

function sentences(before: Definition, after: Definition): Draft[] {
  return [
    ...severityChange(before, after),
    ...signalChanges(before, after),
    ...conditionChanges(before, after),
    ...identity(before, after),
    ...texts(before, after),
  ];
}

const loudness: readonly Definition["severity"][] = ["info", "ticket", "page"];
const called: Record<Definition["severity"], string> = { page: "a page", ticket: "a ticket", info: "an info" };

function severityChange(before: Definition, after: Definition): Draft[] {
  const [was, is] = [before.severity, after.severity];
  if (was === is) return [];
  const quieter = loudness.indexOf(is) < loudness.indexOf(was);
  const repeats = was === "page" ? ": it is no longer repeated" : is === "page" ? ": it is repeated" : "";
  const text = `Is ${called[is]} instead of ${called[was]}${repeats}.`;
  if (!quieter) return [draft("louder", text, "severity")];
  const drop: Pick<Draft, "effect" | "danger"> =
    was === "page" ? { effect: "never", danger: "it no longer wakes anybody" } : { effect: "other" };
  return [{ kind: "quieter", ...drop, text, paths: ["severity"] }];
}

function identity(before: Definition, after: Definition): Draft[] {
  const drafts: Draft[] = [];
  const tell = (field: keyof Definition, kind: ChangeKind, effect: Effect, text: string) => {
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      drafts.push(draft(kind, text, [field], { effect }));
  };
  // A new id is told where definitions are paired.
  if (before.id === after.id) {
    tell("aliases", "settings", "other", `Its earlier ids are ${idsText(after)} instead of ${idsText(before)}.`);
  }
  tell("title", "text", "words", `Is called ${valueText(after.title)} instead of ${valueText(before.title)}.`);
  tell(
    "service",
    "settings",
    "other",
    `Belongs to service ${after.service} instead of ${before.service}: mutes and views by service follow.`,
  );
  tell("repeat", "settings", "other", `Notifies again ${repeatText(after)} instead of ${repeatText(before)}.`);
  tell(
    "datadog",
    "settings",
    "less",
    `States as options of Datadog's ${optionsText(after)} instead of ${optionsText(before)}.`,
  );
  tell(
    "routeByGroup",
    "rerouted",
    "less",
    `Notifies by group ${groupRoutes(after)} instead of ${groupRoutes(before)}.`,
  );
  tell("owner", "settings", "other", `Is owned by ${after.owner} instead of ${before.owner}.`);
  tell("runbook", "runbook", "other", `Links to the runbook ${after.runbook} instead of ${before.runbook}.`);
  return drafts;
}

const optionsText = ({ datadog }: Definition): string => (datadog === undefined ? "none" : valueText(datadog));

const repeatText = ({ repeat }: Definition): string =>
  repeat === undefined
    ? "as its severity says"
    : repeat === "never"
      ? "not at all"
      : `every ${readableDuration(repeat.every)}${repeat.times === undefined ? "" : `, ${repeat.times} times`}`;

const groupRoutes = ({ routeByGroup }: Definition): string =>
  routeByGroup === undefined
    ? "nobody more"
    : list(Object.entries(routeByGroup.routes).map(([value, route]) => `${route} (${routeByGroup.tag} ${value})`));

const idsText = ({ aliases }: Definition): string => (aliases.length === 0 ? "none" : list(aliases));

/** Fields whose words only people read, and where they read them. */
const prose = [
  ["why", "what is lost"],
  ["causes", "the likely causes"],
  ["firstChecks", "the first checks"],
  ["recovered", "what to confirm when it has recovered"],
  ["source", "what asks for it"],
  ["ours", "the reasons of our own numbers"],
  ["differs", "where it differs from its source"],
] as const satisfies ReadonlyArray<readonly [keyof Definition, string]>;

function texts(before: Definition, after: Definition): Draft[] {
  const changed = prose.filter(([field]) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (changed.length === 0) return [];
  const text = `Says in other words ${list(changed.map(([, words]) => words))}.`;
  return [
    draft(
      "text",
      text,
      changed.map(([field]) => field),
    ),
  ];
}
