import type { Resource } from "../../packages/tocsin/src/model/resource.ts";
import { verify } from "../../packages/tocsin/src/verify/verify.ts";
import { answer, serve } from "../../packages/tocsin/test/scenario/verify/server.ts";

/*
 * Checks 1,000 live monitors, every answer 50 ms late, and prints what it took beside the budget of 0.6 s and 5 calls.
 * Run: npx tsx test/bench/verify.bench.ts
 */

const monitors = 1000;
const delayMs = 50;
const budget = { seconds: 0.6, calls: 5 };

const bodies = Array.from({ length: monitors }, (_, n) => ({
  name: `[staging] monitor ${n}`,
  type: "query alert",
  query: `avg(last_5m):avg:some.metric{env:staging,part:${n}} > ${n}`,
  message: `${"A line of explanation. ".repeat(40)}\ntocsin:bench/monitor-${n}`,
  tags: ["env:staging", "managed-by:tocsin", "service:bench", `tocsin-id:bench/monitor-${n}`],
  priority: 3,
  options: {
    include_tags: true,
    new_host_delay: 300,
    notify_audit: false,
    notify_no_data: false,
    evaluation_delay: 60,
    require_full_window: false,
    thresholds: { critical: n, critical_recovery: n - 1 },
  },
}));

const resources = bodies.map(
  (body, n): Resource => ({
    vendor: "datadog",
    kind: "monitor",
    name: `bench/monitor-${n}/monitor`,
    definition: `bench/monitor-${n}`,
    parent: {},
    body,
    refs: [],
  }),
);

const live = bodies.map((body, n) => ({
  ...body,
  id: 1000 + n,
  org_id: 1,
  multi: false,
  created: "2026-11-21T00:00:00.000000+00:00",
  modified: "2026-11-21T00:00:00.000000+00:00",
  overall_state: "OK",
  creator: { name: "x", handle: "x@example.com", email: "x@example.com", id: 1 },
  options: { ...body.options, silenced: {} },
}));

const server = await serve((request, response) => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const page = Number(url.searchParams.get("page"));
  const size = Number(url.searchParams.get("page_size"));
  setTimeout(() => answer(response, 200, live.slice(page * size, (page + 1) * size)), delayMs);
});

const connections = { datadog: { url: server.url, apiKey: "k", appKey: "a" } };
const startedAt = performance.now();
const report = await verify({ resources, stack: "staging", project: null, connections, now: () => new Date() });
const seconds = (performance.now() - startedAt) / 1000;
await server.close();

if (!report.complete || report.findings.length > 0) {
  throw new Error(`${report.findings.length} findings where there is no difference: the numbers would mean nothing`);
}
console.log(`verify of ${monitors} live monitors at ${delayMs} ms a call`);
console.log(`  seconds ${seconds.toFixed(2)}  (budget ${budget.seconds.toFixed(1)})`);
console.log(`  calls   ${report.calls.datadog}     (budget ${budget.calls})`);
