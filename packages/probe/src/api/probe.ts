import { createHash, timingSafeEqual } from "node:crypto";
import { redact } from "../redact.ts";
import { resultOf, runProbe } from "../run.ts";
import { type Environment, settingsFrom } from "../settings.ts";

/**
 * One run, called by Vercel's cron: GET with `Authorization: Bearer $CRON_SECRET`. 200 tells how it went, also when parts
 * failed (they have told so themselves); 502 says that Datadog could not be told anything.
 */
export async function GET(request: Request, env: Environment = process.env): Promise<Response> {
  if (!isCron(request, env.CRON_SECRET)) return Response.json({ error: "unauthorized" }, { status: 401 });
  const clean = (text: string) => redact(text, secretsIn(env));
  const answer = (body: object, status: number) =>
    new Response(clean(JSON.stringify(body)), { status, headers: { "content-type": "application/json" } });
  try {
    const report = await runProbe(settingsFrom(env));
    const result = resultOf(report);
    const { parts, datadog } = report;
    const failed = parts.filter(({ failures }) => failures.length > 0);
    return answer({ result, failed, datadog }, result === "silent" ? 502 : 200);
  } catch (error) {
    // Settings that cannot be used: the message names a variable, never its value.
    const message = error instanceof Error ? error.message : "unexpected";
    console.error(`probe: ${clean(message)}`);
    return answer({ error: message }, 500);
  }
}

/** What a source may repeat of what it was asked with, and nobody may read in a log or an answer. */
function secretsIn(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value]) => (value && /(KEY|TOKEN|SECRET)$/.test(name) ? [value] : []));
}

/** Compared as hashes, so that neither content nor length shows in the time it takes. */
function isCron(request: Request, secret: string | undefined): boolean {
  if (secret === undefined || secret === "") return false;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(request.headers.get("authorization") ?? ""), hash(`Bearer ${secret}`));
}
