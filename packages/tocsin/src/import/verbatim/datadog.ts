import { z } from "zod";
import { type JsonObject, textAt } from "../../model/resource.ts";
import * as quirks from "../../vendors/datadog/quirks.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { withoutServers } from "../../vendors/quirks.ts";
import { Inexpressible } from "../draft.ts";
import { carried, refuseSecrets, stated } from "./read.ts";

const options = z.looseObject({ silenced: z.record(z.string(), z.unknown()).nullish() });

/** Monitors of every type: the engine sends the body as it stands. @throws Inexpressible */
export function monitorBody({ body }: LiveObject): JsonObject {
  const { silenced, ...rest } = carried(options, body.options ?? {}, "options");
  if (Object.keys(silenced ?? {}).length > 0) {
    throw new Inexpressible("it is muted now, and an update would not leave that as it is: end the mute first");
  }
  const own = stated(withoutServers(body, quirks.monitorQuirks), quirks.monitorQuirks);
  // A list shows no links: an empty one says nothing, and sent back it would take away those that there are.
  if (JSON.stringify(own.assets) === "[]") delete own.assets;
  if (own.draft_status === "published") delete own.draft_status;
  // The plugin compares text: where Datadog says that there is no priority, the text has to say it too.
  if (body.priority === null) own.priority = null;
  const policy = missingDataPolicy(textAt(body, "type"), rest);
  return { ...own, options: { ...z.record(z.string(), z.json()).parse(rest), ...policy } };
}

/**
 * Datadog answers nothing of the policy "default", and takes an update without a policy for the older "do not notify", which it
 * then answers: the plugin would find a difference for ever. Of metrics the two do not mean the same (docs: Migrating to On Missing
 * Data Configuration).
 */
function missingDataPolicy(type: string, options: Readonly<Record<string, unknown>>): JsonObject {
  if (["on_missing_data", "notify_no_data", "no_data_timeframe"].some((name) => name in options)) return {};
  if (type !== "metric alert" && type !== "query alert") return { notify_no_data: false };
  throw new Inexpressible(
    'its policy for missing data is "default", which no update can carry: choose "Show NO DATA" or "Show OK" in Datadog first',
  );
}

/** Lists of a dashboard that may be null (docs: API, Dashboards). */
const nullableLists = ["notify_list", "template_variables", "template_variable_presets", "tags"];

/** @throws Inexpressible for one that was read without its widgets */
export function dashboardBody({ body }: LiveObject): JsonObject {
  if (!Array.isArray(body.widgets)) throw new Inexpressible("its widgets could not be read");
  // As with a priority: the plugin compares text, and Datadog answers null for a list that was never sent.
  const empty = Object.fromEntries(nullableLists.flatMap((name) => (body[name] === null ? [[name, null]] : [])));
  return { ...stated(body, quirks.dashboardQuirks), description: textAt(body, "description"), ...empty };
}

/** What a request of a test can hold that opens something: members that carry a text, besides the headers. */
const credentials = ["password", "clientSecret", "secretKey", "sessionToken", "accessKey", "secret", "token"];

const sentBySomeTest = z.looseObject({
  headers: z.record(z.string(), z.string()).nullish(),
  basicAuth: z.record(z.string(), z.json()).nullish(),
  proxy: z.looseObject({ headers: z.record(z.string(), z.string()).nullish() }).nullish(),
  certificate: z.json().optional(),
});
const asked = z.looseObject({
  config: z.looseObject({
    request: sentBySomeTest.nullish(),
    steps: z.array(z.looseObject({ request: sentBySomeTest.nullish() })).nullish(),
    configVariables: z.array(z.looseObject({ name: z.string(), secure: z.boolean().nullish() })).nullish(),
    variables: z.array(z.looseObject({ name: z.string(), secure: z.boolean().nullish() })).nullish(),
  }),
});

/**
 * Tests of every kind: our own plugin sends the body as it stands. The steps of a browser or mobile test are in no list, and stay
 * as they are.
 * @throws Inexpressible for one that holds a secret
 */
export function testBody({ body }: LiveObject): JsonObject {
  const own = stated(withoutServers(body, quirks.syntheticsTestQuirks), quirks.syntheticsTestQuirks);
  const { config } = carried(asked, own);
  for (const request of [config.request, ...(config.steps ?? []).map((step) => step.request)]) {
    if (request == null) continue;
    refuseSecrets(Object.entries({ ...request.headers, ...request.proxy?.headers }));
    const open = Object.entries(request.basicAuth ?? {}).find(
      ([member, value]) => credentials.includes(member) && typeof value === "string" && !/\{\{.*\}\}/.test(value),
    );
    if (open !== undefined) throw new Inexpressible(`its basicAuth.${open[0]} is a secret: no file is to have that`);
    if (request.certificate != null)
      throw new Inexpressible("it sends a client certificate, whose key no answer shows: an update would not carry it");
  }
  const hidden = [...(config.configVariables ?? []), ...(config.variables ?? [])].find(({ secure }) => secure === true);
  if (hidden !== undefined)
    throw new Inexpressible(
      `the value of its variable ${hidden.name} is shown in no answer: an update would not carry it`,
    );
  return own;
}

/** Without what says a thing twice: both forms of a metric objective are imported, so that none of its formulas is lost. */
const objectiveQuirks = quirks.objectiveQuirks.filter(({ rule }) => rule !== "repeats");

/** Objectives of every kind: our own plugin sends the body as it stands. */
export const objectiveBody = ({ body }: LiveObject): JsonObject =>
  stated(withoutServers(body, objectiveQuirks), objectiveQuirks);
