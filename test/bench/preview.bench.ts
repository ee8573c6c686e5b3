import type { Resource } from "../../src/model/resource.ts";
import { startWorld } from "../engine/local/world.ts";

/*
 * The engine's preview of 1,000 unchanged monitors on the local stack, beside its budget of 7 s; the first `up` and a
 * preview with refresh for comparison. Run: npm run bench preview
 */
const count = 1000;
const budgetSeconds = 7;

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
      line(`preview with refresh, ${count} unchanged monitors`, (await engine.preview({ refresh: true })).durationMs);
    },
    { resources: monitors },
  );
} finally {
  await world.close();
}
