import { expect, it } from "vitest";
import { signalSchema } from "../../../src/model/signal.ts";
import { sentrySpans } from "../../../src/model/words/sentry.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { SentryClient } from "../../../src/vendors/sentry/client.ts";
import { sentryValueNow } from "../../../src/vendors/sentry/routine/value-now.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

/** A client whose answers are these, one a call. */
function answering(...values: (number | null)[]): SentryClient {
  const client = new SentryClient({ url: "http://127.0.0.1:1", token: "none" });
  client.aggregate = async () => values.shift() ?? null;
  return client;
}

function readable(statistic: "failure-rate" | "p95", comparedWith?: number) {
  const condition = { kind: "threshold", comparison: "above", critical: 5, window: 300, over: "total" } as const;
  const signal = signalSchema.parse(
    sentrySpans({ project: "web", transaction: "POST /api/x", statistic, comparedWith }),
  );
  const alert = definition({ id: "web-api/spans", signal, condition });
  return { definition: alert, condition, stack, resources: compile([alert], [everybody], stack) };
}

it("reads a failure rate in percent, as its limit is written", async () => {
  expect(await sentryValueNow(answering(0.25), readable("failure-rate"))).toMatchObject({ value: 25 });
});

it("reads a percentile as Sentry has it", async () => {
  expect(await sentryValueNow(answering(812), readable("p95"))).toMatchObject({ value: 812 });
});

it("reads what is compared in percent of the value so long before", async () => {
  expect(await sentryValueNow(answering(900, 300), readable("p95", 86_400))).toMatchObject({ value: 300 });
});
