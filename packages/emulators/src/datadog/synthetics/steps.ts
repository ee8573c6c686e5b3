import { z } from "zod";
import { type Answer, notChecked } from "./assertions.ts";
import { findAll, JsonPathError, parseJsonPath } from "./json-path.ts";
import type { Attempt } from "./model.ts";
import { assertionSchema, requestSchema, type TestBody } from "./schema.ts";

/** What a step takes out of its answer for later ones (spec: `SyntheticsParsingOptions`). */
const kept = z.looseObject({
  name: z.string().min(1),
  type: z.enum(["http_body", "http_header", "http_status_code"]),
  field: z.string().optional(),
  parser: z.discriminatedUnion("type", [
    z.looseObject({ type: z.literal("raw") }),
    z.looseObject({ type: z.literal("json_path"), value: z.string() }),
    z.looseObject({ type: z.literal("regex"), value: z.string() }),
  ]),
});

/** A step that asks by HTTP (spec: `SyntheticsAPITestStep`); steps that wait, run other tests or repeat themselves are not run. */
const step = z.looseObject({
  name: z.string(),
  subtype: z.literal("http"),
  request: requestSchema,
  assertions: z.array(assertionSchema),
  extractedValues: z.array(kept).default([]),
  allowFailure: z.boolean().default(false),
  isCritical: z.boolean().default(false),
  exitIfSucceed: z.boolean().default(false),
  retry: z.looseObject({ count: z.literal(0).optional() }).optional(),
  extractedValuesFromScript: z.undefined().optional(),
});

export type Step = z.infer<typeof step>;

/** The steps of a test that can be run here, or why they are not. */
export function stepsOf({ config }: TestBody): readonly Step[] | string {
  const steps = z.array(step).min(1).safeParse(config.steps);
  if (!steps.success) return "steps other than plain requests are not run by this emulator";
  const reasons = steps.data.flatMap(({ assertions, extractedValues }) => [
    ...assertions.map(notChecked),
    ...extractedValues.map(({ parser }) => (parser.type === "json_path" ? notRead(parser.value) : null)),
  ]);
  return reasons.find((reason) => reason !== null) ?? steps.data;
}

function notRead(path: string): string | null {
  try {
    parseJsonPath(path);
    return null;
  } catch (error) {
    if (error instanceof JsonPathError) return `${error.message} by this emulator`;
    throw error;
  }
}

/**
 * Asks one after the other. A step that fails ends the run, unless it may fail; one that may and is critical fails the whole in the end.
 *
 * @param ask sends a step's request with the values that are known so far
 */
export async function runSteps(
  steps: readonly Step[],
  values: Map<string, string>,
  ask: (step: Step, values: ReadonlyMap<string, string>) => Promise<Attempt<Answer>>,
): Promise<Attempt<Answer>> {
  let failed: Attempt<Answer> | null = null;
  let last: Attempt<Answer> = { answer: null, failure: null };
  for (const step of steps) {
    last = named(step, take(step, await ask(step, values), values));
    if (last.failure === null) {
      if (step.exitIfSucceed) break;
      continue;
    }
    if (!step.allowFailure) return last;
    if (step.isCritical) failed ??= last;
  }
  return failed ?? { ...last, failure: null };
}

const named = ({ name }: Step, { answer, failure }: Attempt<Answer>): Attempt<Answer> => ({
  answer,
  failure: failure && { ...failure, message: `${name}: ${failure.message}` },
});

/** Takes its values out of an answer; one that is not there fails the step. */
function take({ extractedValues }: Step, attempt: Attempt<Answer>, values: Map<string, string>): Attempt<Answer> {
  const { answer, failure } = attempt;
  if (answer === null || failure !== null) return attempt;
  for (const one of extractedValues) {
    const value = valueIn(answer, one);
    if (value === null)
      return { answer, failure: { code: "MALFORMED_RESPONSE", message: `nothing to take for ${one.name}` } };
    values.set(one.name, value);
  }
  return attempt;
}

function valueIn(answer: Answer, { type, field = "", parser }: z.infer<typeof kept>): string | null {
  const text =
    type === "http_body" ? answer.body : type === "http_header" ? answer.headers.get(field) : String(answer.statusCode);
  if (text === null || parser.type === "raw") return text;
  if (parser.type === "regex") {
    const match = new RegExp(parser.value).exec(text);
    return match === null ? null : (match[1] ?? match[0]);
  }
  const [found] = findAll(jsonOf(text), parser.value);
  return found === undefined ? null : typeof found === "string" ? found : JSON.stringify(found);
}

function jsonOf(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
