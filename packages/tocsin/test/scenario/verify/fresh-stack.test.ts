import { expect, it } from "vitest";
import { exitCode } from "../../../src/verify/report.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("finds nothing on a stack that was just brought up, by a few calls that only read", async () => {
  world().context.requests.clear();
  const report = await world().verify();
  expect(report.findings).toEqual([]);
  expect(exitCode(report)).toBe(0);
  const sent = world().context.requests.list();
  // What is sent to Datadog as a POST is a question that does not fit into an address.
  const changing = sent.filter(({ method, path }) => method !== "GET" && !path.endsWith("/logs/analytics/aggregate"));
  expect(changing).toEqual([]);
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);
  expect(sent.length).toBe(sum(report.calls) + sum(report.signalCalls) + sum(report.singleCalls));
  // Datadog: seven lists and the downtimes. Sentry: two lists, two searches for issues, integrations, members, keys of two
  // projects. Vercel: projects, variables and deployments of three of
  // them, the probe's deployment, and the drains. Stripe: endpoints and event destinations. Slack: channels.
  expect(report.calls).toEqual({ datadog: 8, sentry: 8, vercel: 9, stripe: 2, slack: 1 });
  // What was never read is read: a list shows no widgets.
  expect(report.singleCalls.datadog).toBe(world().resources.filter(({ kind }) => kind === "dashboard").length);
  // Sentry: errors and spans of all projects, of a day and of as long as they are kept.
  expect(report.signalCalls.sentry).toBe(4);
});
