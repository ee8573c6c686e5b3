import type { Arguments } from "./arguments.ts";

/** A method of the Web API: arguments in, answer out. Failures are answers too, with HTTP status 200. */
export type Method = (args: Arguments) => object;

/** `{"ok": false, "error": "..."}` */
export function failure(error: string): { ok: false; error: string } {
  return { ok: false, error };
}
