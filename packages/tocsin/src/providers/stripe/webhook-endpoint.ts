import { createHash } from "node:crypto";
import { z } from "zod";
import { type EndpointBody, endpointBody } from "../../vendors/stripe/bodies.ts";
import { webhookEndpointQuirks as quirks } from "../../vendors/stripe/quirks.ts";
import { bodyOf, differences, liveBody } from "../body.ts";
import { PartlyCreated } from "../server/errors.ts";
import { failuresOf, propertiesOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, ResourceHandler, Value } from "../server/types.ts";
import type { LiveEndpoint, WebhookEndpoints } from "./client.ts";

/** More replays of deleted endpoints than this within the day that Stripe remembers a key would be a fault of ours. */
const MOST_REPLAYS = 20;

const schema = z.strictObject({ body: endpointBody });

/** A body of ours that has been checked; null and absent are one. */
const read = (inputs: Properties): EndpointBody => endpointBody.parse(withoutNulls(bodyOf(inputs)));

/**
 * `tocsin:stripe:WebhookEndpoint`: `{ body }`. The signing secret is told once, in the answer to the create call; the state keeps
 * it from then on, so it must never be lost between Stripe's answer and the state's write.
 */
export function webhookEndpoint(endpoints: () => WebhookEndpoints): ResourceHandler {
  /** Endpoints that a create of this run found already there: a delete of the same run must not take them away again. */
  const found = new Set<string>();

  return {
    secretOutputs: ["secret"],
    computedOutputs: ["secret", "livemode"],

    check: (inputs, _olds, unknown) => ({ inputs, failures: failuresOf(schema, inputs, unknown) }),

    diff: (_id, olds, news, unknown) =>
      differences(olds.inputs, news, { quirks, replaceOn: ["body.api_version", "body.connect"], unknown }),

    async create(inputs) {
      const body = read(inputs);
      const twins = (await endpoints().list()).filter((live) => isTwin(live, body));
      const { live, replayed } = await createOrReplay(body);
      const outputs = outputsOf(inputs, live, live.secret);
      const wasThere = replayed || twins.some(({ id }) => id === live.id);
      if (wasThere) found.add(live.id);
      try {
        if (wasThere || body.status === "disabled") await endpoints().update(live.id, updateOf(body));
        // What is left of earlier runs has a secret that nobody knows any more. It goes only now that the new endpoint
        // exists: an event between the two steps is delivered twice, never lost.
        for (const { id } of twins) if (id !== live.id) await endpoints().remove(id);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new PartlyCreated(`The endpoint exists, but is not finished: ${reason}`, live.id, outputs, {
          cause: error,
        });
      }
      return { id: live.id, outputs };
    },

    async read(id, olds) {
      if (!/^we_\w+$/.test(id)) throw new Error(`"${id}" is no id of a webhook endpoint: it must start with we_.`);
      const live = await endpoints().retrieve(id);
      if (live === null) return null;
      const inputs = { body: liveBody(live, olds && bodyOf(olds.inputs), quirks) };
      return { id, inputs, outputs: outputsOf(inputs, live, olds?.outputs.secret) };
    },

    async update(id, olds, news) {
      const live = await endpoints().update(id, updateOf(read(news), propertiesOf(bodyOf(olds.inputs).metadata)));
      return outputsOf(news, live, olds.outputs.secret);
    },

    async delete(id) {
      if (!found.has(id)) await endpoints().remove(id);
    },
  };

  /**
   * Creates under a key that follows from the content, so that a repetition after a crash gets the first answer again, with
   * the secret. Stripe remembers failures and endpoints that were deleted since, too: for those the next key is used.
   */
  async function createOrReplay(body: EndpointBody): Promise<{ live: LiveEndpoint; replayed: boolean }> {
    for (let round = 0; round < MOST_REPLAYS; round += 1) {
      const { live, replayed } = await endpoints().create(createOf(body), idempotencyKey(body, round));
      if (live && (!replayed || (await endpoints().retrieve(live.id)) !== null)) return { live, replayed };
    }
    throw new Error(
      `Stripe repeats old answers about ${MOST_REPLAYS} endpoints that are gone for ${body.url}. Wait a day, or change the description.`,
    );
  }
}

/**
 * The same definition in the same environment, in the same version. Another version is the endpoint that this one is about
 * to replace: the engine removes that one after whatever reads the secret has the new one.
 */
function isTwin(live: LiveEndpoint, { metadata, api_version: version }: EndpointBody): boolean {
  const id = metadata?.tocsin_id;
  if (id === undefined || live.metadata?.tocsin_id !== id) return false;
  const inSameEnvironment = live.metadata.tocsin_env === metadata?.tocsin_env;
  return inSameEnvironment && (live.api_version ?? null) === (version ?? null);
}

function idempotencyKey(body: EndpointBody, round: number): string {
  const { metadata = {}, enabled_events, ...rest } = body;
  const content = [Object.entries(rest).sort(), Object.entries(metadata).sort(), [...enabled_events].sort(), round];
  const identity = [metadata.tocsin_id, metadata.tocsin_env].filter(Boolean).join("-");
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
  // Stripe takes at most 255 characters.
  return `tocsin-${identity.slice(0, 200)}-${hash}`;
}

function createOf({ status: _later, description, api_version, connect, ...body }: EndpointBody) {
  return {
    ...body,
    ...(description == null ? {} : { description }),
    ...(api_version == null ? {} : { api_version }),
    ...(connect ? { connect } : {}),
  };
}

/** Keys of metadata that are no longer stated are removed by an empty value; others that Stripe has stay. */
function updateOf({ url, enabled_events, description, metadata, status }: EndpointBody, before: Properties = {}) {
  const removed = Object.fromEntries(Object.keys(before).map((key) => [key, ""]));
  return {
    url,
    enabled_events,
    description: description ?? "",
    metadata: { ...removed, ...metadata },
    disabled: status === "disabled",
  };
}

function outputsOf(inputs: Properties, live: LiveEndpoint, secret: Value | undefined): Properties {
  const known = { ...inputs, livemode: live.livemode };
  return secret === undefined || secret === null ? known : { ...known, secret };
}
