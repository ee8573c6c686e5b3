import type { Definition } from "../../../src/model/definition.ts";
import { objectiveSchema } from "../../../src/model/objective.ts";
import type { StackConfig } from "../../../src/model/stack.ts";
import { stack as anyStack, definition } from "../../support/definitions.ts";

/** What invented alerts name: a stack, other alerts, objectives. */

export const stack: StackConfig = {
  ...anyStack,
  hosts: { api: "https://api.example.com" },
  scopes: { cluster: ["kube_cluster_name:shop-1"] },
  sentry: {
    ...anyStack.sentry,
    teams: { payments: "3" },
    projects: {
      ...anyStack.sentry.projects,
      worker: { slug: "shop-worker", errorMonitor: "51", issueStreamMonitor: "61" },
    },
  },
};

const part = (name: string) =>
  definition({
    id: `parts/${name}`,
    title: `Part ${name}`,
    signal: { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { phrases: [name] } },
  });
export const parts: readonly Definition[] = ["errors", "down", "slow", "deploys"].map(part);

const counted = (metric: string) => ({ metric, aggregate: "sum", as: "count" });
const own = { reportedBy: "own" };
const good = { kind: "good-events", source: own, good: counted("orders.good"), total: counted("orders.all") };
const objective = (id: string, window: 7 | 30 | 90, indicator: object = good) =>
  objectiveSchema.parse({
    ...{ id, title: id, service: "shop", owner: "founder", target: 99, window, why: "It is promised.", indicator },
  });

export const objectives = [
  objective("shop/promise", 30),
  objective("shop/week", 7),
  objective("shop/quarter", 90),
  objective("shop/uptime", 30, { kind: "uptime", definitions: ["parts/down"] }),
  objective("shop/fast", 30, {
    ...{ kind: "good-time", source: own, expression: "ms", series: { ms: { metric: "latency", aggregate: "avg" } } },
    ...{ comparison: "at most", limit: 300 },
  }),
];
