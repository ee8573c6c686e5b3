/** `test-schedule.yaml` of a project: a row that its app acts on at a time, and what comes of it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ConfigurationError } from "../model/problem.ts";
import type { TestSchedule } from "../model/test-schedule.ts";
import { readText } from "../shared/text-file.ts";

const text = z.string().min(1);
/** A path of the REST interface, without a slash before it. */
const restPath = z.string().regex(/^[a-z_][a-z0-9_]*\?\S+$/, "it is TABLE?FILTERS");

const schema: z.ZodType<TestSchedule> = z.strictObject({
  database: text,
  find: z
    .record(
      z.string().regex(/^[a-z]\w*$/, "a name begins with a lower case letter, and holds letters, digits and _"),
      z.strictObject({ path: restPath, missing: text }),
    )
    .default({}),
  row: z.strictObject({
    table: z.string().regex(/^[a-z_][a-z0-9_]*$/, "a name is in lower case, with digits and _"),
    values: z.record(text, z.union([z.string(), z.number(), z.boolean()])),
  }),
  makes: z.strictObject({ what: text, path: restPath, shows: z.array(text).default([]) }),
  silent: z.array(text).default([]),
});

/** @throws ConfigurationError where there is none, or it cannot be used */
export function readTestSchedule(root: string): TestSchedule {
  const file = join(root, "test-schedule.yaml");
  if (!existsSync(file)) {
    throw new ConfigurationError(
      "There is no test-schedule.yaml: it says which row a test schedule is and what the app makes of it. docs/how-to/routines.md shows one.",
    );
  }
  const text = readText(file);
  let content: unknown;
  try {
    content = parseYaml(text);
  } catch (cause) {
    throw new ConfigurationError(`test-schedule.yaml is not valid YAML: ${String(cause)}`);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  throw new ConfigurationError(`test-schedule.yaml cannot be used:\n${problems.map((one) => `  ${one}`).join("\n")}`);
}
