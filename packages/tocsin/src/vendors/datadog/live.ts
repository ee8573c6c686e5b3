import { isObject, type JsonObject, type Resource, textAt, type VendorKinds } from "../../model/resource.ts";
import { jsonObject } from "../json.ts";
import { byKind, groupBy, type ListOptions, type LiveList, type LiveObject, liveObject, type Memory } from "../live.ts";
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
  const of = byKind(resources);
  if (everything) for (const kind of madeByHand) of.set(kind, of.get(kind) ?? []);
  const monitors = async () => {
    const listed = await client.monitors();
    const now = client.http.vendorTime ?? new Date();
    return listed.flatMap((body) => liveMonitor(withoutEndedSilences(body, now)));
  };
  const reads: [VendorKinds["datadog"], (covers: Resource[]) => Promise<LiveObject[]>][] = [
    ["monitor", monitors],
    ["synthetics-test", async () => (await client.syntheticsTests()).map(liveTest)],
    ["global-variable", async () => (await client.globalVariables()).map(liveVariable)],
    ["logs-pipeline", async () => (await client.logsPipelines()).map(livePipeline)],
    ["dashboard", (covers) => readDashboards(client, covers, memory)],
    ["slo", async () => (await client.objectives()).map(liveObjective)],
    ["downtime", async () => (await client.downtimes()).map(liveDowntime)],
  ];
  const lists = reads.flatMap(([kind, read]): LiveList[] => {
    const covers = of.get(kind);
    return covers === undefined ? [] : [{ vendor: "datadog", kind, covers, read: () => read(covers) }];
  });
  lists.push(...onCallLists(client, [...(of.get("on-call-policy") ?? []), ...(of.get("on-call-routing") ?? [])]));
  for (const [account, channels] of groupBy(of.get("slack-channel") ?? [], ({ parent }) => textAt(parent, "account"))) {
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
  const names = new Set(resources.map(({ body }) => textAt(body, "title")));
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

const live = (kind: VendorKinds["datadog"], id: string, body: JsonObject, own: Parameters<typeof liveObject>[4] = {}) =>
  liveObject(datadogKinds[kind], kind, id, body, own);

/** Each synthetic test brings a monitor of its own, with the test's tags: it is part of the test, not one of ours. */
export function liveMonitor(body: Listed<"monitors">): LiveObject[] {
  return body.type === "synthetics alert"
    ? []
    : [live("monitor", String(body.id), body, { properties: { id: body.id } })];
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
  return live("synthetics-test", public_id, body, { properties: { id: public_id, public_id, monitor_id } });
}

export const liveVariable = (body: Listed<"globalVariables">): LiveObject => live("global-variable", body.id, body);

export const livePipeline = (body: Listed<"logsPipelines">): LiveObject => live("logs-pipeline", body.id, body);

export const liveDashboard = (body: JsonObject & { id: string }): LiveObject => live("dashboard", body.id, body);

export const liveObjective = (body: Listed<"objectives">): LiveObject => live("slo", body.id, body);

export function liveDowntime({ id, attributes }: Listed<"downtimes">): LiveObject {
  return live("downtime", id, jsonObject.parse(attributes));
}

export function liveChannel(account: string, body: Listed<"slackChannels">): LiveObject {
  return live("slack-channel", body.name, body, { parent: { account } });
}
