import type { Dashboard } from "../model/dashboard.ts";
import type { Definition } from "../model/definition.ts";
import type { Objective } from "../model/objective.ts";
import type { Problem } from "../model/problem.ts";
import { valueAt } from "../model/resource.ts";
import { measuresLogs } from "../model/signals/facts.ts";
import { canonicalJson } from "../shared/digest.ts";
import type { Fact, Section } from "./facts.ts";

/** What there is that a fact may name as its place. */
export interface Places {
  definitions: readonly Definition[];
  objectives: readonly Objective[];
  /** Text by name of the page, without `.md`. */
  runbooks: ReadonlyMap<string, string>;
  /** Text by name of the file. */
  docs: ReadonlyMap<string, string>;
  /** `routine/check`. */
  routines: ReadonlySet<string>;
  dashboards: readonly Dashboard[];
}

type Values = Fact["definitions"];

/** The file that facts stand in, as problems name it. */
const file = "test/playbooks.yaml";

const problem = (rule: string, message: string, remedy: string, definition: string | null = null): Problem => ({
  rule: `coverage/${rule}`,
  severity: "error",
  file,
  line: null,
  definition,
  message,
  remedy,
});

/** Both directions: every place of a fact is there and says it, and everything that a definition states comes from one. */
export function coverageProblems(sections: readonly Section[], places: Places): Problem[] {
  const { definitions, objectives, dashboards } = places;
  const facts = sections.flatMap((one) => one.facts);
  const valuesIn = (of: (fact: Fact) => Values, id: string) => facts.flatMap((fact) => Object.keys(of(fact)[id] ?? {}));
  return [
    ...sections.flatMap(({ section, facts: own }) => own.flatMap((fact) => placeProblems(section, fact, places))),
    ...sections.flatMap(({ section, facts: own }) => own.flatMap((fact) => meaningProblems(section, fact, places))),
    ...sectionProblems(sections, definitions, (fact, id) => id in fact.definitions),
    ...sectionProblems(sections, objectives, (fact, id) => id in fact.objectives),
    ...sectionProblems(sections, dashboards, (fact, id) => fact.dashboards.includes(id)),
    ...definitions.flatMap((one) =>
      unmarked(
        one,
        statedBy(one),
        valuesIn((fact) => fact.definitions, one.id),
      ),
    ),
    ...objectives.flatMap((one) =>
      unmarked(
        one,
        promisedBy(one),
        valuesIn((fact) => fact.objectives, one.id),
      ),
    ),
  ];
}

function placeProblems(section: string, fact: Fact, places: Places): Problem[] {
  const who = `${section}, "${fact.what}"`;
  const lost = (what: string) => problem("lost", `${who} ${what}`, "Correct the place, or what is there.");
  const stated = (kind: string, named: Values, there: readonly { id: string }[]) => {
    const byId = new Map(there.map((one) => [one.id, one]));
    return Object.entries(named).flatMap(([id, values]) => {
      const found = byId.get(id);
      if (found === undefined) return [lost(`lives in the ${kind} ${id}, which is not there`)];
      return Object.entries(values).flatMap(([path, said]) => {
        const actual = valueAt(found, path);
        if (canonicalJson(actual) === canonicalJson(said)) return [];
        return [
          lost(`says that ${path} of ${id} is ${JSON.stringify(said)}; it is ${JSON.stringify(actual) ?? "not set"}`),
        ];
      });
    });
  };
  const pages = (kind: string, named: Fact["runbooks"], there: ReadonlyMap<string, string>) =>
    Object.entries(named).flatMap(([page, words]) => {
      const text = there.get(page);
      if (text === undefined) return [lost(`lives on the ${kind} ${page}, which is not there`)];
      return (words === null ? [] : [words].flat())
        .filter((one) => !plain(text).includes(plain(one)))
        .map((one) => lost(`lives on the ${kind} ${page}, where "${one}" does not stand`));
    });
  const names = (kind: string, named: readonly string[], there: ReadonlySet<string>) =>
    named.filter((name) => !there.has(name)).map((name) => lost(`lives in the ${kind} ${name}, which is not there`));
  const drawn = places.dashboards.filter(({ id }) => fact.dashboards.includes(id)).flatMap(({ searches }) => searches);
  return [
    ...stated("definition", fact.definitions, places.definitions),
    ...stated("objective", fact.objectives, places.objectives),
    ...pages("runbook", fact.runbooks, places.runbooks),
    ...pages("page", fact.docs, places.docs),
    ...names("routine", fact.routines, places.routines),
    ...names("dashboard", fact.dashboards, new Set(places.dashboards.map(({ id }) => id))),
    ...(fact.kind !== "search" || fact.dashboards.length === 0 || drawn.some(({ query }) => query === fact.what)
      ? []
      : [lost("is a search, and no dashboard that it names shows exactly that")]),
  ];
}

