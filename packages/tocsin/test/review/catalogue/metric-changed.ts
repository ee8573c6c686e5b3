import { load } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "Another metric is measured",
  before: { definitions: [load()] },
  after: { definitions: [load({ series: { used: { metric: "db.memory", aggregate: "avg" } } })] },
  says: ["DANGEROUS shop/errors redirected: Takes for used the avg of db.memory instead of the avg of db.cpu."],
} satisfies Scenario;
