import type {
  CheckFailure,
  DiffResult,
  Live,
  Properties,
  PropertyDiffKind,
  ResourceHandler,
} from "tocsin/internal/provider";
import { compare, formatPath, touches } from "tocsin/internal/provider";
import type { z } from "zod";
import { pick, withoutNulls } from "./values.ts";

/** What state holds of a resource. */
interface Stored {
  inputs: Properties;
  outputs: Properties;
}

/** One resource type of a fake provider, as far as types differ from each other. `Inputs` are complete and known. */
export interface ResourceSpec<Inputs> {
  /** Judges complete inputs. Strict: an argument that the fake provider does not know is refused, never dropped. */
  schema: z.ZodType<Inputs>;
  /**
   * Fills in defaults and brings values into the form that compares equal. Must take partial inputs: what is not known yet
   * is absent, inside arrays null.
   */
  complete(inputs: Properties): Properties;
  /** The form of stored outputs that is compared with new inputs. Default: as they are. */
  comparable?(properties: Properties): Properties;
  /** True when a difference at `path` (as in the SDK, dotted) needs a new object. Default: never. */
  replaces?(path: string, old: Properties, news: Properties): boolean;
  /** Looks at the vendor before a plan is made and before anything is written, as the official plugin does. */
  inspect?(inputs: Properties): Promise<void>;
  create(inputs: Inputs): Promise<{ id: string; outputs: Properties }>;
  read(id: string, olds: Stored | undefined): Promise<Live | null>;
  update(id: string, inputs: Inputs, olds: Stored): Promise<Properties>;
  delete(id: string, outputs: Properties): Promise<void>;
  secretOutputs?: readonly string[];
  computedOutputs?: readonly string[];
}

/** A handler for the plugin server: check, diff and typed inputs are the same for all types. */
export function defineResource<Inputs>(spec: ResourceSpec<Inputs>): ResourceHandler {
  const comparable = (properties: Properties) => spec.comparable?.(properties) ?? properties;
  return {
    secretOutputs: spec.secretOutputs ?? [],
    computedOutputs: spec.computedOutputs ?? [],

    check(given, _olds, unknown) {
      const inputs = spec.complete(withoutNulls(given));
      return { inputs, failures: failuresOf(spec.schema, inputs, unknown) };
    },

    async diff(_id, olds, news, unknown) {
      if (unknown.size === 0) await spec.inspect?.(news);
      // Only what the program states now or stated before: what the vendor fills in by itself is no difference.
      const names = [...new Set([...Object.keys(olds.inputs), ...Object.keys(news)])];
      const live = comparable(pick(olds.outputs, names));
      const wanted = comparable(news);
      const { detailed } = compare(live, wanted, { unknown });
      return { detailed: withReplacements(detailed, (path) => spec.replaces?.(path, live, wanted) ?? false) };
    },

    async create(inputs) {
      const known = spec.schema.parse(inputs);
      await spec.inspect?.(inputs);
      return spec.create(known);
    },

    read: (id, olds) => spec.read(id, olds),

    async update(id, olds, news) {
      const known = spec.schema.parse(news);
      await spec.inspect?.(news);
      return spec.update(id, known, olds);
    },

    delete: (id, outputs) => spec.delete(id, outputs),
  };
}

/** True when the path is one of the given places (as in the SDK, dotted), inside one, or holds one. */
export function isAt(path: string, places: readonly string[]): boolean {
  return touches(places, path);
}

const REPLACING: Record<PropertyDiffKind, PropertyDiffKind> = {
  add: "add-replace",
  "add-replace": "add-replace",
  delete: "delete-replace",
  "delete-replace": "delete-replace",
  update: "update-replace",
  "update-replace": "update-replace",
};

function withReplacements(
  detailed: DiffResult["detailed"],
  replaces: (path: string) => boolean,
): DiffResult["detailed"] {
  return Object.fromEntries(
    Object.entries(detailed).map(([path, kind]) => [path, replaces(path) ? REPLACING[kind] : kind]),
  );
}

function failuresOf(schema: z.ZodType, inputs: Properties, unknown: ReadonlySet<string>): CheckFailure[] {
  const parsed = schema.safeParse(inputs);
  if (parsed.success) return [];
  return parsed.error.issues
    .flatMap((issue): CheckFailure[] => {
      const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
      if (issue.code !== "unrecognized_keys") return [{ property: formatPath(path), reason: issue.message }];
      return issue.keys.map((key) => ({
        property: formatPath([...path, key]),
        reason:
          "The local fake provider of this plugin does not know this argument. Leave it out, or run with TOCSIN_PLUGINS=official.",
      }));
    })
    .filter((failure) => !touches(unknown, failure.property));
}

/** A member of stored outputs that must be a text, such as the id of a parent. Throws where state does not have it. */
export function storedText(outputs: Properties, name: string): string {
  const value = outputs[name];
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`The state of this resource has no ${name}. Remove it from the state and import it again.`);
}
