import { z } from "zod";
import { type JsonObject, textAt } from "../../model/resource.ts";
import { datadogKinds } from "../../vendors/datadog/kinds.ts";

import { bodyResource } from "../body.ts";
import { propertiesOf } from "../server/inputs.ts";
import type { Properties, ResourceHandler } from "../server/types.ts";
import type { Answered, Calls } from "./calls.ts";

const schema = z.strictObject({
  api: z.string().optional(),
  body: z.looseObject({ name: z.string().min(1), type: z.string().min(1) }),
});

/** What a test has that no list shows: where the body does not state it, it stays as it is. */
const notListed = ["steps"];

/**
 * `{ api, body }`: an object that was made by hand and stays exactly what it is. The body goes over the wire as it stands, so a
 * member that no plugin knows is carried as well. Another type is another object.
 */
export function imported(
  kind: "synthetics-test" | "slo",
  callsAt: (api: string | undefined) => Calls,
): ResourceHandler {
  const { quirks } = datadogKinds[kind];
  const apiOf = ({ api }: Properties) => (typeof api === "string" ? api : undefined);
  const calls = (inputs: Properties) => callsAt(apiOf(inputs));
  const toldOf = ({ body }: Answered): Properties => (kind === "slo" ? {} : { monitorId: body.monitor_id ?? null });

  return bodyResource({
    ...{ vendor: "Datadog", inputs: schema, quirks, replaceOn: ["body.type", "body.subtype"] },
    computedOutputs: kind === "slo" ? [] : ["monitorId"],

    async create(inputs) {
      const made = await calls(inputs).create(propertiesOf(inputs.body));
      return { id: made.id, told: toldOf(made) };
    },

    async get(id, olds) {
      const stated = olds && propertiesOf(olds.inputs.body);
      const live = await calls(olds?.inputs ?? {}).get(id, stated === undefined ? null : textAt(stated, "type"));
      if (live === null) return null;
      const api = olds === undefined ? undefined : apiOf(olds.inputs);
      const body = stated === undefined ? live.body : withoutUnstated(live.body, stated);
      const place: Properties = api === undefined ? {} : { api };
      return { id: live.id, place, body, told: toldOf(live) };
    },

    async update(id, news) {
      const body = await withUnstated(calls(news), id, propertiesOf(news.body));
      const changed = await calls(news).update(id, body);
      return changed && toldOf(changed);
    },

    remove: (id, outputs) => calls(outputs).remove(id),
  });
}

function withoutUnstated(live: JsonObject, stated: JsonObject): JsonObject {
  const left = notListed.filter((member) => !(member in stated));
  return Object.fromEntries(Object.entries(live).filter(([member]) => !left.includes(member)));
}

/** An update replaces the whole: what the body does not state of what no list shows is read, and sent as it is. */
async function withUnstated(calls: Calls, id: string, body: JsonObject): Promise<JsonObject> {
  const type = textAt(body, "type");
  if (type !== "browser" && type !== "mobile") return body;
  const live = await calls.get(id, type);
  const kept = notListed.flatMap((member) =>
    member in body || !live?.body[member] ? [] : [[member, live.body[member]]],
  );
  return { ...body, ...Object.fromEntries(kept) };
}
