import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Connections } from "../vendors/connections.ts";
import { type AcceptedEntry, acceptedFile, parseAccepted } from "../verify/accepted.ts";
import type { Report } from "../verify/report.ts";
import { verify } from "../verify/verify.ts";
import type { Project } from "./project.ts";

/**
 * What verify says of a project's stack, with what the project accepts.
 * @throws ConfigurationError when accepted.yaml cannot be used
 */
export async function lookAt(
  root: string,
  { stack, definitions, resources }: Pick<Project, "stack" | "definitions" | "resources">,
  connections: Connections,
): Promise<Report> {
  return verify({
    resources,
    stack: stack.name,
    project: { config: stack, definitions },
    accepted: await readAccepted(root),
    connections,
    now: () => new Date(),
  });
}

/** The entries of the project's accepted.yaml; none without the file. */
async function readAccepted(root: string): Promise<AcceptedEntry[]> {
  try {
    return parseAccepted(await readFile(path.join(root, acceptedFile), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
