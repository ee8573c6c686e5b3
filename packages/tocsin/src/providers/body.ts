/**
 * Resources whose inputs are the vendor's own REST body, in the structured property `body`, beside what says where they live.
 * They are compared, read and shown by the same quirk tables as `tocsin verify` uses.
 */
import type { z } from "zod";
import { type JsonObject, textAt } from "../model/resource.ts";
import { asStated, diff } from "../vendors/diff.ts";

import { canonical, type Quirk, rows } from "../vendors/quirks.ts";
import { compare } from "./server/compare.ts";
import { failuresOf, propertiesOf } from "./server/inputs.ts";
import { formatPath } from "./server/path.ts";
import type { DiffResult, Properties, ResourceHandler } from "./server/types.ts";

/** What stands beside the body. */
const placeOf = ({ body: _, ...place }: Properties): Properties => place;

interface Comparison {
  quirks: readonly Quirk[];
  /** Paths whose change means another resource, such as `project` or `body.type`. */
  replaceOn: readonly string[];
  unknown: ReadonlySet<string>;
}

/** Differences between two statements of one resource, path by path as the engine writes them: `body.config.frequency`. */
function differences(olds: Properties, news: Properties, { quirks, replaceOn, unknown }: Comparison): DiffResult {
  const { detailed } = compare(placeOf(olds), placeOf(news), { replaceOn, unknown });
  // What cannot be read back was stated all the same, so a change of it is one.
  const told = quirks.filter(({ rule }) => rule !== "write-only");
  for (const { steps, expected, actual } of diff(propertiesOf(news.body), propertiesOf(olds.body), told)) {
    const path = formatPath(["body", ...steps]);
    const kind = actual === undefined ? "add" : expected === undefined ? "delete" : "update";
    detailed[path] = replaceOn.includes(path) ? `${kind}-replace` : kind;
  }
  return { detailed, deleteBeforeReplace: false };
}

/** A live body as the program would have stated it: with what it states now, or, where it states nothing, in the vendor's own form. */
function liveBody(live: JsonObject, stated: JsonObject | undefined, quirks: readonly Quirk[]): JsonObject {
  return stated === undefined ? canonical(live, quirks) : asStated(stated, live, quirks);
}

/** Places in a body that may hold what nobody is to see, as the server of the plugin wants them named. */
const secretPlaces = (quirks: readonly Quirk[]): string[] =>
  rows(quirks, "may-be-secret").map(({ path }) => `body.${path}`);

/** What the state has of a resource. */
interface Olds {
  inputs: Properties;
  outputs: Properties;
}

/** What the vendor holds. */
interface Held {
  id: string;
  /** The properties beside the body: where it lives. */
  place?: Properties;
  /** As the vendor answers it. */
  body: JsonObject;
  /** Members of the body as a program states them, where the vendor answers another form that no quirk can turn back. */
  stated?: JsonObject;
  /** What only the vendor can tell: outputs beside the inputs. */
  told?: Properties;
}

/** What a kind of resource has of its own: how it is made, read, changed and removed. */
interface Own {
  /** For messages: `Sentry`. */
  vendor: string;
  inputs: z.ZodType;
  quirks: readonly Quirk[];
  /** Paths whose change makes another resource, such as `project` or `body.type`. */
  replaceOn: readonly string[];
  /** As of `ResourceHandler`; places that quirks call secret go without saying. */
  secretOutputs?: readonly string[];
  computedOutputs?: readonly string[];
  /**
   * Makes it, or takes one that is this one already: a run was cut off after the vendor had made it, or its entry in the state was
   * lost. The id of such a one is added to `adopted`. May throw `PartlyCreated`.
   */
  create(inputs: Properties, adopted: Set<string>): Promise<Pick<Held, "id" | "told">>;
  /** Null when it is gone. */
  get(id: string, olds: Olds | undefined): Promise<Held | null>;
  /** What the vendor tells then; null when it is gone. */
  update(id: string, news: Properties, olds: Olds): Promise<Properties | null>;
  remove(id: string, outputs: Properties): Promise<void>;
}

/** A resource whose inputs are what says where it lives, and `body`. */
export function bodyResource(own: Own): ResourceHandler {
  const { quirks, replaceOn } = own;
  /** Resources that a create of this run has taken over: a delete of the same run must not take them away again. */
  const adopted = new Set<string>();
  return {
    secretOutputs: [...secretPlaces(quirks), ...(own.secretOutputs ?? [])],
    computedOutputs: own.computedOutputs ?? [],

    check: (inputs, _olds, unknown) => ({ inputs, failures: failuresOf(own.inputs, inputs, unknown) }),

    diff: (_id, olds, news, unknown) => differences(olds.inputs, news, { quirks, replaceOn, unknown }),

    async create(inputs) {
      const { id, told } = await own.create(inputs, adopted);
      return { id, outputs: { ...inputs, ...told } };
    },

    async read(id, olds) {
      const held = await own.get(id, olds);
      if (held === null) return null;
      const body = liveBody(held.body, olds && propertiesOf(olds.inputs.body), quirks);
      const inputs = { ...held.place, body: { ...body, ...held.stated } };
      return { id: held.id, inputs, outputs: { ...inputs, ...held.told } };
    },

    async update(id, olds, news) {
      const told = await own.update(id, news, olds);
      if (told !== null) return { ...news, ...told };
      const name = textAt(propertiesOf(news.body), "name");
      throw new Error(
        `${own.vendor} no longer has "${name}" (id ${id}). Refresh the stack: it will then be created again.`,
      );
    },

    async delete(id, outputs) {
      if (!adopted.has(id)) await own.remove(id, outputs);
    },
  };
}
