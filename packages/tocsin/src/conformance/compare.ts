import { isObject, type Json } from "../model/resource.ts";
import type { Answer, Difference } from "./record.ts";

/** So many differences of one call are told; more say nothing more. */
const most = 50;

/** Every place in which two answers differ in their form. Order counts: a vendor's lists have one. */
export function differencesOf(emulator: Answer, vendor: Answer): Difference[] {
  const found: Difference[] = [];
  if (emulator.status !== vendor.status)
    found.push({ path: "status", emulator: emulator.status, vendor: vendor.status });
  walk("body", emulator.body, vendor.body, found);
  return found.slice(0, most);
}

function walk(path: string, emulator: Json | undefined, vendor: Json | undefined, found: Difference[]): void {
  if (emulator === vendor) return;
  if (Array.isArray(emulator) && Array.isArray(vendor)) {
    for (let at = 0; at < Math.max(emulator.length, vendor.length); at++) {
      walk(`${path}.${at}`, emulator[at], vendor[at], found);
    }
    return;
  }
  if (isObject(emulator) && isObject(vendor)) {
    const keys = [...new Set([...Object.keys(emulator), ...Object.keys(vendor)])].sort();
    for (const key of keys) walk(`${path}.${key}`, emulator[key], vendor[key], found);
    return;
  }
  found.push({
    path,
    ...(emulator === undefined ? {} : { emulator }),
    ...(vendor === undefined ? {} : { vendor }),
  });
}
