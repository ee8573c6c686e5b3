import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { coverageProblems, type Places } from "../coverage/check.ts";
import type { Section } from "../coverage/facts.ts";
import { renderCoverage } from "../coverage/render.ts";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import { type Loaded, loadDefinitions } from "../project/definitions.ts";
import { daily, weekly } from "../routines/routines.ts";
import { readText } from "../shared/text-file.ts";
import { factsFile, readFacts } from "./facts-file.ts";

/** The page that is written from it. */
export const pageFile = path.join("docs", "coverage.md");

export interface Coverage {
  sections: Section[];
  /** What is lost, invented, or without a section. */
  problems: Problem[];
  /** The page as it should be. */
  page: string;
}

/**
 * The facts of a project, held against what is there.
 * @throws ConfigurationError when definitions or facts cannot be read
 */
export async function loadCoverage(root: string): Promise<Coverage> {
  const loaded = await loadDefinitions(root);
  const { definitions, problems: unusable } = loaded;
  if (unusable.length > 0) throw new ConfigurationError("The definitions cannot be used:", unusable);
  const sections = sectionsOf(root);
  const problems = coverageProblems(sections, placesIn(root, loaded));
  return { sections, problems, page: renderCoverage(sections, definitions, loaded.objectives) };
}

/** @throws ConfigurationError where the project holds no facts */
function sectionsOf(root: string): Section[] {
  const facts = readFacts(root);
  if (facts === null)
    throw new ConfigurationError(`There is no ${factsFile}: it says what the team's documents ask for.`);
  if (facts.sections.length > 0) return facts.sections;
  throw new ConfigurationError(`${factsFile} has no \`sections\`: they say what the team's documents ask for.`);
}

/** What facts can name in a project. */
export function placesIn(
  root: string,
  { definitions, objectives, dashboards }: Pick<Loaded, "definitions" | "objectives" | "dashboards">,
): Places {
  const docs = pages(path.join(root, "docs"));
  const runbooks = pages(path.join(root, "runbooks"));
  const checks = [daily, weekly].flatMap((routine) => routine.checks.map(({ name }) => `${routine.name}/${name}`));
  return {
    definitions,
    objectives,
    docs,
    runbooks: new Map([...runbooks].map(([name, text]) => [name.replace(/\.md$/, ""), text])),
    routines: new Set(checks),
    dashboards,
  };
}

/** Texts of the pages in and below a folder, by their path there, with `/`. */
function pages(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.replaceAll(path.sep, "/"));
  return new Map(names.map((name) => [name, readText(path.join(folder, name))]));
}
