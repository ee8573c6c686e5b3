import { sqlProbeSchema } from "../../../src/model/sql-probe.ts";
import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

const series = { used: { metric: "shop.orders.open", aggregate: "max" as const } };
const asking = (sql: string) => [
  sqlProbeSchema.parse({
    id: "orders-open",
    service: "shop-database",
    metric: "shop.orders.open",
    unit: "orders",
    sql,
  }),
];

export default {
  title: "The SQL behind an alert asks something else, which no resource shows",
  before: {
    definitions: [load({ series })],
    sqlProbes: asking("select count(*) from public.orders where state = 'open'"),
  },
  after: {
    definitions: [load({ series })],
    sqlProbes: asking("select count(*) from public.orders where state = 'stuck'"),
  },
  says: [
    `DANGEROUS shop/errors redirected: The statement orders-open asks its database "select count(*) from public.orders where state = 'stuck'" instead of "select count(*) from public.orders where state = 'open'".`,
  ],
} satisfies Scenario;
