import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { GroupState, Status } from "../../../emulators/src/datadog/alerting/model.ts";
import { newGroup } from "../../../emulators/src/datadog/alerting/state.ts";
import { announce } from "../../../emulators/src/datadog/notify/announce.ts";
import { render } from "../../../emulators/src/datadog/notify/template.ts";
import { error, report } from "../../../emulators/test/sentry/events.ts";
import { createWorld } from "../../../emulators/test/world.ts";
import type { Definition } from "../../src/model/definition.ts";
import { anomalous, below, heartbeat, metricAnomaly, minutes, one, ownMetrics } from "../../src/model/language.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { compile } from "../../src/vendors/compile.ts";
import { messageSchema, textOf } from "../../src/vendors/slack/text.ts";
import { definition, everybody, stack } from "../support/definitions.ts";
import { root } from "./pages.ts";

/** docs/reference/notifications.md shows what the emulated vendors make of compiled alerts; each block of it is held here. */

const page = readFileSync(join(root, "docs/reference/notifications.md"), "utf8");
/** The blocks of the page, by the words before each: `5xx rate, firing, Slack`. */
const blocks = new Map(
  [...page.matchAll(/^\*\*(.+)\*\*\n\n````text\n([\s\S]*?)\n````/gm)].map(([, name = "", text = ""]) => [name, text]),
);

const channels = { alerts: "#alerts-local" };
const teamSlug = "acme";
const vercel = { ...stack.vercel, teamSlug };
const staging: StackConfig = { ...stack, vercel, channels, datadog: { ...stack.datadog, slackAccount: "acme" } };
/** As production would be; Sentry's environment is that of the events of the emulated world. */
const prod: StackConfig = { ...staging, name: "prod", allowDrills: false };

const rate = definition({
  id: "shop/5xx-rate",
  title: "High 5xx rate",
  signal: {
    kind: "log-ratio",
    source: { kind: "vercel", service: "shop" },
    part: { status: [500, 599], functionsOnly: true },
    whole: [{ functionsOnly: true }],
    count: "requests",
    minimum: 50,
  },
  condition: {
    ...{ kind: "threshold", comparison: "above", critical: 5, warning: 2, window: 300, over: "total" },
    noData: "zero",
  },
  why: "More than one request in twenty ends in an error that its user sees.",
  firstChecks: [
    "Was there a deployment in the last 10 minutes?",
    "Which route, and since when?",
    "Is the database up?",
  ],
  recovered: "/readyz answers 200.",
});
const disk = definition({
  id: "shop/disk",
  title: "Disk nearly full",
  signal: {
    kind: "metric",
    source: { reportedBy: "own", scope: "stack", delay: 0 },
    expression: "used",
    series: { used: { metric: "disk.used", aggregate: "avg" } },
    unit: "%",
    interval: 60,
    groupBy: ["host"],
  },
  condition: {
    ...{ kind: "threshold", comparison: "above", critical: 85, window: 300, over: "average" },
    noData: "notify",
  },
  severity: "ticket",
});
const live = definition({
  id: "shop/live",
  title: "The shop does not answer",
  signal: { kind: "http-check", service: "shop", path: "/livez", every: 60, expect: { status: 200 } },
  condition: { kind: "consecutive-failures", failures: 2 },
});
const worker = definition({
  id: "shop/worker",
  title: "The worker is silent",
  signal: heartbeat({ metric: "worker.heartbeat", every: minutes(5) }),
  condition: below(1, { per: minutes(15), noData: "notify" }),
});
const unusual = definition({
  id: "shop/latency",
  title: "Latency out of its band",
  signal: metricAnomaly({
    ...{ source: ownMetrics(), ...one("orders.latency", "avg"), unit: "ms", interval: minutes(1) },
    ...{ algorithm: "agile", seasonality: "weekly", deviations: 3, direction: "above" },
  }),
  condition: anomalous({ window: minutes(15) }),
  severity: "ticket",
});
const errors = definition({
  id: "shop/errors",
  title: "High error rate",
  signal: { kind: "sentry-errors", project: "web", tags: { service: ["api"] } },
  condition: { kind: "threshold", comparison: "above", critical: 2, window: 300, over: "total" },
});
const issue = definition({
  id: "shop/critical",
  title: "Critical error at the till",
  signal: { kind: "sentry-issues", projects: ["web"], tags: { severity: "critical" } },
  condition: { kind: "each-event", throttle: 0 },
});

