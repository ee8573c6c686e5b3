import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { datadogKinds } from "../../vendors/datadog/kinds.ts";
import { textOf } from "../../vendors/live.ts";
import { differences, liveBody, secretPlaces } from "../body.ts";
import { failuresOf, propertiesOf } from "../server/inputs.ts";
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
  const computed = kind === "synthetics-test" ? ["monitorId"] : [];
  const apiOf = ({ api }: Properties) => (typeof api === "string" ? api : undefined);
  const calls = (inputs: Properties) => callsAt(apiOf(inputs));
  const outputsOf = (inputs: Properties, { body }: Answered): Properties =>
    kind === "slo" ? inputs : { ...inputs, monitorId: body.monitor_id ?? null };

  return {
    secretOutputs: secretPlaces(quirks),
    computedOutputs: computed,

    check: (inputs, _olds, unknown) => ({ inputs, failures: failuresOf(schema, inputs, unknown) }),

    diff: (_id, olds, news, unknown) =>
      differences(olds.inputs, news, { quirks, replaceOn: ["body.type", "body.subtype"], unknown }),

    async create(inputs) {
      const made = await calls(inputs).create(propertiesOf(inputs.body));
      return { id: made.id, outputs: outputsOf(inputs, made) };
    },

    async read(id, olds) {
      const stated = olds && propertiesOf(olds.inputs.body);
      const live = await calls(olds?.inputs ?? {}).get(id, stated === undefined ? null : textOf(stated, "type"));
      if (live === null) return null;
      const api = olds === undefined ? undefined : apiOf(olds.inputs);
      const shown = stated === undefined ? live.body : withoutUnstated(live.body, stated);
      const inputs = { ...(api === undefined ? {} : { api }), body: liveBody(shown, stated, quirks) };
      return { id: live.id, inputs, outputs: outputsOf(inputs, live) };
    },

    async update(id, _olds, news) {
      const body = propertiesOf(news.body);
      const changed = await calls(news).update(id, await withUnstated(calls(news), id, body));
      if (changed !== null) return outputsOf(news, changed);
      throw new Error(
        `Datadog no longer has "${textOf(body, "name")}" (id ${id}). Refresh the stack: it will then be created again.`,
      );
    },

    delete: (id, outputs) => calls(outputs).remove(id),
  };
}

function withoutUnstated(live: JsonObject, stated: JsonObject): JsonObject {
  const left = notListed.filter((member) => !(member in stated));
  return Object.fromEntries(Object.entries(live).filter(([member]) => !left.includes(member)));
}

/** An update replaces the whole: what the body does not state of what no list shows is read, and sent as it is. */
async function withUnstated(calls: Calls, id: string, body: JsonObject): Promise<JsonObject> {
  const type = textOf(body, "type");
  if (type !== "browser" && type !== "mobile") return body;
  const live = await calls.get(id, type);
  const kept = notListed.flatMap((member) =>
    member in body || !live?.body[member] ? [] : [[member, live.body[member]]],
  );
  return { ...body, ...Object.fromEntries(kept) };
}
