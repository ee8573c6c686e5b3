import type { Context } from "hono";
import type { LocalContext } from "./context.ts";
import type { VendorName } from "./vendor-name.ts";

/** Marks calls of the emulated world itself: they are not logged as a client's, and no fault is spent on them. */
const quiet = { quiet: true };

export function isQuiet(c: Context): boolean {
  return c.env === quiet;
}

/**
 * Calls another emulated vendor by its public interface, without a socket.
 *
 * @param how `quiet` for traffic that is only scenery; other calls are logged, and faults hit them
 * @returns null when this process does not emulate that vendor, as in tests of a single one
 */
export async function callPeer(
  context: LocalContext,
  vendor: VendorName,
  path: string,
  init: RequestInit,
  how: "quiet" | "seen",
): Promise<Response | null> {
  const app = context.apps.get(vendor);
  return app === undefined ? null : app.request(path, init, how === "quiet" ? quiet : {});
}

/** A time of the emulated clock as a client would send it: intakes take what comes for real time and shift it. */
export function asClientTime(context: LocalContext, emulated: Date): Date {
  return new Date(emulated.getTime() - context.clock.offsetMs);
}