/** A fact that only names definitions holds whatever they watch: it must say what would be different if it were false. */
function meaningProblems(section: string, fact: Fact, { definitions, objectives }: Places): Problem[] {
  const stated = [...Object.values(fact.definitions), ...Object.values(fact.objectives)];
  const elsewhere = [fact.runbooks, fact.docs].flatMap(Object.values).some((words) => words !== null);
  const isWordForWord = fact.kind === "search" && fact.dashboards.length > 0;
  if (elsewhere || isWordForWord || fact.routines.length > 0) return [];
  if (stated.some((values) => Object.keys(values).length > 0)) return [];
  const there = new Set<string>([...definitions, ...objectives].map(({ id }) => id));
  const ids = [fact.definitions, fact.objectives].flatMap(Object.keys).filter((id) => there.has(id));
  if (ids.length === 0) return [];
  const message = `${section}, "${fact.what}" names ${ids.join(", ")} and no value there: it would hold whatever is watched`;
  return [problem("meaning", message, "State a value that would be another one if the fact were not so.")];
}

const plain = (text: string): string => text.replace(/\s+/g, " ").toLowerCase();

/** A section that something says it is for must have a fact that names it. */
function sectionProblems(
  sections: readonly Section[],
  all: readonly { id: string; source: readonly string[] }[],
  names: (fact: Fact, id: string) => boolean,
): Problem[] {
  const bySection = new Map(sections.map(({ section, facts }) => [section, facts]));
  return all.flatMap(({ id, source }) =>
    source.flatMap((section) => {
      const facts = bySection.get(section);
      if (facts?.some((fact) => names(fact, id))) return [];
      const what = facts === undefined ? "there is no such section" : "no fact of that section names it";
      const message = `says that it is for ${section}, and ${what}`;
      return [problem("section", message, "Name it in a fact there, or correct its `source`.", id)];
    }),
  );
}

/** What a definition states that a source could have said: numbers, tags, texts, paths, events, schedules. */
const stateable: readonly RegExp[] = [
  /^condition\.(critical|warning|recovery|warningRecovery|window|throttle|failures)$/,
  /^signal\.(tags\.[^.]+|transaction|statistic|comparedWith|minimum|path|every|events|whole)$/,
  /^signal\.(filter|part)\.(phrases|path|status|above)$/,
  /^signal\.expect\.(status|json)$/,
  /^signal\.crons\.\d+\.(path|schedule|maxDuration)$/,
];

/** Everything in a definition that must come from a source or be marked as ours, with its value. */
function statedBy(definition: Definition): [path: string, value: unknown][] {
  const found: [string, unknown][] = [];
  const look = (value: unknown, path: string): void => {
    if (value === undefined) return;
    // A log measure's statistic says how lines become one number, not what is asked of it.
    const technical = path === "signal.statistic" && measuresLogs(definition.signal);
    if (stateable.some((pattern) => pattern.test(path)) && !technical) found.push([path, value]);
    else if (value !== null && typeof value === "object")
      for (const [key, part] of Object.entries(value)) look(part, `${path}.${key}`);
  };
  look(definition.condition, "condition");
  look(definition.signal, "signal");
  // Whom to wake is said by a source, or decided here: who is woken may ask why.
  if (definition.severity === "page") found.push(["severity", definition.severity]);
  return found;
}

/** What an objective promises in numbers. */
function promisedBy({ target, warning, window, indicator }: Objective): [path: string, value: unknown][] {
  const limit = indicator.kind === "good-time" ? indicator.limit : undefined;
  const all: [string, unknown][] = [
    ["target", target],
    ["warning", warning],
    ["window", window],
    ["indicator.limit", limit],
  ];
  return all.filter(([, value]) => value !== undefined);
}

/** What is stated that neither a fact (`claimed`) nor the mark of what is ours accounts for. */
function unmarked(
  { id, ours }: { id: string; ours: Record<string, string> },
  found: [path: string, value: unknown][],
  claimed: readonly string[],
): Problem[] {
  const stated = [...claimed, ...Object.keys(ours)];
  return found
    .filter(([path]) => !stated.some((one) => covers(one, path)))
    .map(([path, value]) =>
      problem(
        "invented",
        `${path} is ${JSON.stringify(value)}, which no fact says and \`ours\` does not explain`,
        "Say in `ours` why it is so, or name it in the fact that it comes from.",
        id,
      ),
    );
}

/** `signal.crons.0.schedule` as `signal.crons.schedule`: what is said of all members of a list. */
const withoutPlaces = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, "");

/** Whether something said of `stated` is said of `path` too, or of a part of it. */
function covers(stated: string, path: string): boolean {
  const [a, b] = [stated, path].map(withoutPlaces);
  return a === b || `${b}.`.startsWith(`${a}.`) || `${a}.`.startsWith(`${b}.`);
}
