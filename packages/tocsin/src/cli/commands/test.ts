import type { Command } from "commander";
import { testSuites } from "../../app/alert-tests/junit.ts";
import { readTests, runTests, testReport, testText } from "../../app/alert-tests/run.ts";
import { writeJunit } from "../../app/junit-file.ts";
import { ConfigurationError } from "../../model/problem.ts";
import { chosenOf } from "../../project/choose.ts";
import { loadDefinitions } from "../../project/definitions.ts";
import { jsonText } from "../../shared/json-text.ts";
import { jsonOption } from "../options.ts";

/**
 * `tocsin test [ids...] [--json] [--junit FILE]`. Exit code 1 when a test fails or a definition lacks one, 2 when the definitions or
 * the tests cannot be read.
 */
export function testCommand(command: Command, { root }: { root: string }): void {
  command
    .argument("[ids...]", "only these definitions; * stands for anything: 'web-api/*'")
    .addOption(jsonOption())
    .option("--junit <file>", "also write the report as JUnit XML")
    .action(async (ids: string[], options: { json?: boolean; junit?: string }) => {
      const startedAt = new Date();
      const loaded = await loadDefinitions(root);
      if (loaded.problems.some(({ severity }) => severity === "error"))
        throw new ConfigurationError("The definitions cannot be used:", loaded.problems);
      const chosen = chosenOf(loaded.definitions, ids);
      const { tests, problems } = readTests(root, loaded.definitions);
      const ran = runTests(
        tests.filter(({ definition }) => chosen.includes(definition)),
        chosen,
      );
      const all = [...problems, ...ran.problems];
      if (all.length > 0) throw new ConfigurationError("The tests cannot be run:", all);
      const { report } = ran;
      if (options.junit !== undefined) writeJunit(options.junit, testSuites(report, startedAt));
      process.stdout.write(options.json ? jsonText(testReport.parse(report)) : testText(report));
      process.exitCode = report.tests.every(({ ok }) => ok) && report.untested.length === 0 ? 0 : 1;
    });
}
