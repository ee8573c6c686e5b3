import { existsSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { type Facts, playbooksSchema } from "../coverage/facts.ts";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import { readText } from "../shared/text-file.ts";

/** The documents that the team's definitions come from, and what they ask for. */
export const factsFile = "test/playbooks.yaml";

/**
 * What the file says; null where there is none.
 * @throws ConfigurationError with everything that is wrong in it
 */
export function readFacts(root: string): Facts | null {
  const file = path.join(root, factsFile);
  if (!existsSync(file)) return null;
  const problem = (rule: string, message: string): Problem => ({
    rule,
    severity: "error",
    file: factsFile,
    line: null,
    definition: null,
    message,
    remedy: "Correct it there.",
  });
  const text = readText(file);
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new ConfigurationError("The facts cannot be read:", [problem("coverage/unreadable", said)]);
  }
  const parsed = playbooksSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    "The facts cannot be used:",
    parsed.error.issues.map(({ path: at, message }) => problem("coverage/invalid", `${at.join(".")}: ${message}`)),
  );
}

/** Names of the documents that a source may name; null where the project lists none. */
export function listedDocuments(root: string): ReadonlySet<string> | null {
  const facts = readFacts(root);
  return facts === null ? null : new Set(facts.documents);
}
