import { isObject, type JsonObject, type Resource, type VendorKinds } from "../../model/resource.ts";
import { jsonObject } from "../json.ts";
import { groupBy, type ListOptions, type LiveList, type LiveObject, type Memory, textOf } from "../live.ts";
import type { DatadogClient } from "./client.ts";
import { datadogKinds, identifyDashboard } from "./kinds.ts";
import { onCallLists } from "./live-on-call.ts";

/** Kinds of which somebody may have made one by hand: they are read even when the code has none. */
const madeByHand = ["monitor", "synthetics-test", "global-variable", "logs-pipeline", "dashboard", "slo"] as const;

/**
 * The lists that check `resources`: one a kind that occurs, for channels one an account; with `everything` also those in
 * which only objects that no definition knows could be.
 */
export function datadogLists(
  client: DatadogClient,
  resources: Resource[],
  { everything, memory = null }: ListOptions,
): LiveList[] {
  const of = groupBy(resources, (resource) => resource.kind);
  if (everything) for (const kind of madeByHand) of.set(kind, of.get(kind) ?? []);
  const lists: LiveList[] = [];
  const add = (kind: VendorKinds["datadog"], covers: Resource[], read: LiveList["read"]) =>
    lists.push({ vendor: "datadog", kind, covers, read });

  const monitors = of.get("monitor");
  if (monitors !== undefined) {
    add("monitor", monitors, async () => {
      const listed = await client.monitors();
      const now = client.http.vendorTime ?? new Date();
      return listed.flatMap((body) => liveMonitor(withoutEndedSilences(body, now)));
    });
  }
  const tests = of.get("synthetics-test");
  if (tests !== undefined) add("synthetics-test", tests, async () => (await client.syntheticsTests()).map(liveTest));
  const variables = of.get("global-variable");
  if (variables !== undefined) {
    add("global-variable", variables, async () => (await client.globalVariables()).map(liveVariable));
  }
  const pipelines = of.get("logs-pipeline");
  if (pipelines !== undefined) {
    add("logs-pipeline", pipelines, async () => (await client.logsPipelines()).map(livePipeline));
  }
  const dashboards = of.get("dashboard");
  if (dashboards !== undefined) add("dashboard", dashboards, () => readDashboards(client, dashboards, memory));
  const objectives = of.get("slo");
  if (objectives !== undefined) add("slo", objectives, async () => (await client.objectives()).map(liveObjective));
  const windows = of.get("downtime");
  if (windows !== undefined) add("downtime", windows, async () => (await client.downtimes()).map(liveDowntime));
  lists.push(...onCallLists(client, resources));
  for (const [account, channels] of groupBy(of.get("slack-channel") ?? [], ({ parent }) => textOf(parent, "account"))) {
    const read = async () => (await client.slackChannels(account)).map((channel) => liveChannel(account, channel));
    const absent = `Datadog's Slack integration has no account "${account}": no message of a monitor reaches Slack.`;
    lists.push({ vendor: "datadog", kind: "slack-channel", covers: channels, read, absent });
  }
  return lists;
}

/**
 * The list shows no widgets, so each that is ours, or is called like one of ours, is read. Of the others it is enough to
 * know that they are there.
 */
async function readDashboards(
  client: DatadogClient,
  resources: readonly Resource[],
  memory: Memory | null,
): Promise<LiveObject[]> {
  const names = new Set(resources.map(({ body }) => textOf(body, "title")));
  const ids = new Set(resources.map(({ definition }) => definition));
  const ours = (summary: Listed<"dashboards">) =>
    names.has(summary.title) || ids.has(identifyDashboard(summary)?.definition ?? "");
  const widgetsOf = async ({ id, modified_at: at }: Listed<"dashboards">) => {
    const known = memory?.recall(id, at);
    if (known !== undefined) return known;
    const read = await client.dashboard(id);
    // What was changed between the list and this read is kept under the time that belongs to it, or not at all.
    if (read.modified_at === at) memory?.keep(id, at, read);
    return read;
  };
  const listed = await client.dashboards();
  return Promise.all(listed.map(async (one) => liveDashboard(ours(one) ? await widgetsOf(one) : one)));
}

type Listed<M extends keyof DatadogClient> = DatadogClient[M] extends (...args: never[]) => Promise<(infer T)[]>
  ? T
  : never;

/** Each synthetic test brings a monitor of its own, with the test's tags: it is part of the test, not one of ours. */
export function liveMonitor(body: Listed<"monitors">): LiveObject[] {
  return body.type === "synthetics alert" ? [] : [live("monitor", String(body.id), body, { id: body.id })];
}

/** Datadog keeps the silences of old in `options.silenced`, with the second at which each ends, also when that is over. */
export function withoutEndedSilences<B extends JsonObject>(body: B, now: Date): B {
  const { options } = body;
  if (!isObject(options) || !isObject(options.silenced)) return body;
  const open = Object.entries(options.silenced).filter(
    ([, until]) => typeof until !== "number" || until * 1000 > now.getTime(),
  );
  return { ...body, options: { ...options, silenced: Object.fromEntries(open) } };
}

export function liveTest(body: Listed<"syntheticsTests">): LiveObject {
  const { public_id, monitor_id = null } = body;
  return live("synthetics-test", public_id, body, { id: public_id, public_id, monitor_id });
}

export function liveVariable(body: Listed<"globalVariables">): LiveObject {
  return live("global-variable", body.id, body, { id: body.id });
}

export function livePipeline(body: Listed<"logsPipelines">): LiveObject {
  return live("logs-pipeline", body.id, body, { id: body.id });
}

export function liveDashboard(body: JsonObject & { id: string }): LiveObject {
  return live("dashboard", body.id, body, { id: body.id });
}

export function liveObjective(body: Listed<"objectives">): LiveObject {
  return live("slo", body.id, body, { id: body.id });
}

export function liveDowntime({ id, attributes }: Listed<"downtimes">): LiveObject {
  return live("downtime", id, jsonObject.parse(attributes), { id });
}

export function liveChannel(account: string, body: Listed<"slackChannels">): LiveObject {
  return { ...live("slack-channel", body.name, body, { id: body.name }), parent: { account } };
}

function live(
  kind: VendorKinds["datadog"],
  vendorId: string,
  body: JsonObject,
  properties: LiveObject["properties"],
): LiveObject {
  return {
    vendor: "datadog",
    kind,
    vendorId,
    identity: datadogKinds[kind].identify?.(body) ?? null,
    parent: {},
    body,
    properties,
  };
}
