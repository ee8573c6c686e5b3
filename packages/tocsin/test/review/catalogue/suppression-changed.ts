import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

const condition = { kind: "as-stated" };
const part = (id: string) =>
  definition({ id, signal: { ...definition().signal, count: "requests", filter: { path: `/${id}` } } });
const parts = [part("shop/errors"), part("shop/database-down"), part("shop/deploying")];
const whole = (unless: string[]) =>
  definition({ id: "shop/broken", signal: { kind: "composite", all: ["shop/errors"], unless }, condition });

export default {
  title: "What suppresses an alert is another one",
  before: { definitions: [...parts, whole(["shop/deploying"])] },
  after: { definitions: [...parts, whole(["shop/database-down"])] },
  says: [
    "DANGEROUS shop/broken quieter: Is suppressed by shop/database-down: while that fires, it does not.",
    "notable shop/broken louder: Is no longer suppressed by shop/deploying.",
  ],
  does: ["update datadog monitor shop/broken/monitor"],
} satisfies Scenario;
