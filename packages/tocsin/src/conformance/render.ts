import { printable } from "../model/printable.ts";
import type { ConformanceRecord } from "./record.ts";

const shown = (value: unknown): string => (value === undefined ? "(absent)" : JSON.stringify(value));

/** The comparison for people, by kind and call. Ends with a newline. */
export function renderConformance({ kinds, notCompared }: ConformanceRecord): string {
  const lines: string[] = [];
  for (const { vendor, kind, call, differences } of kinds) {
    if (differences.length === 0) continue;
    lines.push(`${vendor} ${kind}, ${call}`);
    for (const { path, emulator, vendor: answered } of differences) {
      lines.push(printable(`  ${path}: the emulator answers ${shown(emulator)}, ${vendor} ${shown(answered)}`));
    }
  }
  if (notCompared.length > 0) lines.push("not compared", ...notCompared.map((one) => printable(`  ${one}`)));
  const [differing, calls] = [kinds.filter((one) => one.differences.length > 0).length, kinds.length];
  const names = new Set(kinds.map(({ vendor, kind }) => `${vendor} ${kind}`));
  lines.push(
    calls === 0 ? "Nothing could be compared." : `${calls} calls on ${names.size} kinds: ${verdictOf(differing)}`,
  );
  return `${lines.join("\n")}\n`;
}

const verdictOf = (differing: number): string =>
  differing === 0 ? "the emulators answer as the vendors do." : `${differing} answered otherwise by the emulators.`;
