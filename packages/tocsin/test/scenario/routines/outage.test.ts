/** A vendor's own outage, as the command shows it: before everything else, and unknown where the status page does not answer. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { run } from "../drill/command.ts";
import { Stand } from "../drill/stand.ts";

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand?.close());
afterEach(() => tocsin("local", "fault", "clear"));

const tocsin = (...words: string[]) => run(stand.directory, words);
const report = z.object({
  complete: z.boolean(),
  lines: z.array(z.object({ check: z.string(), title: z.string(), value: z.string(), verdict: z.string() })),
});

/** What `check` says of the status pages. */
async function pages(...words: string[]) {
  const { code, out, err } = await tocsin("check", ...words, "--stack", "local", "--json");
  const { complete, lines } = report.parse(JSON.parse(out || err));
  const told = lines.filter(({ check }) => check === "vendor-status");
  return { code, complete, told: told.map(({ title, value, verdict }) => [title, value, verdict]) };
}

it("is no line of its own while all is well", async () => {
  expect((await pages()).told).toEqual([
    ["5 status pages", "no incident: Datadog, Sentry, Vercel, Stripe, Supabase", "ok"],
  ]);
});

it("stands before everything else, with what the vendor calls it", async () => {
  await tocsin("local", "fault", "outage", "datadog", "--impact", "critical", "--name", "Logs arrive late");
  const { code, out } = await tocsin("check", "--stack", "local");
  expect(code).toBe(1);
  const [, , , first = "", second = ""] = out.split("\n");
  expect(first).toMatch(/^ {2}critical {3}Status page of Datadog +outage: 1 incident$/);
  expect(second).toMatch(/^ +critical, investigating, for \d+ s: Logs arrive late \(API\)$/);
  const { told } = await pages("api-error-spike");
  expect(told).toEqual([
    ["Status page of Datadog", "outage: 1 incident", "critical"],
    ["4 status pages", "no incident: Sentry, Vercel, Stripe, Supabase", "ok"],
  ]);
});

it("is unknown, and the exit code says so, where no page answers", async () => {
  await tocsin("local", "fault", "vendor", "status-pages", "--status", "503");
  const { code, complete, told } = await pages();
  expect([code, complete, told.length]).toEqual([3, false, 5]);
  expect(told[0]).toEqual([
    "Status page of Datadog",
    "Datadog's status page could not be read for incidents: it answered 503, 2 times.",
    "unknown",
  ]);
});
