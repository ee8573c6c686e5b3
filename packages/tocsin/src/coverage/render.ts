import type { Definition } from "../model/definition.ts";
import type { Objective } from "../model/objective.ts";
import { valueAt } from "../model/resource.ts";
import { type Fact, placesIn, type Section } from "./facts.ts";

/** How many facts there are, and of how many places. */
export interface CoverageSummary {
  sections: number;
  facts: number;
  /** With at least one place. */
  placed: number;
  /** Without a place, for a stated reason. */
  reasoned: number;
  outside: number;
}

export function summaryOf(sections: readonly Section[]): CoverageSummary {
  const facts = sections.flatMap((one) => one.facts);
  const placed = facts.filter((fact) => placesIn(fact) > 0).length;
  return {
    sections: sections.length,
    facts: facts.length,
    placed,
    reasoned: facts.length - placed,
    outside: facts.filter(({ outside }) => outside).length,
  };
}

const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\s+/g, " ").trim();
const code = (text: string): string => `\`${text}\``;
/** Text of the documents holds brackets, stars and angle brackets that Markdown would take for its own. */
const literal = (text: string): string => cell(text).replace(/([[\]*<>_])/g, "\\$1");

function where(fact: Fact): string {
  const links = (named: Record<string, unknown>, to: (name: string) => string) =>
    Object.keys(named).map((name) => `[${name}](${to(name)})`);
  return cell(
    [
      ...Object.keys(fact.definitions).map(code),
      ...Object.keys(fact.objectives).map((name) => `objective ${name}`),
      ...fact.dashboards.map((name) => `dashboard ${name}`),
      ...fact.routines.map((name) => code(`tocsin ${name.replace("/", "` ")}`).slice(0, -1)),
      ...links(fact.runbooks, (name) => `../runbooks/${name}.md`),
      ...links(fact.docs, (name) => name),
    ].join(", ") + (fact.because === undefined ? "" : `${placesIn(fact) > 0 ? ". " : ""}${fact.because}`),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/**
 * The map as a page below docs/: every section, what it asks for and where that lives; what nobody can see from outside; and
 * the numbers that no document gives. Pure: the same input gives the same page.
 */
export function renderCoverage(
  sections: readonly Section[],
  definitions: readonly Definition[],
  objectives: readonly Objective[] = [],
): string {
  const { facts, placed, reasoned } = summaryOf(sections);
  const outside = sections.flatMap((one) =>
    one.facts.filter((fact) => fact.outside).map((fact) => [one.section, fact] as const),
  );
  const ours = [...definitions, ...objectives]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((definition) =>
      Object.entries(definition.ours).map(([path, reason]) => [
        code(definition.id),
        code(path),
        shown(definition, path),
        cell(reason),
      ]),
    );
  return [
    "# What the documents ask for, and where it lives",
    "<!-- Written by `tocsin coverage --write` from test/playbooks.yaml and the definitions; a change by hand is lost. -->",
    `${facts} facts of ${sections.length} sections: ${placed} have a place, ${reasoned} have a reason instead. A definition's number, tag, text or path comes from a fact or is marked as ours; \`npx tocsin coverage --check\` holds both to it.`,
    ...sections.map(
      ({ section, title, facts: own }) =>
        `## ${section}: ${literal(title)}\n\n${table(
          ["What", "Kind", "Where"],
          own.map((fact) => [literal(fact.what), fact.kind, where(fact)]),
        )}`,
    ),
    `## What nobody can see from outside\n\n${table(
      ["Section", "What", "Why, and what covers it instead"],
      outside.map(([section, fact]) => [section, literal(fact.what), where(fact)]),
    )}`,
    `## What is ours\n\nWhere no document gives a number, the definition chooses one and says why. A stack sets its own under \`tocsin:overrides\`, with a reason.\n\n${table(["Definition", "Field", "Value", "Why"], ours)}`,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

/** The value that `ours` explains, or nothing where it explains no single one. */
function shown(definition: Definition | Objective, path: string): string {
  const value = valueAt(definition, path);
  return value === undefined || (value !== null && typeof value === "object") ? "" : code(String(value));
}
