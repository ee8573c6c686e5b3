import { type JunitSuite, junitXml } from "../shared/junit.ts";
import { writeWhole } from "../shared/whole-file.ts";
import { withoutSecrets } from "../vendors/secrets.ts";

/** Writes suites for a CI system to show. @throws UsageError when the file cannot be written */
export function writeJunit(file: string, suites: readonly JunitSuite[]): void {
  writeWhole(file, withoutSecrets(junitXml(suites)));
}
