/**
 * A whole drill, of which each sort of call in turn is answered in each way of `support/malformed.ts`: nothing is called proven
 * that was not told, no error is ours, and what the drill changed is put back, by itself or by the next clean-up.
 */
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { restoreAll } from "../../../src/app/drill.ts";
import { localClock } from "../../../src/app/local/clock.ts";
import { journalPath } from "../../../src/drill/journal.ts";
import { readLiveStack } from "../../../src/drill/live-stack.ts";
import { exitCode } from "../../../src/drill/receipt.ts";
import { type Way, ways } from "../../support/malformed.ts";
import { Stand } from "./stand.ts";

let stand: Stand;
const drilled = ["cron/cleanup-photos-missed", "worker/high-error-rate", "database/slow-queries"] as const;
/** Sorts of calls that a drill of each makes, in their order. */
const sorts = new Map<string, string[]>();

beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, { only: drilled });
  for (const id of drilled) {
    const seen = new Set<string>();
    spoil((sort) => {
      seen.add(sort);
      return null;
    });
    const report = await stand.drill([id]);
    vi.unstubAllGlobals();
    expect(report.receipts).toMatchObject([{ level: "recovered" }]);
    sorts.set(id, [...seen]);
  }
});
afterAll(() => stand?.close());
afterEach(() => void vi.unstubAllGlobals());

/** The call without what differs from run to run. */
function sortOf(url: string, method: string): string {
  const { port, pathname } = new URL(url);
  return `${port} ${method} ${pathname.replace(/\/(\d{5,}|\w{3}-\w{3}-\w{3})(?=\/|$)/g, "/ID")}`;
}

/** Answers calls of the vendors otherwise; what steers them is left alone. */
function spoil(wayFor: (sort: string) => Way | null, done = () => {}): void {
  const really = fetch;
  const steers = stand.vendors.control.url;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const response = await really(url, init);
    const way = url.startsWith(steers) ? null : wayFor(sortOf(url, init.method ?? "GET"));
    if (way === null) return response;
    const body = await response.clone().text();
    let raw: ReturnType<Way["spoil"]>;
    try {
      raw = way.spoil({ status: response.status, headers: Object.fromEntries(response.headers), body });
    } catch {
      // Not JSON: it has nothing that could be malformed so.
      return response;
    }
    // Accepted (202) and partial (206) are right answers to what changes something.
    const isSame = raw?.body === body && raw.status === response.status;
    if (raw === null || isSame || (way.name.match(/status 20[26]$/) && init.method !== "GET")) return response;
    done();
    const { "content-length": _, "content-encoding": __, ...headers } = raw.headers;
    return new Response([204, 304].includes(raw.status) ? null : Buffer.from(raw.body), {
      status: raw.status,
      headers,
    });
  });
}

const findings = async () =>
  (await readLiveStack(stand.project.resources, stand.connections, "local")).findings.map(({ message }) => message);

/** As `drill --cleanup` does it. */
async function cleanUp(): Promise<void> {
  const { project, connections, directory, vendors } = stand;
  const clock = localClock(vendors);
  const journal = journalPath(directory, "local");
  const { failed } = await restoreAll({ project, connections, journal, clock, release: async () => {} });
  expect(failed).toEqual([]);
}

/** Calls of which the drill of an alert lives: what it is, what makes it fire, and what arrives. Others say what is live beside it. */
const own: Record<(typeof drilled)[number], RegExp> = {
  "cron/cleanup-photos-missed": /\/monitor|conversations|\/messages$/,
  "worker/high-error-rate": /\/(detectors|workflows|envelope|issues|keys)\/|conversations|\/messages$/,
  "database/slow-queries": /\/monitor|\/logs$|conversations|\/messages$/,
};

const tried = ways.filter(({ how }) => how === "no answer" || how === "no shape" || how === "entries");

it.each(tried.map((way, n) => [way.name, way.how, n, way] as const))("a drill: %s (%s)", async (_, how, n, way) => {
  const id = drilled[n % drilled.length] ?? drilled[0];
  const all = (sorts.get(id) ?? []).filter((sort) => own[id].test(sort));
  // Each alert has every third way: with each of them the next of its calls.
  const sort = all[Math.floor(n / drilled.length) % all.length] ?? "";
  let spoilt = 0;
  spoil(
    (asked) => (asked === sort ? way : null),
    () => {
      spoilt += 1;
    },
  );
  const report = await stand.drill([id]);
  vi.unstubAllGlobals();
  const [receipt] = report.receipts;
  const told = [sort, receipt?.reason, ...(receipt?.evidence.notes ?? []), ...report.problems].join(" | ");
  expect(told).not.toMatch(/Cannot read|is not a function|\[object|\n\s+at /);
  // What a change is answered with need say nothing: whether it was made is read afterwards.
  const says = sort.includes(" GET ") || how === "no answer";
  if (spoilt > 0 && says && how !== "entries") expect([told, exitCode(report)]).toEqual([told, 3]);
  // What the report does not call a problem is as it was.
  if (report.problems.length === 0) expect([told, await findings()]).toEqual([told, []]);
  await cleanUp();
  expect([told, await findings()]).toEqual([told, []]);
});

it("covers each sort of call that these drills live of", () => {
  for (const id of drilled)
    expect((sorts.get(id) ?? []).filter((sort) => own[id].test(sort)).length, id).toBeGreaterThan(4);
  expect(tried.length).toBeGreaterThanOrEqual(40);
});
