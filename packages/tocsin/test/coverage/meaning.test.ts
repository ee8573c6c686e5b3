/** Every fact of the team's, made false, is noticed: what it says of definitions, objectives, pages, routines and dashboards. */
import { beforeAll, expect, it } from "vitest";
import { placesIn } from "../../src/app/coverage.ts";
import { readFacts } from "../../src/app/facts-file.ts";
import { coverageProblems, type Places } from "../../src/coverage/check.ts";
import type { Fact, Section } from "../../src/coverage/facts.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";

const root = process.cwd();
let sections: readonly Section[] = [];
let places: Places;
beforeAll(async () => {
  sections = readFacts(root)?.sections ?? [];
  places = placesIn(root, await loadDefinitions(root));
});

/** A copy in which another value stands at a dotted path. */
function otherwise<T>(whole: T, path: string): T {
  const copy = structuredClone(whole);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce(
    (at: unknown, key) => (at === null || typeof at !== "object" ? undefined : Reflect.get(at, key)),
    copy,
  );
  if (parent !== null && typeof parent === "object") Reflect.set(parent, last, "what the fact does not say");
  return copy;
}

const without = (pages: ReadonlyMap<string, string>, page: string, text: string | null): Map<string, string> => {
  const copy = new Map(pages);
  if (text === null) copy.delete(page);
  // Wherever it stands, in whatever case and however it is wrapped.
  else
    copy.set(
      page,
      (pages.get(page) ?? "")
        .replace(/\s+/g, " ")
        .toLowerCase()
        .replaceAll(text.replace(/\s+/g, " ").toLowerCase(), ""),
    );
  return copy;
};

type Kind = "definitions" | "objectives";

/** What would be there if one thing that a fact says were not so, each by what it says. */
function falsified(fact: Fact): [says: string, places: Places][] {
  const values = (kind: Kind) =>
    Object.entries(fact[kind]).flatMap(([id, stated]): [string, Places][] => {
      const gone = { ...places, [kind]: places[kind].filter((one) => one.id !== id) };
      const changed = Object.keys(stated).map((path): [string, Places] => [
        `${id} ${path}`,
        { ...places, [kind]: places[kind].map((one) => (one.id === id ? otherwise(one, path) : one)) },
      ]);
      return [[id, gone], ...changed];
    });
  const pages = (kind: "runbooks" | "docs") =>
    Object.entries(fact[kind]).flatMap(([page, words]) =>
      (words === null ? [null] : [words].flat()).map((text): [string, Places] => [
        `${page} ${text}`,
        { ...places, [kind]: without(places[kind], page, text) },
      ]),
    );
  return [
    ...values("definitions"),
    ...values("objectives"),
    ...pages("runbooks"),
    ...pages("docs"),
    ...fact.routines.map((name): [string, Places] => [
      name,
      { ...places, routines: new Set([...places.routines].filter((one) => one !== name)) },
    ]),
    ...fact.dashboards.map((id): [string, Places] => [
      id,
      { ...places, dashboards: places.dashboards.filter((one) => one.id !== id) },
    ]),
  ];
}

it("notices each thing that a fact says and that is not so", () => {
  const unnoticed: string[] = [];
  let tried = 0;
  for (const section of sections) {
    for (const fact of section.facts) {
      for (const [says, there] of falsified(fact)) {
        tried += 1;
        const told = coverageProblems([{ ...section, facts: [fact] }], there).filter(
          ({ rule }) => rule === "coverage/lost",
        );
        if (told.length === 0) unnoticed.push(`${section.section}, "${fact.what}": ${says}`);
      }
    }
  }
  expect(unnoticed).toEqual([]);
  expect(tried).toBeGreaterThan(400);
});

it("has no fact that only names what watches it", () => {
  expect(coverageProblems(sections, places)).toEqual([]);
});
