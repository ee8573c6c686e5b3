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
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { compile } from "../../src/vendors/compile.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import { checkInEnvelopes } from "../../src/vendors/sentry/fire-events.ts";
import { messageSchema, textOf } from "../../src/vendors/slack/text.ts";
import { createdIn, filledBody } from "../scenario/verify/provision.ts";
import { createPath } from "../scenario/verify/rest.ts";
import { everybody, stack } from "../support/definitions.ts";
import {
  budget,
  database,
  disk,
  errors,
  failures,
  full,
  issue,
  live,
  nightly,
  odd,
  orders,
  parts,
  payments,
  rate,
  unusual,
  worker,
} from "./notified-alerts.ts";
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

  async create(path: string, body: object): Promise<JsonObject> {
    const { apiKey, appKey } = this.world.context.tokens.datadog;
    const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
    const answer = await this.world.datadog.app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return jsonObject.parse(await answer.json());
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
    .replace(/(Runbook|Logs|Metric|Deployments|Datadog \w+|\*.+\*): https?:\S+/g, "$1")
    .replace(/monitor\.id: \d+/, "monitor.id: 1")
    .replace(/burn_rate\("[0-9a-f]+"\)/, 'burn_rate("7a43d7a4")')
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
  const beside = { dashboards: [], objectives: [orders] };
  const compiled = compile([own, ...parts], [everybody], on, [], beside);
  const made = new Map<string, JsonObject>();
  // What an alert names is there before it.
  const [resource] = compiled.filter(({ definition }) => definition === own.id);
  if (resource === undefined) throw new Error(`${own.id} compiles to nothing`);
  const named = compiled.filter(({ name }) => resource.refs.some((ref) => ref.resource === name));
  for (const each of [...named, resource])
    made.set(
      each.name,
      createdIn(
        await delivered.create(
          createPath(each).path,
          filledBody(each, () => "", made),
        ),
      ),
    );
  const monitor = [...datadog.store.monitors.values()].at(-1);
  if (monitor === undefined) throw new Error("no monitor");
  const tags = new Map(groups.get(own));
  const group = newGroup([...tags].map(([key, value]) => `${key}:${value}`).join() || "*", tags);
  const found: string[][] = [];
  for (const { from, to, value, name, after } of steps) {
    const checkMessage = own === database && to !== "OK" ? "connection refused" : "";
    const state: GroupState = { ...group, status: to, lastTriggered: at, checkMessage };
    const transition = { state, from, to, again: false, at: at + after, began: at, value, tell: true };
    await announce(context, datadog.store, monitor, [transition], new Date((at + after) * 1000));
    const { Slack, mail } = delivered.take();
    found.push([`${own.title}, ${name}, Slack`, Slack], [`${own.title}, ${name}, mail`, mail]);
  }
  return found;
}

/** The group that fires, of what groups. */
const groups = new Map<Definition, [string, string][]>([
  [disk, [["host", "db-1"]]],
  [failures, [["@error.kind", "TimeoutError"]]],
  [database, [["host", "web-2"]]],
  [full, [["device", "sda1"]]],
  [odd, [["host", "web-3"]]],
]);

interface Step {
  name: string;
  from: Status | null;
  to: Status;
  value: number | null;
  /** Seconds since it began. */
  after: number;
}

const firing = (value: number | null): Step => ({ name: "firing", from: "OK", to: "Alert", value, after: 0 });
const warning = (value: number | null): Step => ({ name: "warning", from: "OK", to: "Warn", value, after: 0 });
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

/** A mail has the same words: shown once is enough. */
const inSlack = (found: string[][]) => found.filter(([name = ""]) => name.endsWith(", Slack"));

/** Reports runs of a job that fail. Sentry notifies nobody that it has recovered. */
async function fromCheckIns(own: Definition, on: StackConfig): Promise<string[][]> {
  const delivered = new Delivered();
  const { world } = delivered;
  const [detector, workflow] = compile([own], [everybody], on).filter(({ definition }) => definition === own.id);
  const [project] = world.sentry.store.projects;
  if (detector === undefined || workflow === undefined || project === undefined) throw new Error("nothing to watch");
  await made(delivered, workflow, await made(delivered, detector, null));
  const facts = { dsn: "https://key@sentry.example/1", environment: on.sentry?.environment ?? "", now: Date.now() };
  for (const status of ["ok", "error", "error"] as const) {
    for (const body of checkInEnvelopes(facts, "nightly-export", status))
      await world.sentry.app.request(`/api/${project.id}/envelope/?sentry_key=${project.key.public}`, {
        method: "POST",
        body,
      });
    await world.context.clock.advance(60);
  }
  const { Slack, mail } = delivered.take();
  return [
    [`${own.title}, firing, Slack`, Slack],
    [`${own.title}, firing, mail`, mail],
  ];
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
    ...inSlack(await fromDatadog(failures, prod, [firing(31), recovered(4, 1500)])),
    ...inSlack(await fromDatadog(payments, prod, [firing(null), recovered(null, 900)])),
    ...inSlack(await fromDatadog(budget, prod, [firing(21.4), warning(8.2), recovered(0.4, 2400)])),
    ...inSlack(await fromDatadog(database, prod, [firing(null), warning(null), noData, recovered(null, 600)])),
    ...inSlack(await fromDatadog(full, prod, [firing(93.4), recovered(71, 7500)])),
    ...inSlack(await fromDatadog(odd, prod, [firing(1), recovered(0, 3000)])),
    ...(await fromSentry(errors, prod)),
    ...drilled((await fromSentry(errors, staging)).slice(0, 2)),
    ...(await fromSentry(issue, prod)),
    ...(await fromCheckIns(nightly, prod)),
  ];
  const { [links]: _, ...shown } = Object.fromEntries(blocks);
  expect(shown).toEqual(Object.fromEntries(found));
  for (const [name, text = ""] of found) expect(text.length, name).toBeLessThan(2000);
});
