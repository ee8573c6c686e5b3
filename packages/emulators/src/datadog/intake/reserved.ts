import type { Json } from "../config/stored.ts";

/**
 * Attributes of a JSON log that say what the envelope did not, in the order in which they are looked for (docs: Log
 * Configuration > Pipelines > Preprocessing of JSON logs).
 */
const names = {
  status: ["status", "severity", "level", "syslog.severity"],
  service: ["service", "syslog.appname"],
  host: ["host", "hostname", "syslog.hostname"],
} as const;

export function reserved(attributes: Json, which: keyof typeof names): string | null {
  for (const name of names[which]) {
    const value = attributes[name];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return null;
}

const severities = ["emergency", "alert", "critical", "error", "warn", "notice", "info", "debug"];

/** By how a status begins (docs: Log Configuration > Processors > Status remapper). */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^(f|emerg)/, "emergency"],
  [/^a/, "alert"],
  [/^c/, "critical"],
  [/^e/, "error"],
  [/^w/, "warn"],
  [/^n/, "notice"],
  [/^i/, "info"],
  [/^(d|t|v)/, "debug"],
  [/^(o|s)/, "ok"],
];

/** One of the vendor's own statuses: from a syslog number or a word, else `info`. */
export function statusOf(given: string): string {
  const word = given.trim().toLowerCase();
  if (/^[0-7]$/.test(word)) return severities[Number(word)] ?? "info";
  return beginnings.find(([pattern]) => pattern.test(word))?.[1] ?? "info";
}
