import type { LocalContext } from "../context.ts";
import { callPeer } from "../peer.ts";
import { databaseAt } from "../supabase/databases.ts";

/**
 * Where more than an emulated minute passes in a real second, calls take at most this share of real time: others are left out,
 * but never for longer than so many real milliseconds.
 */
const fast = 60;
const share = 0.1;
const longestPauseMs = 200;

/** A function of a database. */
interface Target {
  database: string;
  function: string;
}

/**
 * What a cron of the app does in its database, as the project's own tables say it: it calls one of their functions by the
 * public interface. The call says whether the database could be reached.
 */
export function caller(context: LocalContext): (target: Target) => Promise<boolean> {
  let last = { endedAt: Number.NEGATIVE_INFINITY, tookMs: 0 };
  return async (target) => {
    const begun = performance.now();
    // A past that is lived through before the start: what was due then is long done.
    if (context.clock.offsetMs < 0) return true;
    if (context.clock.rate > fast && begun - last.endedAt < Math.min(longestPauseMs, last.tookMs / share)) return true;
    const reached = await call(context, target);
    const endedAt = performance.now();
    last = { endedAt, tookMs: endedAt - begun };
    return reached;
  };
}

async function call(context: LocalContext, target: Target): Promise<boolean> {
  const { path, key } = databaseAt(context, target.database);
  const headers = { apikey: key, "content-type": "application/json" };
  const init = { method: "POST", headers, body: "{}" };
  const answer = await callPeer(context, "supabase", `${path}/rest/v1/rpc/${target.function}`, init, "quiet");
  // A world without a database has nothing to call.
  return answer === null || answer.ok;
}
