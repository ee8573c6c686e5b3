/** `tocsin conformance`: whether the emulators answer as the vendors of an account do. */
import { type Command, Option } from "commander";
import { z } from "zod";
import { cleanUpConformance, conformance, conformanceOfLive } from "../../app/conformance/run.ts";
import { exitCodeOf } from "../../conformance/record.ts";
import { renderConformance } from "../../conformance/render.ts";
import type { Project } from "../../model/project.ts";
import { progressLog } from "../../shared/progress.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import { stackOption } from "../options.ts";

export interface ConformanceSurroundings {
  root: string;
  env: Record<string, string | undefined>;
  load: (root: string, stack: string) => Promise<Project>;
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

const optionsShape = z.object({
  stack: z.string(),
  readOnly: z.boolean().default(false),
  replay: z.string().optional(),
  cleanup: z.boolean().default(false),
  json: z.string().optional(),
});

/** Exit: 0 alike, 1 differences, 2 wrong use, 3 something could not be compared or cleaned up. */
export function conformanceCommand(
  command: Command,
  { root, env, load, print, setExitCode }: ConformanceSurroundings,
): void {
  command
    .addOption(stackOption())
    .addOption(
      new Option("--replay <file>", "compare with what an earlier run was answered").conflicts(["cleanup", "readOnly"]),
    )
    .addOption(new Option("--read-only", "compare what is live, and create nothing").conflicts("cleanup"))
    .option("--cleanup", "delete what an interrupted run has left")
    .option("--json <file>", "also write what was answered, without data of the account")
    .action(async (raw: unknown) => {
      const options = optionsShape.parse(raw);
      const project = await load(root, options.stack);
      if (options.cleanup) {
        const { deleted, failed } = await cleanUpConformance(root, project, env);
        print(`${[...deleted.map((one) => `Deleted ${one}`), ...failed].join("\n") || "Nothing is left."}\n`);
        setExitCode(failed.length === 0 ? 0 : 3);
        return;
      }
      const log = progressLog();
      const record = options.readOnly
        ? await conformanceOfLive(root, project, { env, log })
        : await conformance(root, project, options.replay ?? null, { env, log });
      print(renderConformance(record));
      if (options.json !== undefined) writeWhole(options.json, `${JSON.stringify(record, null, 2)}\n`);
      setExitCode(exitCodeOf(record));
    });
}
