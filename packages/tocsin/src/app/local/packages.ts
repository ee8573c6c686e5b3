/** The packages of the local stack. A team that only reviews and deploys does without them, so they are found by name. */
import { createRequire } from "node:module";
import path from "node:path";
import { UsageError } from "../../shared/usage-error.ts";

/**
 * The file of a package of the local stack, as the project has it, or else as this tool has it.
 * @throws UsageError when it is installed in neither
 */
export function localPackageFile(
  root: string,
  name: "tocsin-emulators/main" | "tocsin-fake-providers/install",
): string {
  for (const from of [path.join(root, "package.json"), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The next place may have it.
    }
  }
  throw new UsageError(
    `The local stack needs the package ${name.split("/")[0]}. Install it: npm install --save-dev tocsin-emulators tocsin-fake-providers`,
  );
}
