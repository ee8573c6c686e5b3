import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { coverageProblems, type Places } from "../coverage/check.ts";
import { playbooksSchema, type Section } from "../coverage/facts.ts";
import { renderCoverage } from "../coverage/render.ts";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import { type Loaded, loadDefinitions } from "../project/definitions.ts";
import { daily, weekly } from "../routines/routines.ts";

/** What the playbooks ask for, in the project's folder. */
const factsFile = "test/playbooks.yaml";
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
  const sections = readFacts(root);
  const problems = coverageProblems(sections, placesIn(root, loaded));
  return { sections, problems, page: renderCoverage(sections, definitions, loaded.objectives) };
}

/** @throws ConfigurationError with everything that is wrong in the file */
function readFacts(root: string): Section[] {
  const file = path.join(root, factsFile);
  if (!existsSync(file)) throw new ConfigurationError(`There is no ${factsFile}: it says what the playbooks ask for.`);
  const problem = (rule: string, message: string): Problem => ({
    rule,
    severity: "error",
    file: factsFile,
    line: null,
    definition: null,
    message,
    remedy: "Correct it there.",
  });
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, "utf8"));
  } catch (error) {
    const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new ConfigurationError("The facts cannot be read:", [problem("coverage/unreadable", said)]);
  }
  const parsed = playbooksSchema.safeParse(raw);
  if (parsed.success) return parsed.data.sections;
  throw new ConfigurationError(
    "The facts cannot be used:",
    parsed.error.issues.map(({ path: at, message }) => problem("coverage/invalid", `${at.join(".")}: ${message}`)),
  );
}

function placesIn(
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

/** Texts of a folder's pages, by file name. */
function pages(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}
