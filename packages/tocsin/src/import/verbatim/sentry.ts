import { withArticle } from "../../model/article.ts";
import { isObject, type Json, type JsonObject, textAt } from "../../model/resource.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { canonical, type Quirk } from "../../vendors/quirks.ts";
import { longestAlertName } from "../../vendors/raw.ts";
import { metricDetector, workflowBody as sendable, uptimeDetector } from "../../vendors/sentry/bodies.ts";
import { detectorQuirks, workflowQuirks } from "../../vendors/sentry/quirks.ts";
import { Inexpressible } from "../draft.ts";
import { carried, refuseSecrets } from "./read.ts";

/** Names of monitors that are not imported. */
const others: Record<string, string> = {
  error: "the monitor of errors that every project has",
  issue_stream: "the issue stream that every project has",
};

/** What was sent: without what Sentry adds, and an owner as requests name one. What Sentry assumes is not filled in. */
const sent = (body: JsonObject, quirks: readonly Quirk[]): JsonObject =>
  canonical(
    body,
    quirks.filter(({ rule, path }) => rule === "server-sets" || path === "owner"),
  );

/** Metric, uptime and cron monitors. The project stands in the path and is added there. @throws Inexpressible */
export function detectorBody({ body }: LiveObject): JsonObject {
  const { conditionGroup, ...own } = sent({ ...body, conditionGroup: inOrder(body.conditionGroup) }, detectorQuirks);
  const { projectId: _path, description = "", owner = null, ...rest } = own;
  const read: JsonObject = { ...rest, description, owner };
  const type = textAt(body, "type");
  if (type === "metric_issue") {
    const whole = { ...read, ...(conditionGroup === undefined ? {} : { conditionGroup }) };
    carried(metricDetector, { ...whole, projectId: "path" });
    return whole;
  }
  if (type === "uptime_domain_failure") {
    refuseSecrets(carried(uptimeDetector, { ...read, projectId: "path" }).dataSources[0].headers);
    return read;
  }
  if (type === "monitor_check_in_failure") return read;
  throw new Inexpressible(`it is ${others[type] ?? withArticle(`${type} monitor`)}, which is not managed`);
}

/** In the order in which they were made: Sentry shows them in one of its own, which follows from that. */
function inOrder(group: Json | undefined): Json {
  if (typeof group !== "object" || group === null || Array.isArray(group) || !Array.isArray(group.conditions)) {
    return group ?? null;
  }
  const made = (one: Json) => (isObject(one) ? Number(one.id) : 0);
  return { ...group, conditions: [...group.conditions].sort((a, b) => made(a) - made(b)) };
}

/** Room for ` tocsin:` and the longest id. */
const room = 70;

/** Alerts, with every trigger, filter and action that Sentry knows. @throws Inexpressible */
export function workflowBody({ body }: LiveObject): JsonObject {
  const read = { environment: null, ...sent(body, workflowQuirks) };
  if (carried(sendable, read).name.length > longestAlertName - room)
    throw new Inexpressible("its name leaves no room for the mark of whose it is");
  return read;
}
