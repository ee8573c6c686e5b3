import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type JunitSuite, junitXml } from "../shared/junit.ts";
import { UsageError } from "../shared/usage-error.ts";
import { withoutSecrets } from "../vendors/secrets.ts";

/** Writes suites for a CI system to show. @throws UsageError when the file cannot be written */
export function writeJunit(file: string, suites: readonly JunitSuite[]): void {
  const target = path.resolve(file);
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, withoutSecrets(junitXml(suites)));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The JUnit file cannot be written to ${file}: ${why}`, { cause });
  }
}
