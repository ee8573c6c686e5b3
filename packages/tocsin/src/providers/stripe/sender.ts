import { createHash } from "node:crypto";
import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { messageOf } from "../../shared/failure.mjs";
import type { Quirk } from "../../vendors/quirks.ts";
import { bodyResource } from "../body.ts";
import { PartlyCreated } from "../server/errors.ts";
import { propertiesOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, ResourceHandler, Value } from "../server/types.ts";
import type { EndpointCalls, LiveSender } from "./calls.ts";

/** More replays of deleted endpoints than this within the day that Stripe remembers a key would be a fault of ours. */
const MOST_REPLAYS = 20;

/** What is written of every kind. */
interface SenderBody {
  enabled_events: string[];
  metadata?: { [key: string]: string } | undefined;
  status?: "enabled" | "disabled" | undefined;
}

/** What a kind has of its own. */
interface Kind<Body extends SenderBody, Live extends LiveSender, Create, Update> {
  body: z.ZodType<Body>;
  quirks: readonly Quirk[];
  /** Paths in the body whose change makes another one, with another secret. */
  replaceOn: readonly string[];
  /** Ids begin so: `we_`. */
  prefix: string;
  /** For messages: `a webhook endpoint`. */
  what: string;
  urlOf(body: Body): string;
  /** The version of what is sent; absent and null are one. */
  versionOf(body: Body | Live): string | null | undefined;
  createOf(body: Body): Create;
  /** `before` is the metadata that was stated. Keys that are no longer stated are removed; others that Stripe has stay. */
  updateOf(body: Body, before: Properties): Update;
}

/**
 * Manages what Stripe sends events to: `{ body }`. The signing secret is told once, in the answer to the create call; the state
 * keeps it from then on, so it must never be lost between Stripe's answer and the state's write.
 */
export function sender<Body extends SenderBody, Live extends LiveSender & JsonObject, Create, Update>(
  kind: Kind<Body, Live, Create, Update>,
  calls: () => EndpointCalls<Live, Create, Update>,
): ResourceHandler {
  /** A body of ours that has been checked; null and absent are one. */
  const read = (inputs: Properties): Body => kind.body.parse(withoutNulls(propertiesOf(inputs.body)));

  return bodyResource({
    ...{ vendor: "Stripe", inputs: z.strictObject({ body: kind.body }), quirks: kind.quirks },
    replaceOn: kind.replaceOn.map((path) => `body.${path}`),
    secretOutputs: ["secret"],
    computedOutputs: ["secret", "livemode"],

    async create(inputs, adopted) {
      const body = read(inputs);
      const twins = (await calls().list()).filter((live) => isTwin(live, body));
      const { live, replayed } = await createOrReplay(body);
      const told = toldOf(live, live.secret);
      const wasThere = replayed || twins.some(({ id }) => id === live.id);
      if (wasThere) adopted.add(live.id);
      try {
        if (wasThere || body.status === "disabled") await calls().update(live.id, kind.updateOf(body, {}));
        // What is left of earlier runs has a secret that nobody knows any more. It goes only now that the new one
        // exists: an event between the two steps is delivered twice, never lost.
        for (const { id } of twins) if (id !== live.id) await calls().remove(id);
      } catch (error) {
        const reason = messageOf(error);
        const outputs = { ...inputs, ...told };
        throw new PartlyCreated(`The endpoint exists, but is not finished: ${reason}`, live.id, outputs, {
          cause: error,
        });
      }
      return { id: live.id, told };
    },

    async get(id, olds) {
      const { prefix, what } = kind;
      if (!new RegExp(`^${prefix}\\w+$`).test(id)) {
        throw new Error(`"${id}" is no id of ${what}: it must start with ${prefix}.`);
      }
      const live = await calls().retrieve(id);
      return live && { id, body: live, told: toldOf(live, olds?.outputs.secret) };
    },

    async update(id, news, olds) {
      const before = propertiesOf(propertiesOf(olds.inputs.body).metadata);
      const live = await calls().update(id, kind.updateOf(read(news), before));
      return toldOf(live, olds.outputs.secret);
    },

    remove: (id) => calls().remove(id),
  });

  /**
   * Creates under a key that follows from the content, so that a repetition after a crash gets the first answer again, with
   * the secret. Stripe remembers failures and endpoints that were deleted since, too, and may leave the secret out of a
   * repeated answer: for those the next key is used.
   */
  async function createOrReplay(body: Body): Promise<{ live: Live; replayed: boolean }> {
    for (let round = 0; round < MOST_REPLAYS; round += 1) {
      const { live, replayed } = await calls().create(kind.createOf(body), idempotencyKey(body, round));
      if (live && (!replayed || (live.secret !== undefined && (await calls().retrieve(live.id)) !== null))) {
        return { live, replayed };
      }
    }
    throw new Error(
      `Stripe repeats old answers about ${MOST_REPLAYS} endpoints that are gone for ${kind.urlOf(body)}. Wait a day, or change the description.`,
    );
  }

  /**
   * The same definition in the same environment, in the same version. Another version is the endpoint that this one is about
   * to replace: the engine removes that one after whatever reads the secret has the new one.
   */
  function isTwin(live: Live, body: Body): boolean {
    const { metadata } = body;
    const id = metadata?.tocsin_id;
    if (id === undefined || live.metadata?.tocsin_id !== id) return false;
    const inSameEnvironment = live.metadata.tocsin_env === metadata?.tocsin_env;
    return inSameEnvironment && (kind.versionOf(live) ?? null) === (kind.versionOf(body) ?? null);
  }
}

function idempotencyKey(body: SenderBody, round: number): string {
  const { metadata = {}, enabled_events, ...rest } = body;
  const content = [Object.entries(rest).sort(), Object.entries(metadata).sort(), [...enabled_events].sort(), round];
  const identity = [metadata.tocsin_id, metadata.tocsin_env].filter(Boolean).join("-");
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
  // Stripe takes at most 255 characters.
  return `tocsin-${identity.slice(0, 200)}-${hash}`;
}

const toldOf = ({ livemode }: LiveSender, secret: Value | undefined): Properties =>
  secret === undefined || secret === null ? { livemode } : { livemode, secret };
