import { parseDocument } from "yaml";
import { z } from "zod";

const settings = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/** Whether two stack files say the same: the engine writes one anew when it adds its salt, with plain values as text. */
export function sameSettings(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => settings.safeParse(parseDocument(text).toJS()).data?.config);
  return a !== undefined && b !== undefined && JSON.stringify(asText(a)) === JSON.stringify(asText(b));
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, asText(one)])
      .sort(),
  );
}
