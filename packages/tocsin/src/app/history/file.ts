import { z } from "zod";
import { parseValues } from "../../evaluate/notation.ts";
import { parseTime } from "../../evaluate/time.ts";
import type { Input, Range, Series } from "../../evaluate/types.ts";
import { messageOf } from "../../shared/failure.mjs";
import { readText } from "../../shared/text-file.ts";
import { UsageError } from "../../shared/usage-error.ts";

/** A history file: what docs/how-to/backtest.md describes. */
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const length = z.string().transform((text, context) => {
  const ms = parseTime(text);
  if (ms !== null && ms >= 60_000 && ms % 60_000 === 0) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is no length of whole minutes, such as 5m` });
  return z.NEVER;
});

const values = z.union([
  z.array(z.number().nullable()),
  z.string().transform((text, context) => {
    try {
      return parseValues(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: messageOf(error) });
      return z.NEVER;
    }
  }),
]);

const series = z.strictObject({
  tags: z.record(z.string(), z.string()).default({}),
  from: time,
  values,
});

const fileShape = z.strictObject({
  /** How far apart values are. */
  resolution: length.default(60_000),
  definitions: z.record(
    z.string(),
    z.strictObject({
      limits: z.record(z.string(), z.number()).default({}),
      series: z.record(z.string(), z.array(series)),
    }),
  ),
});

/** The content of a history file, by definition. */
export interface HistoryFile {
  inputs: Map<string, Input>;
  resolution: number;
  /** From the first value to the last. */
  range: Range;
}

/**
 * @throws UsageError when the file cannot be read, or naming the field that is wrong
 */
export function readHistoryFile(file: string): HistoryFile {
  const text = readText(file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`The history ${file} cannot be read: ${messageOf(cause)}.`, { cause });
  }
  const parsed = fileShape.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `The history ${file} is not as expected: ${issue?.path.join(".") || "the file itself"}: ${issue?.message ?? ""}. docs/how-to/backtest.md has its form.`,
    );
  }
  const { resolution, definitions } = parsed.data;
  const range = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  const inputs = new Map<string, Input>();
  for (const [id, one] of Object.entries(definitions)) {
    const all = Object.entries(one.series).map(([name, list]): [string, Series[]] => [
      name,
      list.map(({ tags, from, values: own }) => {
        range.from = Math.min(range.from, from);
        range.to = Math.max(range.to, from + (own.length - 1) * resolution);
        const points = own.flatMap((value, i) => (value === null ? [] : [{ at: from + i * resolution, value }]));
        return { tags, points };
      }),
    ]);
    inputs.set(id, { series: Object.fromEntries(all), limits: one.limits, resolution });
  }
  if (inputs.size === 0) throw new UsageError(`The history ${file} holds no definition.`);
  return { inputs, resolution, range };
}
