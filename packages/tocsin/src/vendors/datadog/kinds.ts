import { isObject, type Json, type JsonObject, textAt, type VendorKinds } from "../../model/resource.ts";
import { type Covered, type Identity, idInLastLine, type Kind, type LiveObject, textsOf } from "../live.ts";
import { onCallKinds } from "./live-on-call.ts";
import * as members from "./members.ts";
import * as quirks from "./quirks.ts";

/**
 * Our marks are tags. A copy without the id's tag is still recognised by the last line of its message: whoever strips a tag
 * by hand should read `changed`, not `missing`.
 */
export function identify(body: JsonObject): Identity | null {
  const tags = Array.isArray(body.tags) ? body.tags : [];
  const tagged = (key: string) => {
    const tag = tags.find((candidate) => typeof candidate === "string" && candidate.startsWith(`${key}:`));
    return typeof tag === "string" ? tag.slice(key.length + 1) : null;
  };
  const definition =
    tagged("tocsin-id") ?? idInLastLine(textAt(body, "message")) ?? idInLastLine(textAt(body, "description"));
  return definition === null ? null : { definition, environment: tagged("env") };
}

/** Dashboards take no tags but `team:`: their marks are the description's last line and the stack before the title. */
export function identifyDashboard(body: JsonObject): Identity | null {
  const definition = idInLastLine(textAt(body, "description"));
  return definition === null ? null : { definition, environment: stackInTitle(body) };
}

/** The stack that a dashboard's title begins with, `[prod] Database`; null for none. */
export const stackInTitle = (body: JsonObject): string | null =>
  /^\[([a-z][a-z0-9-]*)\] /.exec(textAt(body, "title"))?.[1] ?? null;

export const tagsOf = (body: JsonObject): string[] => textsOf(body.tags);

/** With a tag that the stack file names; left out there, the stack's own or that of one of its services. */
function isTagged({ config, definitions }: Covered): (live: LiveObject) => boolean {
  const services = new Set([...Object.keys(config.vercel.projects), ...definitions.map(({ service }) => service)]);
  const derived = [`env:${config.name}`, ...[...services].map((service) => `service:${service}`)];
  const tags = new Set(config.scope.datadog?.tags ?? derived);
  return ({ body }) => tagsOf(body).some((tag) => tags.has(tag));
}

/** A downtime has no tags of its own: its marks are the message's last line, and the stack among the tags that it silences. */
function identifyDowntime(body: JsonObject): Identity | null {
  const definition = idInLastLine(textAt(body, "message"));
  const environment =
    monitorTags(body)
      .find((tag) => tag.startsWith("env:"))
      ?.slice("env:".length) ?? null;
  return definition === null ? null : { definition, environment };
}

function monitorTags({ monitor_identifier: target }: JsonObject): string[] {
  const tags = isObject(target) ? target.monitor_tags : [];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string").sort() : [];
}

/** Whether everything that is stated is live with that value. */
const isAmong = (stated: Json | undefined, live: Json | undefined): boolean =>
  isObject(stated) && isObject(live) && Object.entries(stated).every(([key, value]) => live[key] === value);

const named = (body: JsonObject): string => textAt(body, "name");
const byName = (_parent: JsonObject, body: JsonObject): string => named(body);

/** What kinds have alike that carry our tags and are told apart by their names. */
const tagged = { vendor: "datadog", title: named, identify, naturalKey: byName, within: isTagged } as const;

export const datadogKinds: Readonly<Record<VendorKinds["datadog"], Kind>> = {
  monitor: { ...tagged, label: "monitor", quirks: quirks.monitorQuirks, members: members.monitorMembers },
  "synthetics-test": {
    ...tagged,
    label: "synthetic test",
    quirks: quirks.syntheticsTestQuirks,
    members: members.syntheticsTestMembers,
  },
  "global-variable": {
    ...tagged,
    label: "global variable",
    once: true,
    // It belongs to no definition; the tags of its stack say whose it is.
    made: (compiled, live) => tagsOf(compiled).every((tag) => tagsOf(live).includes(tag)),
    quirks: quirks.globalVariableQuirks,
    members: members.globalVariableMembers,
  },
  "slack-channel": {
    vendor: "datadog",
    label: "Slack channel",
    once: true,
    guarded: true,
    title: named,
    identify: null,
    naturalKey: (parent, body) => `${textAt(parent, "account")} ${named(body)}`,
    // Datadog has one for each account and name, and refuses a second: with the settings that we send it is the one that we sent.
    made: (compiled, live) => isAmong(compiled.display, live.display),
    quirks: quirks.slackChannelQuirks,
    members: members.slackChannelMembers,
  },
  "logs-pipeline": {
    ...tagged,
    label: "log pipeline",
    quirks: quirks.logsPipelineQuirks,
    members: members.logsPipelineMembers,
  },
  dashboard: {
    vendor: "datadog",
    label: "dashboard",
    silent: true,
    title: (body) => textAt(body, "title"),
    identify: identifyDashboard,
    naturalKey: (_parent, body) => textAt(body, "title"),
    within:
      ({ config }) =>
      ({ body }) =>
        stackInTitle(body) === config.name,
    quirks: quirks.dashboardQuirks,
    members: members.dashboardMembers,
  },
  slo: {
    ...tagged,
    label: "objective",
    silent: true,
    quirks: quirks.objectiveQuirks,
    members: members.objectiveMembers,
  },
  downtime: {
    vendor: "datadog",
    label: "maintenance window",
    silent: true,
    title: (body) => textAt(body, "message").split("\n")[0] ?? "",
    identify: identifyDowntime,
    naturalKey: (_parent, body) => `${textAt(body, "message")} ${monitorTags(body).join()}`,
    compatible: (compiled, found) => monitorTags(compiled).join() === monitorTags(found).join(),
    quirks: quirks.downtimeQuirks,
    members: members.downtimeMembers,
  },
  ...onCallKinds,
};
