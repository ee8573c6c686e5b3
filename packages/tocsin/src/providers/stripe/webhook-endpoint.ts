import { createHash } from "node:crypto";
import { compare } from "../server/compare.ts";
import { PartlyCreated } from "../server/errors.ts";
import { failuresOf, inOrderOf, propertiesOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, ResourceHandler, Value } from "../server/types.ts";
import type { LiveEndpoint, WebhookEndpoints } from "./client.ts";
import { type EndpointInputs, endpointInputs } from "./inputs.ts";

/** More replays of deleted endpoints than this within the day that Stripe remembers a key would be a fault of ours. */
const MOST_REPLAYS = 20;

/**
 * Stripe webhook endpoints. The signing secret is told once, in the answer to the create call; the state keeps it from then
 * on, so it must never be lost between Stripe's answer and the state's write.
 */
export function webhookEndpoint(endpoints: () => WebhookEndpoints): ResourceHandler {
  /** Endpoints that a create of this run found already there: a delete of the same run must not take them away again. */
  const adopted = new Set<string>();

  return {
    secretOutputs: ["secret"],
    computedOutputs: ["secret", "status", "livemode"],

    check(inputs, _olds, unknown) {
      const completed = { connect: false, disabled: false, ...withoutNulls(inputs) };
      return { inputs: completed, failures: failuresOf(endpointInputs, completed, unknown) };
    },

    diff(_id, olds, news, unknown) {
      return compare(inOrder(olds.inputs, news), news, { replaceOn: ["apiVersion", "connect"], unknown });
    },

    async create(properties) {
      const inputs = endpointInputs.parse(properties);
      const twins = (await endpoints().list()).filter((live) => isTwin(live, inputs));
      const { live, replayed } = await createOrReplay(inputs);
      const outputs = outputsOf(properties, live, live.secret);
      const wasThere = replayed || twins.some(({ id }) => id === live.id);
      if (wasThere) adopted.add(live.id);
      try {
        if (wasThere || inputs.disabled) await endpoints().update(live.id, updateOf(inputs));
        // What is left of earlier runs has a secret that nobody knows any more. It goes only now that the new endpoint
        // exists: an event between the two steps is delivered twice, never lost.
        for (const { id } of twins) if (id !== live.id) await endpoints().remove(id);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new PartlyCreated(`The endpoint exists, but is not finished: ${reason}`, live.id, outputs, {
          cause: error,
        });
      }
      return { id: live.id, outputs: { ...outputs, status: inputs.disabled ? "disabled" : "enabled" } };
    },

    async read(id, olds) {
      if (!/^we_\w+$/.test(id)) throw new Error(`"${id}" is no id of a webhook endpoint: it must start with we_.`);
      const live = await endpoints().retrieve(id);
      if (live === null) return null;
      const described = withoutNulls({
        url: live.url,
        enabledEvents: [...live.enabled_events].sort(),
        description: live.description || null,
        metadata: Object.keys(live.metadata ?? {}).length > 0 ? (live.metadata ?? null) : null,
        apiVersion: live.api_version ?? null,
        // Stripe does not tell this one; it cannot change either.
        connect: olds?.inputs.connect ?? false,
        disabled: live.status === "disabled",
      });
      const inputs = inOrder(described, olds?.inputs ?? {});
      return { id, inputs, outputs: outputsOf(inputs, live, olds?.outputs.secret) };
    },

    async update(id, olds, news) {
      const inputs = endpointInputs.parse(news);
      const live = await endpoints().update(id, updateOf(inputs, propertiesOf(olds.inputs.metadata)));
      return outputsOf(news, live, olds.outputs.secret);
    },

    async delete(id) {
      if (!adopted.has(id)) await endpoints().remove(id);
    },
  };

  /**
   * Creates under a key that follows from the content, so that a repetition after a crash gets the first answer again, with
   * the secret. Stripe remembers failures and endpoints that were deleted since, too: for those the next key is used.
   */
  async function createOrReplay(inputs: EndpointInputs): Promise<{ live: LiveEndpoint; replayed: boolean }> {
    for (let round = 0; round < MOST_REPLAYS; round += 1) {
      const { live, replayed } = await endpoints().create(createOf(inputs), idempotencyKey(inputs, round));
      if (live && (!replayed || (await endpoints().retrieve(live.id)) !== null)) return { live, replayed };
    }
    throw new Error(
      `Stripe repeats old answers about ${MOST_REPLAYS} endpoints that are gone for ${inputs.url}. Wait a day, or change the description.`,
    );
  }
}

/**
 * The same definition in the same environment, in the same version. Another version is the endpoint that this one is about
 * to replace: the engine removes that one after whatever reads the secret has the new one.
 */
function isTwin(live: LiveEndpoint, { metadata, apiVersion }: EndpointInputs): boolean {
  const id = metadata?.tocsin_id;
  if (id === undefined || live.metadata?.tocsin_id !== id) return false;
  const inSameEnvironment = live.metadata.tocsin_env === metadata?.tocsin_env;
  return inSameEnvironment && (live.api_version ?? null) === (apiVersion ?? null);
}

function idempotencyKey(inputs: EndpointInputs, round: number): string {
  const { metadata = {}, enabledEvents, ...rest } = inputs;
  const content = [Object.entries(rest).sort(), Object.entries(metadata).sort(), [...enabledEvents].sort(), round];
  const identity = [metadata.tocsin_id, metadata.tocsin_env].filter(Boolean).join("-");
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
  // Stripe takes at most 255 characters.
  return `tocsin-${identity.slice(0, 200)}-${hash}`;
}

function createOf(inputs: EndpointInputs) {
  return {
    url: inputs.url,
    enabled_events: inputs.enabledEvents,
    ...(inputs.description === undefined ? {} : { description: inputs.description }),
    ...(inputs.metadata === undefined ? {} : { metadata: inputs.metadata }),
    ...(inputs.apiVersion === undefined ? {} : { api_version: inputs.apiVersion }),
    ...(inputs.connect ? { connect: true } : {}),
  };
}

/** Keys of metadata that are no longer stated are removed by an empty value; others that Stripe has stay. */
function updateOf(inputs: EndpointInputs, before: Properties = {}) {
  const removed = Object.fromEntries(Object.keys(before).map((key) => [key, ""]));
  return {
    url: inputs.url,
    enabled_events: inputs.enabledEvents,
    description: inputs.description ?? "",
    metadata: { ...removed, ...inputs.metadata },
    disabled: inputs.disabled,
  };
}

function outputsOf(inputs: Properties, live: LiveEndpoint, secret: Value | undefined): Properties {
  const known = { ...inputs, status: live.status, livemode: live.livemode };
  return secret === undefined || secret === null ? known : { ...known, secret };
}

/** Events have no order: they take the one of the other side. */
function inOrder(inputs: Properties, model: Properties): Properties {
  const { enabledEvents } = inputs;
  if (!Array.isArray(enabledEvents) || !Array.isArray(model.enabledEvents)) return inputs;
  return { ...inputs, enabledEvents: inOrderOf(enabledEvents, model.enabledEvents, (a, b) => (a === b ? 1 : 0)) };
}
