import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { jsonIn } from "../../shared/json-text.ts";
import { writeWhole } from "../../shared/whole-file.ts";
import type { HistorySeries, Span } from "../../vendors/history-types.ts";

/**
 * History on disk, a file a question and resolution: one line of JSON, padded to whole numbers of eight bytes, then for each
 * group its times and its values as 64-bit floats. What is known for good is kept for good.
 */
export interface Kept {
  /** Spans that are known for good, in order and not touching. */
  known: Span[];
  series: HistorySeries[];
}

const header = z.object({
  version: z.literal(1),
  identity: z.string(),
  known: z.array(z.object({ from: z.number(), to: z.number() })),
  groups: z.array(z.object({ tags: z.record(z.string(), z.string()), count: z.int().nonnegative() })),
});

const nothing = (): Kept => ({ known: [], series: [] });

const bytes = Float64Array.BYTES_PER_ELEMENT;

const fileOf = (folder: string, identity: string, resolution: number): string => {
  const name = createHash("sha256").update(`${identity}\n${resolution}`).digest("hex").slice(0, 32);
  return join(folder, `${name}.history`);
};

/** Nothing where there is no file, or one that cannot be read: it is then asked for again. */
export function readKept(folder: string, identity: string, resolution: number): Kept {
  let content: Buffer;
  try {
    content = readFileSync(fileOf(folder, identity, resolution));
  } catch {
    return nothing();
  }
  const end = content.indexOf("\n") + 1;
  const parsed = header.safeParse(jsonIn(content.toString("utf8", 0, Math.max(0, end - 1))));
  if (!parsed.success || parsed.data.identity !== identity) return nothing();
  const { known, groups } = parsed.data;
  const numbers = groups.reduce((sum, { count }) => sum + 2 * count, 0);
  if (content.length !== end + numbers * bytes) return nothing();
  // Views need an offset of whole numbers; a small file may lie anywhere in a shared buffer.
  const body =
    (content.byteOffset + end) % bytes === 0
      ? content.subarray(end)
      : Buffer.from(Uint8Array.from(content.subarray(end)).buffer);
  let at = body.byteOffset;
  const take = (count: number) => {
    const view = new Float64Array(body.buffer, at, count);
    at += count * bytes;
    return view;
  };
  return {
    known,
    series: groups.map(({ tags, count }) => ({ tags, points: { at: take(count), value: take(count) } })),
  };
}

/** Writes the file in one step, so that a run that is killed leaves the old one. */
export function writeKept(folder: string, identity: string, resolution: number, { known, series }: Kept): void {
  const groups = series.map(({ tags, points }) => ({ tags, count: points.at.length }));
  const line = JSON.stringify({ version: 1, identity, known, groups });
  const padding = (bytes - ((Buffer.byteLength(line) + 1) % bytes)) % bytes;
  const body = series.flatMap(({ points }) => [points.at, points.value]);
  const file = fileOf(folder, identity, resolution);
  writeWhole(
    file,
    Buffer.concat([
      Buffer.from(`${line}${" ".repeat(padding)}\n`),
      ...body.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
    ]),
  );
}

/** Joins what is known with what has come; of two values at one time the newer answer counts. */
export function joined(before: readonly HistorySeries[], added: readonly HistorySeries[]): HistorySeries[] {
  const name = (tags: Record<string, string>) => JSON.stringify(Object.entries(tags).sort());
  const groups = new Map<string, { tags: Record<string, string>; parts: HistorySeries["points"][] }>();
  for (const { tags, points } of [...before, ...added]) {
    const key = name(tags);
    const group = groups.get(key) ?? { tags, parts: [] };
    group.parts.push(points);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ tags, parts }) => ({ tags, points: merged(parts) }));
}

function merged(parts: readonly HistorySeries["points"][]): HistorySeries["points"] {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const byTime = new Map<number, number>();
  for (const { at, value } of parts)
    for (let i = 0; i < at.length; i += 1) byTime.set(at[i] ?? 0, value[i] ?? Number.NaN);
  const at = Float64Array.from(byTime.keys()).sort();
  return { at, value: at.map((time) => byTime.get(time) ?? Number.NaN) };
}

/** Spans in order, those that touch as one. */
export function united(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