const at = Date.parse("2026-11-29T10:02:00Z") / 1000;
const id = z.object({ id: z.union([z.int(), z.string()]) }).loose();

class Delivered {
  readonly world = createWorld();

  /** What arrived since the last call, as people read it. */
  take(): { Slack: string; mail: string } {
    const posts = this.world.slack.workspace.channel("#alerts-local")?.messages ?? [];
    const mails = this.world.mail.messages;
    const [post, mail] = [posts.at(-1), mails.at(-1)];
    if (post === undefined || mail === undefined) throw new Error("nothing arrived");
    const shown = { Slack: shownInSlack(post), mail: `Subject: ${mail.subject}\n\n${mail.text}` };
    posts.splice(0);
    mails.splice(0);
    return { Slack: settled(shown.Slack), mail: settled(shown.mail) };
  }

  async create(path: string, body: object): Promise<void> {
    const { apiKey, appKey } = this.world.context.tokens.datadog;
    const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
    const answer = await this.world.datadog.app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  }
}

/** What a channel shows: a fallback is for those who see no attachments. */
function shownInSlack(post: object): string {
  const { attachments, ...rest } = messageSchema.parse(post);
  const own = (attachments ?? []).map(({ fallback: _, ...shown }) => shown);
  return textOf({ ...rest, text: own.some(({ blocks }) => blocks != null) ? "" : rest.text, attachments: own });
}

/** Numbers that the emulators count up, and the time at which the test runs, have no meaning on a page. */
const settled = (text: string): string =>
  text
    // Titles are what is seen of links.
    .replace(/(Runbook|Logs|Metric|Deployments|\*.+\*): https?:\S+/g, "$1")
    .replace(/\b(monitors|issues)\/\d+/g, "$1/1")
    .replace(/[A-Z]+-[0-9A-Z]+(?= - |$)/gm, "WEB-1")
    .replace(/Short ID: \S+/g, "Short ID: WEB-1")
    .replace(/<!date[^>]*>/g, "Started: today at 10:02")
    .replace(/^At: .*$/gm, "At: 2026-11-29T10:02:00.000Z")
    .trim();

const channel = "/api/v1/integration/slack/configuration/accounts/acme/channels";

/** Brings a definition's monitor into each state, and gives back what arrived. */
async function fromDatadog(own: Definition, on: StackConfig, steps: readonly Step[]): Promise<string[][]> {
  const delivered = new Delivered();
  const { context, datadog } = delivered.world;
  await delivered.create(channel, { name: "#alerts-local" });
  const [resource] = compile([own], [everybody], on).filter(({ definition }) => definition === own.id);
  if (resource === undefined) throw new Error(`${own.id} compiles to nothing`);
  const test = resource.kind === "synthetics-test";
  await delivered.create(test ? "/api/v1/synthetics/tests/api" : "/api/v1/monitor", resource.body);
  const monitor = [...datadog.store.monitors.values()].at(-1);
  if (monitor === undefined) throw new Error("no monitor");
  const group = newGroup(own === disk ? "host:db-1" : "*", new Map(own === disk ? [["host", "db-1"]] : []));
  const found: string[][] = [];
  for (const { from, to, value, name, after } of steps) {
    const state: GroupState = { ...group, status: to, lastTriggered: at };
    const transition = { state, from, to, again: false, at: at + after, began: at, value, tell: true };
    await announce(context, datadog.store, monitor, [transition], new Date((at + after) * 1000));
    const { Slack, mail } = delivered.take();
    found.push([`${own.title}, ${name}, Slack`, Slack], [`${own.title}, ${name}, mail`, mail]);
  }
  return found;
}

