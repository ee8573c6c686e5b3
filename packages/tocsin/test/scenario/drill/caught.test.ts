import { createColors } from "picocolors";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { readLiveStack } from "../../../src/drill/live-stack.ts";
import { renderDrill } from "../../../src/drill/render.ts";
import type { Json, JsonObject, Resource } from "../../../src/model/resource.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { projectWith } from "../../support/project-with.ts";
import { type Change, Stand } from "./stand.ts";

/**
 * Things that a comparison of code and vendor cannot find, since both say the same: the code is wrong, or something between
 * the vendor and the reader is.
 */
let shared: Stand;
let own: Stand | undefined;
afterAll(() => shared?.close());
afterEach(async () => {
  await own?.close();
  own = undefined;
});

const only =
  (name: string, change: (body: JsonObject) => JsonObject): Change =>
  (resource: Resource) =>
    resource.name === name ? { ...resource, body: change(resource.body) } : resource;

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** Changes of one resource each, all in one stack: what each makes of its own alert is no matter to the others. */
const changes: Change[] = [];
const wrong = (name: string, change: (body: JsonObject) => JsonObject) => void changes.push(only(name, change));

async function startWith(change: Change): Promise<Stand> {
  const stand = await Stand.start(change);
  const { findings } = await readLiveStack(stand.project.resources, stand.connections, "local");
  expect(findings).toEqual([]);
  return stand;
}

beforeAll(async () => {
  shared = await startWith((resource) => changes.reduce((changed, change) => change(changed), resource));
});

wrong("tips/clerk-webhook-500s/monitor", (body) => ({
  ...body,
  query: text(body.query).replace("/api/clerk/webhook", "/api/clerk/webhooks"),
}));
it("a query that watches another path never fires", async () => {
  const { level, reason } = await shared.receipt("tips/clerk-webhook-500s");
  expect({ level, reason }).toEqual({
    level: "routed",
    // Nothing has ever matched: there is no last state either that "resolve" could end.
    reason: expect.stringMatching(/did not say Alert .*it says no-data/),
  });
});

wrong("tips/handle-races/monitor", (body) => ({
  ...body,
  query: text(body.query).replace('.last("1d")', '.current("1d")'),
}));
it("what the emulated Datadog stores and does not evaluate is not fired, and the receipt says why", async () => {
  const { level, reason, evidence } = await shared.receipt("tips/handle-races");
  expect({ level, reason, injected: evidence.injected, complete: evidence.complete }).toEqual({
    level: "routed",
    reason: "stored, not evaluated: this emulator does not evaluate a calendar window of events, so nothing was fired",
    ...{ injected: null, complete: true },
  });
});

it("a count of requests by an attribute that the account's lines do not have never rises", async () => {
  const vercelLogs = { requestId: "@vercel.requestId", environment: "@environment" };
  const other = await projectWith({ vercelLogs });
  own = await startWith((resource) => other.resources.find(({ name }) => name === resource.name) ?? resource);
  for (const id of ["web-api/5xx-rate", "tips/clerk-webhook-500s"]) {
    const { level, reason } = await own.receipt(id);
    expect({ id, level, reason }).toEqual({
      id,
      level: "routed",
      reason: expect.stringMatching(/did not say Alert .*it says (ok|no-data)/),
    });
  }
});

it("a search by a tag that the account's lines do not have never finds one", async () => {
  const vercelLogs = { requestId: "@requestId", environment: "env" };
  const other = await projectWith({ vercelLogs });
  own = await startWith((resource) => other.resources.find(({ name }) => name === resource.name) ?? resource);
  const { level, reason } = await own.receipt("tips/idempotency-conflicts");
  expect({ level, reason }).toEqual({ level: "routed", reason: expect.stringMatching(/did not say Alert/) });
});

wrong("tips/idempotency-conflicts/monitor", (body) => ({
  ...body,
  query: text(body.query).replace("> 20", "> 21"),
  options: { ...jsonObject.parse(body.options), thresholds: { critical: 21, warning: 5 } },
}));
it("a limit that is one too high never fires", async () => {
  const { level, reason } = await shared.receipt("tips/idempotency-conflicts");
  expect({ level, reason }).toEqual({ level: "routed", reason: expect.stringMatching(/it says warn/) });
});

