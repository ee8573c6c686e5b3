/** The calls that verify makes, answered in each way of `support/malformed.ts`: never called clean, never an error of ours. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { exitCode, type Report } from "../../../src/verify/report.ts";
import { type Raw, type True, ways } from "../../support/malformed.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
const answers = new Map<string, True>();

beforeAll(async () => {
  world = await startWorld();
  // Of others, so that this list has an entry as well.
  const attributes = { monitor_identifier: { monitor_tags: ["env:elsewhere"] }, scope: "env:elsewhere" };
  await world.call("datadog", "POST", "/api/v2/downtime", { data: { type: "downtime", attributes } });
  const really = fetch;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const response = await really(url, init);
    const headers = Object.fromEntries(response.headers);
    answers.set(callOf(url, init), { status: response.status, headers, body: await response.clone().text() });
    return response;
  });
  const report = await world.verify();
  expect([report.complete, report.findings]).toEqual([true, []]);
  vi.unstubAllGlobals();
});
afterAll(() => world.close());
afterEach(() => void vi.unstubAllGlobals());

/** A call; times that a question names differ from run to run. */
function callOf(url: string, { method = "GET", body }: RequestInit): string {
  const { port, pathname, search } = new URL(url);
  return `${port} ${method} ${pathname}${search} ${String(body ?? "")}`.replace(/\d{9,}/g, "TIME");
}

/** Calls of one sort are read by the same code: each dashboard, each project's variables. */
const sortOf = (call: string) =>
  call.replace(/[?{ ].*$/, "").replace(/(prj_\w+|tocsin-probe-\w+|\w{3}-\w{3}-\w{3}|(?<=projects\/acme\/)\w+)/, "ID");

function answerOf({ status, headers, body }: Raw): Response {
  const { "content-length": _, ...rest } = headers;
  return new Response([204, 304].includes(status) ? null : Buffer.from(body), { status, headers: rest });
}

/** Verify, with one call answered otherwise; all others as they were answered before. */
async function verifyWith(call: string, spoilt: Raw): Promise<Report> {
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const asked = callOf(url, init);
    const known = answers.get(asked);
    if (known === undefined) throw new Error(`not asked before: ${asked}`);
    return answerOf(asked === call ? spoilt : known);
  });
  return world.verify({ tries: 1 });
}

/** What arrives is asked for by questions whose rows may be missing, as nothing may have come. */
const asksForSignals = (call: string) => /\/events\/|\/aggregate|\/v1\/query|\/results|\/issues\//.test(call);

it.each(ways)("$name ($how)", async ({ how, name, spoil }) => {
  const seen = new Set<string>();
  for (const [call, answer] of answers) {
    // One layer reads all answers of a vendor: what is none at all is the same for each call.
    const sort = how === "no answer" ? (call.split(" ")[0] ?? "") : sortOf(call);
    const raw = seen.has(sort) ? null : spoil(answer);
    if (raw === null) continue;
    seen.add(sort);
    const report = await verifyWith(call, raw);
    const told = report.findings.map(({ class: named, message }) => `${named}: ${message}`);
    const clean = report.complete && told.length === 0;
    for (const one of told) expect(one, call).toMatch(/^[a-z-]+: [A-Z].*\.$/);
    if (how === "as before") expect([call, told]).toEqual([call, []]);
    else if (how === "no answer" || how === "no shape") {
      expect([call, report.complete, exitCode(report), told]).toEqual([call, false, 3, told]);
      for (const one of told) expect(one, call).toMatch(/^unreadable: .* not checked\.$/);
    } else if (how === "entries" || /null for every|texts as numbers/.test(name)) {
      if (!asksForSignals(call)) expect([call, clean]).toEqual([call, false]);
    }
  }
  expect(seen.size).toBeGreaterThan(0);
});
