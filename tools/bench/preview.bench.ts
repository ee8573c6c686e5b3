import type { Resource } from "../../packages/tocsin/src/model/resource.ts";
import { fromLocal } from "../../packages/tocsin/src/vendors/connections.ts";
import { verify } from "../../packages/tocsin/src/verify/verify.ts";
import { startWorld } from "../../packages/tocsin/test/engine/local/world.ts";

/*
 * The engine's preview of 1,000 unchanged monitors on the local stack, beside its budget of 4 s. Then, with every answer of
 * the vendor 50 ms late, the two ways to find drift on that same stack: a preview with refresh, and verify.
 * Run: npm run bench preview
 */
const count = 1000;
const budgetSeconds = 4;
const delayMs = 50;

const monitors = Array.from(
  { length: count },
  (_, n): Resource => ({
    vendor: "datadog",
    kind: "monitor",
    name: `bench/monitor-${n}/monitor`,
    definition: `bench/monitor-${n}`,
    parent: {},
    body: {
      name: `[local] monitor ${n}`,
      type: "query alert",
      query: `avg(last_5m):avg:bench.metric{part:${n}} > ${n}`,
      message: `Part ${n} is slow.\n@slack-acme-alerts-local\ntocsin:bench/monitor-${n}`,
      tags: ["env:local", "managed-by:tocsin", "service:bench", `tocsin-id:bench/monitor-${n}`],
      priority: 3,
      options: {
        include_tags: true,
        new_host_delay: 300,
        notify_audit: false,
        on_missing_data: "resolve",
        require_full_window: false,
        thresholds: { critical: n },
      },
    },
    refs: [],
  }),
);

const world = await startWorld();
try {
  await world.run(
    async (engine) => {
      const line = (what: string, ms: number, budget = "") =>
        console.log(`${what.padEnd(44)} ${(ms / 1000).toFixed(1).padStart(6)} s   ${budget}`);
      line(`up, ${count} new monitors`, (await engine.up()).durationMs);
      const previews: number[] = [];
      for (let run = 0; run < 3; run++) {
        const preview = await engine.preview();
        if (preview.changed) throw new Error("an unchanged stack shows changes");
        previews.push(preview.durationMs);
      }
      const median = previews.sort((a, b) => a - b)[1] ?? Number.NaN;
      const verdict = median <= budgetSeconds * 1000 ? "within" : "OVER";
      line(`preview, ${count} unchanged monitors`, median, `budget ${budgetSeconds} s (${verdict})`);
      await world.fault({ vendor: "datadog", match: {}, delayMs });
      const counted = async (what: string, work: () => Promise<unknown>) => {
        await world.clearRequests();
        const begun = performance.now();
        await work();
        const ms = performance.now() - begun;
        line(`${what}, ${delayMs} ms an answer`, ms, `${(await world.requests("datadog")).length} calls`);
      };
      await counted("preview with refresh", () => engine.preview({ refresh: true }));
      await counted("verify", async () => {
        const connections = fromLocal(world.vendors);
        const now = () => new Date();
        const report = await verify({ resources: monitors, stack: "local", project: null, connections, now });
        if (report.findings.length > 0 || !report.complete) throw new Error("verify does not find the stack clean");
      });
    },
    { resources: monitors },
  );
} finally {
  await world.close();
}