wrong("tips/clerk-processing-failures/monitor", (body) => ({
  ...body,
  query: text(body.query).replace(/ OR \\"Failed to sync[^)]*/, ""),
}));
it("a phrase that the query lost leaves the count short", async () => {
  const { level } = await shared.receipt("tips/clerk-processing-failures");
  expect(level).toBe("routed");
});

wrong("worker/high-error-rate/detector", (body) => ({
  ...body,
  dataSources: z
    .array(jsonObject)
    .parse(body.dataSources)
    .map((source) => ({ ...source, query: "service:workers" })),
}));
it("a Sentry search on another tag never fires", async () => {
  const { level } = await shared.receipt("worker/high-error-rate");
  expect(level).toBe("routed");
});

it("a tag value that the app never sends fires for the drill, and the receipt says that for it alone", async () => {
  const change = only("worker/high-error-rate/detector", (body) => ({
    ...body,
    dataSources: z
      .array(jsonObject)
      .parse(body.dataSources)
      .map((source) => ({ ...source, query: "service:workerr" })),
  }));
  own = await Stand.start(change, (definition) =>
    definition.id === "worker/high-error-rate" && definition.signal.kind === "sentry-errors"
      ? { ...definition, signal: { ...definition.signal, tags: { service: ["workerr"] } } }
      : definition,
  );
  const report = await own.drill(["worker/high-error-rate", "web-api/high-error-rate"]);
  const [web, worker] = report.receipts.toSorted((a, b) => a.definition.localeCompare(b.definition));
  const said = expect.stringMatching(/^Nothing but drills has sent service:workerr in Sentry project worker/);
  expect([worker?.level, worker?.evidence.notes]).toEqual(["recovered", [said]]);
  expect([web?.level, web?.evidence.notes]).toEqual(["recovered", []]);
  expect(renderDrill(report, createColors(false))).toContain("Nothing but drills has sent service:workerr");
});

wrong("web-api/5xx-rate/monitor", (body) => ({
  ...body,
  message: text(body.message).replace("@slack-acme-alerts-local", "@slack-acme-alerts-staging"),
}));
it("a message to another channel is told with where it went", async () => {
  const { level, reason } = await shared.receipt("web-api/5xx-rate");
  expect(level).toBe("fired");
  expect(reason).toMatch(/no message came to #alerts-local within/);
});

it("a monitor that is muted by a downtime fires and is not proven", async () => {
  const { data } = await shared.call("datadog", "POST", "/api/v2/downtime", {
    data: {
      type: "downtime",
      attributes: {
        scope: "*",
        monitor_identifier: { monitor_tags: ["tocsin-id:database/slow-queries"] },
        schedule: { start: null, end: null },
        message: "quiet, please",
      },
    },
  });
  const { level, reason } = await shared.receipt("database/slow-queries");
  await shared.call("datadog", "DELETE", `/api/v2/downtime/${jsonObject.parse(data).id}`);
  expect(level).toBe("fired");
  expect(reason).toMatch(/no message came to #alerts-local and founder@example.com/);
});

it("a message that Slack took and lost is missed in Slack only", async () => {
  // All of them until it ends: another alert's message may come first.
  const lose = (times: number) => shared.control("PUT", "/slack/drop", { channel: "#alerts-local", times });
  await lose(1000);
  const { level, reason } = await shared.receipt("database/slow-queries");
  await lose(0);
  expect(level).toBe("fired");
  expect(reason).toMatch(/no message came to #alerts-local within/);
});

wrong("web-api/high-error-rate/workflow", (body) => {
  const triggers = z.object({ logicType: z.string(), conditions: z.array(jsonObject) }).parse(body.triggers);
  const conditions = triggers.conditions.filter(({ type }) => type !== "issue_resolved_trigger");
  return { ...body, triggers: { ...triggers, conditions } };
});
it("an alert without the trigger for its end is never called over", async () => {
  const { level, reason } = await shared.receipt("web-api/high-error-rate");
  expect(level).toBe("delivered");
  expect(reason).toMatch(/says OK, but no message about that came to #alerts-local and founder@example.com/);
});

it("a channel that the bot has left is told before anything fires", async () => {
  const channels = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
  const { id } =
    channels.parse(await shared.slack("conversations.list")).channels.find(({ name }) => name === "alerts-local") ?? {};
  await shared.slack("conversations.leave", { channel: id ?? "" });
  const { level, reason, evidence } = await shared.receipt("database/slow-queries");
  await shared.slack("conversations.join", { channel: id ?? "" });
  expect(level).toBe("accepted");
  expect(reason).toMatch(/#alerts-local cannot be reached: the bot is not in it/);
  expect(evidence.injected).toBeNull();
});

it("an object that differs from the code does not fire at all", async () => {
  const { id, answer } = shared.made("database/slow-queries/monitor");
  await shared.call("datadog", "PUT", `/api/v1/monitor/${id}`, { name: "renamed by hand" });
  const { level, reason, evidence } = await shared.receipt("database/slow-queries");
  await shared.call("datadog", "PUT", `/api/v1/monitor/${id}`, { name: text(answer.name) });
  expect(level).toBe("none");
  expect(reason).toMatch(/differs from the code in name/);
  expect(evidence.injected).toBeNull();
});
