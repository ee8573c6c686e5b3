import { isInputMark } from "./input.ts";

/** Text that stands for a value nobody has filled in yet: `<what belongs here>`. */
const placeholder = /^<[^<>]*>$|^CHANGE[-_ ]?ME$|^TODO$/i;

/** The paths of all placeholders within a value. */
export function placeholders(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === "string") return placeholder.test(value.trim()) && !isInputMark(value) ? [[...path]] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => placeholders(item, [...path, String(i)]));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => placeholders(item, [...path, key]));
}
