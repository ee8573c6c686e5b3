import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { callPeer } from "../peer.ts";

const due = z.array(
  z.object({
    id: z.string(),
    workspace_id: z.string(),
    clip_id: z.string(),
    connected_account_id: z.string(),
    platform: z.string().nullable(),
  }),
);

/**
 * Where more than an emulated minute passes in a real second, scans take at most this share of real time: others are left out,
 * but never for longer than so many real milliseconds.
 */
const fast = 60;
const share = 0.1;
const longestPauseMs = 200;

/**
 * What the app's cron does: each schedule whose time has come, and that has an account to be published on, gets a job and is
 * `processing` from then on. There is no worker: the job stays queued. The scan says whether the database could be reached.
 */
export function scanner(context: LocalContext): () => Promise<boolean> {
  let last = { endedAt: Number.NEGATIVE_INFINITY, tookMs: 0 };
  return async () => {
    const begun = performance.now();
    // A past that is lived through before the start: what was due then is long done.
    if (context.clock.offsetMs < 0) return true;
    if (context.clock.rate > fast && begun - last.endedAt < Math.min(longestPauseMs, last.tookMs / share)) return true;
    const reached = await scan(context);
    const endedAt = performance.now();
    last = { endedAt, tookMs: endedAt - begun };
    return reached;
  };
}

async function scan(context: LocalContext): Promise<boolean> {
  const headers = { apikey: context.tokens.supabase.key, "content-type": "application/json" };
  const call = (path: string, init: RequestInit) =>
    callPeer(context, "supabase", `/rest/v1/${path}`, { ...init, headers }, "quiet");
  const now = context.now().toISOString();
  const query = `schedules?status=eq.scheduled&connected_account_id=not.is.null&publish_at=lte.${now}&limit=100`;
  const answer = await call(query, {});
  // A world without a database has nothing to scan.
  if (answer === null) return true;
  if (!answer.ok) return false;
  for (const schedule of due.parse(await answer.json())) {
    const kind = schedule.platform === "tiktok" ? "PUBLISH_TIKTOK" : "PUBLISH_YOUTUBE";
    const job = {
      workspace_id: schedule.workspace_id,
      kind,
      payload: { schedule_id: schedule.id, clip_id: schedule.clip_id },
    };
    const made = await call("jobs", { method: "POST", body: JSON.stringify(job) });
    if (made?.ok !== true) return false;
    await call(`schedules?id=eq.${schedule.id}`, { method: "PATCH", body: JSON.stringify({ status: "processing" }) });
  }
  return true;
}
