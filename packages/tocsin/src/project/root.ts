import { existsSync } from "node:fs";
import path from "node:path";
import { createCommand } from "create-tocsin";
import { UsageError } from "../shared/usage-error.ts";

/** The nearest folder at or above `from` that holds a Pulumi project; null if there is none. */
export function projectAbove(from: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "Pulumi.yaml"))) return folder;
    if (folder === path.dirname(folder)) return null;
  }
}

/**
 * The folder of the project around `from`.
 * @throws UsageError when there is none
 */
export function projectRoot(from: string): string {
  const root = projectAbove(from);
  if (root !== null) return root;
  throw new UsageError(
    `There is no project here: neither ${from} nor a folder above it has a Pulumi.yaml. Go to a project's folder. To create a project, ${createCommand}.`,
  );
}
