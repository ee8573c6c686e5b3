import type { Definition } from "../model/definition.ts";
import type { Problem } from "../model/problem.ts";
import type { Fact, Section } from "./facts.ts";
import { covers, isSame, valueAt } from "./paths.ts";

/** What there is that a fact may name as its place. */
export interface Places {
  definitions: readonly Definition[];
  /** Text by name of the page, without `.md`. */
  runbooks: ReadonlyMap<string, string>;
  /** Text by name of the file. */
  docs: ReadonlyMap<string, string>;
  /** `routine/check`. */
  routines: ReadonlySet<string>;
  dashboards: ReadonlySet<string>;
}

/** The file that facts stand in, as problems name it. */
const file = "playbooks.yaml";

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
  return [
    ...sections.flatMap(({ section, facts }) => facts.flatMap((fact) => placeProblems(section, fact, places))),
    ...sectionProblems(sections, places.definitions),
    ...unmarked(sections, places.definitions),
  ];
}

function placeProblems(section: string, fact: Fact, places: Places): Problem[] {
  const who = `${section}, "${fact.what}"`;
  const lost = (what: string) => problem("lost", `${who} ${what}`, "Correct the place, or what is there.");
  const byId = new Map<string, Definition>(places.definitions.map((one) => [one.id, one]));
  const definitions = Object.entries(fact.definitions).flatMap(([id, values]) => {
    const definition = byId.get(id);
    if (definition === undefined) return [lost(`lives in the definition ${id}, which is not there`)];
    return Object.entries(values).flatMap(([path, said]) => {
      const actual = valueAt(definition, path);
      if (isSame(actual, said)) return [];
      return [
        lost(`says that ${path} of ${id} is ${JSON.stringify(said)}; it is ${JSON.stringify(actual) ?? "not set"}`),
      ];
    });
  });
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
  return [
    ...definitions,
    ...pages("runbook", fact.runbooks, places.runbooks),
    ...pages("page", fact.docs, places.docs),
    ...names("routine", fact.routines, places.routines),
    ...names("dashboard", fact.dashboards, places.dashboards),
  ];
}

const plain = (text: string): string => text.replace(/\s+/g, " ").toLowerCase();

/** A section that a definition says it is for must have a fact that names the definition. */
function sectionProblems(sections: readonly Section[], definitions: readonly Definition[]): Problem[] {
  const bySection = new Map(sections.map(({ section, facts }) => [section, facts]));
  return definitions.flatMap(({ id, playbook }) =>
    playbook.flatMap((section) => {
      const facts = bySection.get(section);
      if (facts?.some((fact) => id in fact.definitions)) return [];
      const what = facts === undefined ? "there is no such section" : "no fact of that section names it";
      const message = `says that it is for ${section}, and ${what}`;
      return [problem("section", message, "Name the definition in a fact there, or correct its `playbook`.", id)];
    }),
  );
}

/** What a definition states that a playbook could have said: numbers, tags, texts, paths, events, schedules. */
const stateable: readonly RegExp[] = [
  /^condition\.(critical|warning|recovery|warningRecovery|window|throttle|failures)$/,
  /^signal\.(tags\.[^.]+|transaction|statistic|comparedWith|minimum|path|every|events|whole)$/,
  /^signal\.(filter|part)\.(phrases|path|status|above)$/,
  /^signal\.expect\.(status|json)$/,
  /^signal\.crons\.\d+\.(path|schedule|maxDuration)$/,
];

/** Everything in a definition that must come from a playbook or be marked as ours, with its value. */
function statedBy(definition: Definition): [path: string, value: unknown][] {
  const found: [string, unknown][] = [];
  const look = (value: unknown, path: string): void => {
    if (value === undefined) return;
    // A log measure's statistic says how lines become one number, not what is asked of it.
    const technical = path === "signal.statistic" && definition.signal.kind === "log-measure";
    if (stateable.some((pattern) => pattern.test(path)) && !technical) found.push([path, value]);
    else if (value !== null && typeof value === "object")
      for (const [key, part] of Object.entries(value)) look(part, `${path}.${key}`);
  };
  look(definition.condition, "condition");
  look(definition.signal, "signal");
  return found;
}

function unmarked(sections: readonly Section[], definitions: readonly Definition[]): Problem[] {
  const facts = sections.flatMap((one) => one.facts);
  return definitions.flatMap((definition) => {
    const claimed = facts.flatMap((fact) => Object.keys(fact.definitions[definition.id] ?? {}));
    const stated = [...claimed, ...Object.keys(definition.ours)];
    return statedBy(definition)
      .filter(([path]) => !stated.some((one) => covers(one, path)))
      .map(([path, value]) =>
        problem(
          "invented",
          `${path} is ${JSON.stringify(value)}, which no fact says and \`ours\` does not explain`,
          "Say in `ours` why it is so, or name it in the fact that it comes from.",
          definition.id,
        ),
      );
  });
}