interface Step {
  name: string;
  from: Status | null;
  to: Status;
  value: number | null;
  /** Seconds since it began. */
  after: number;
}

const firing = (value: number | null): Step => ({ name: "firing", from: "OK", to: "Alert", value, after: 0 });
const warning = (value: number): Step => ({ name: "warning", from: "OK", to: "Warn", value, after: 0 });
const noData: Step = { name: "no data", from: "OK", to: "No Data", value: null, after: 0 };
const recovered = (value: number | null, after: number): Step => ({
  ...{ name: "recovered", from: "Alert" as const, to: "OK" as const },
  ...{ value, after },
});

async function made({ world }: Delivered, { kind, body }: Resource, detector: string | null): Promise<string> {
  const path = kind === "detector" ? "/organizations/acme/projects/web/detectors/" : "/organizations/acme/workflows/";
  const sent = kind === "detector" || detector === null ? body : { ...body, detectorIds: [detector] };
  const answer = await world.call("sentry", "POST", path, {
    ...sent,
    ...(kind === "detector" ? { projectId: "web" } : {}),
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return String(id.parse(answer.body).id);
}

/** Sends errors until the alert fires, and waits until it has recovered. */
async function fromSentry(own: Definition, on: StackConfig): Promise<string[][]> {
  const delivered = new Delivered();
  const { world } = delivered;
  const [first, second] = compile([own], [everybody], on).filter(({ definition }) => definition === own.id);
  if (first === undefined) throw new Error(`${own.id} compiles to nothing`);
  const detector = await made(delivered, first, null);
  if (second !== undefined) await made(delivered, second, detector);
  const tags = { service: "api", severity: "critical" };
  for (let sent = 0; sent < (own === issue ? 1 : 3); sent++) await report(world, { ...error("no stock"), tags });
  if (own !== issue) await world.context.clock.advance(60);
  const states: [string, ReturnType<typeof delivered.take>][] = [["firing", delivered.take()]];
  if (own !== issue) {
    await world.context.clock.advance(600);
    states.push(["recovered", delivered.take()]);
  }
  return states.flatMap(([name, { Slack, mail }]) => [
    [`${own.title}, ${name}, Slack`, Slack],
    [`${own.title}, ${name}, mail`, mail],
  ]);
}

const drilled = (found: string[][]) =>
  found.map(([name = "", text = ""]) => [name.replace(", firing,", ", drill,"), text]);

const links = "Where the links lead";

test("links open the time of the alert", () => {
  const [resource] = compile([rate], [everybody], prod).filter(({ definition }) => definition === rate.id);
  const message = String(resource?.body.message);
  const variables = new Map([["last_triggered_at_epoch", String(at * 1000)]]);
  const rendered = render(message, { flags: new Set(["is_alert"]), variables, priority: 1 });
  expect(rendered).toContain(blocks.get(links));
});

test("docs/reference/notifications.md shows what arrives, word for word", async () => {
  const found = [
    ...(await fromDatadog(rate, prod, [firing(46.1538), warning(3.1), recovered(0.2, 8040)])),
    ...drilled(await fromDatadog(rate, staging, [firing(46.1538)])),
    ...(await fromDatadog(disk, prod, [firing(91.27), noData, recovered(80, 840)])),
    ...(await fromDatadog(live, prod, [firing(null), recovered(null, 300)])),
    ...(await fromDatadog(worker, prod, [noData])),
    ...(await fromDatadog(unusual, prod, [firing(1), recovered(0, 1500)])),
    ...(await fromSentry(errors, prod)),
    ...drilled((await fromSentry(errors, staging)).slice(0, 2)),
    ...(await fromSentry(issue, prod)),
  ];
  const { [links]: _, ...shown } = Object.fromEntries(blocks);
  expect(shown).toEqual(Object.fromEntries(found));
  for (const [name, text = ""] of found) expect(text.length, name).toBeLessThan(2000);
});
