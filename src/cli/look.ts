import { readFile } from "node:fs/promises";
import path from "node:path";
import type { StackConfig } from "../model/stack.ts";
import type { Connections } from "../vendors/connections.ts";
import { type AcceptedEntry, acceptedFile, parseAccepted } from "../verify/accepted.ts";
import type { Broken } from "../verify/gate/broken.ts";
import { isGated } from "../verify/gate/gate.ts";
import type { Report } from "../verify/report.ts";
import { verify } from "../verify/verify.ts";
import { lastRecord } from "./gate-record.ts";
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
  const [accepted, breakGlass] = await Promise.all([readAccepted(root), brokenGlass(root, stack)]);
  return verify({
    resources,
    stack: stack.name,
    project: { config: stack, definitions },
    accepted,
    breakGlass,
    connections,
    now: () => new Date(),
  });
}

/** What runs behind broken glass. Without the state that is not known, and everything else can be checked all the same. */
async function brokenGlass(root: string, stack: StackConfig): Promise<Broken[] | { unknown: string }> {
  if (!isGated(stack)) return [];
  try {
    return (await lastRecord(root, stack.name, `tocsin verify --stack ${stack.name}`))?.breakGlass ?? [];
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n").slice(-1);
    return { unknown: `Whether anything runs behind broken glass: the state cannot be read. ${reason?.trim()}` };
  }
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
