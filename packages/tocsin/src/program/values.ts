/**
 * What fills the gaps of a compiled body when the engine runs: values of other resources and secrets. A body that passes
 * through here carries a marker string at every gap; the vendor files turn a marker into an engine output where the SDK
 * takes text.
 */

import pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { inputsIn } from "../model/input.ts";
import type { Json, JsonObject, Ref, Resource } from "../model/resource.ts";
import { type SecretSource, secretName, secretNames, secretVariable } from "../model/secrets.ts";
import { fillText, type Inputs } from "./inputs.ts";

/** Values of a created resource that others may refer to, by `Ref.property`. */
export type Outputs = Readonly<Record<string, pulumi.Output<string>>>;

/** A body with its gaps filled. */
export type Filled =
  | string
  | number
  | boolean
  | null
  | undefined
  | pulumi.Input<string>
  | Filled[]
  | Readonly<{ [key: string]: Filled }>;

// A control character cannot stand in a body that came out of the compiler, so no real text is taken for a marker.
const refPrefix = "\u0001ref:";
const refMarker = (index: number) => `${refPrefix}${index}`;
/** The same within a longer text, where its end must be told. */
const pieceMarker = (index: number) => `${refMarker(index)}\u0001`;
const pieces = new RegExp(`(${refPrefix}\\d+\u0001)`);

/** Copies of the body and the parent with a marker string at the place of every reference. */
export function withMarkers(resource: Resource): { body: JsonObject; parent: JsonObject } {
  const [body, parent] = [structuredClone(resource.body), structuredClone(resource.parent)];
  resource.refs.forEach((ref, index) => {
    const marker = ref.within === undefined ? refMarker(index) : pieceMarker(index);
    place(ref.in === "parent" ? parent : body, ref, marker, resource.name);
  });
  return { body, parent };
}

function place(body: JsonObject, ref: Ref, marker: string, name: string): void {
  const keys = ref.path.split(".");
  const last = keys.pop();
  let at: Json | undefined = body;
  for (const key of keys) at = child(at, key);
  if (last === undefined || at === null || typeof at !== "object" || inherited.has(last)) {
    throw new Error(
      `Resource ${name}: nothing stands at ${ref.path}, so the ${ref.property} of ${ref.resource} has no place there.`,
    );
  }
  const value = ref.within === undefined ? marker : String(child(at, last)).replace(ref.within, marker);
  if (Array.isArray(at)) at[Number(last)] = value;
  else at[last] = value;
}

function child(at: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(at)) return at[Number(key)];
  if (at !== null && typeof at === "object" && Object.hasOwn(at, key)) return at[key];
  return undefined;
}

/** What every object has: written to, it would change all of them. */
const inherited: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Fills the gaps of one resource and keeps count, so that a gap that the vendor file passed over is an error and never a
 * marker sent to a vendor.
 */
export class Gaps {
  private readonly resource: Resource;
  private readonly outputsOf: (name: string) => Outputs;
  private readonly secret: SecretSource;
  private readonly inputs: Inputs;
  private readonly filled = new Set<string>();

  constructor(
    resource: Resource,
    outputsOf: (name: string) => Outputs,
    secret: SecretSource,
    inputs: Inputs = new Map(),
  ) {
    this.inputs = inputs;
    this.resource = resource;
    this.outputsOf = outputsOf;
    this.secret = secret;
  }

  /** The text itself, or the output that its marker stands for. */
  text(value: string): pulumi.Input<string> {
    return this.output(value) ?? (this.inputs.size > 0 ? fillText(value, this.inputs) : value);
  }

  /** A JSON document as text. */
  document(value: JsonObject): pulumi.Input<string> {
    const isPlain = this.resource.refs.length === 0 && (this.inputs.size === 0 || inputsIn(value).length === 0);
    return isPlain ? JSON.stringify(value) : pulumi.jsonStringify(this.json(value));
  }

  /** A whole JSON value with every marker in it replaced. */
  json(value: Json): Filled {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    return value === null || typeof value !== "object" ? value : this.object(value);
  }

  /** A whole object with every marker in it replaced. */
  object(value: JsonObject): Readonly<Record<string, Filled>> {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.json(item)]));
  }

  /** Throws when a reference or secret of the resource was not carried over by the vendor file. */
  assertFilled(): void {
    const open = [
      ...this.resource.refs.filter((_, index) => !this.filled.has(refMarker(index))).map((ref) => ref.path),
      ...secretNames([this.resource])
        .map((name) => `secret:${name}`)
        .filter((marker) => !this.filled.has(marker)),
    ];
    if (open.length === 0) return;
    throw new Error(
      `Resource ${this.resource.name} (${this.resource.vendor}/${this.resource.kind}): ${open.join(", ")} cannot be filled ` +
        "in at that place of this kind of resource.",
    );
  }

  private output(value: string): pulumi.Output<string> | undefined {
    const parts = value.split(pieces);
    if (parts.length > 1) {
      // The mark at a piece's end is not part of what tells a reference.
      const filled = parts.map((part) => (pieces.test(part) ? this.output(part.slice(0, -1)) : undefined) ?? part);
      return pulumi.concat(...filled);
    }
    const ref = value.startsWith(refPrefix) ? this.resource.refs[Number(value.slice(refPrefix.length))] : undefined;
    if (ref !== undefined) {
      this.filled.add(value);
      const output = this.outputsOf(ref.resource)[ref.property];
      if (output !== undefined) return output;
      throw new Error(
        `Resource ${this.resource.name}: ${ref.resource} has no value "${ref.property}" to put at ${ref.path}.`,
      );
    }
    const name = secretName(value);
    if (name === undefined) return undefined;
    this.filled.add(value);
    const secret = this.secret(name);
    if (secret === undefined || secret === "")
      throw new Error(`The environment variable ${secretVariable(name)} is not set.`);
    return pulumi.secret(secret);
  }
}

/** What a vendor file gets and gives, and how it reads a body. */

/** One resource about to be created: `body` and `parent` carry markers at their gaps. */
export interface Spec {
  resource: Resource;
  body: JsonObject;
  parent: JsonObject;
  gaps: Gaps;
  options: pulumi.CustomResourceOptions;
}

/** Creates the engine's resource for a spec and names the values that other resources may refer to. */
export type Create = (spec: Spec) => Outputs;

/**
 * Reads a body or a parent against the shape that the engine layer knows how to carry. A field it does not know is an
 * error: dropped silently, what is live would not be what was reviewed.
 */
export function read<T>(schema: z.ZodType<T>, value: JsonObject, spec: Spec): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { name, vendor, kind } = spec.resource;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new Error(
    `Resource ${name} (${vendor}/${kind}) does not have the form that the engine layer sends:\n  ${problems.join("\n  ")}`,
  );
}

type CamelKey<K> = K extends `${infer First}_${infer Rest}` ? `${First}${Capitalize<CamelKey<Rest>>}` : K;
type Camel<T> = T extends readonly unknown[]
  ? { [I in keyof T]: Camel<T[I]> }
  : T extends object
    ? { [K in keyof T as CamelKey<K>]: Camel<T[K]> }
    : T;

/**
 * A part of a body with the names that a Pulumi provider has made of the vendor's: `tick_every` is `tickEvery`. For members that the
 * vendor has named, and not for maps, whose keys are somebody's own.
 */
export function camel<T>(part: T): Camel<T>;
export function camel(part: unknown): unknown {
  if (Array.isArray(part)) return part.map((one) => camel(one));
  if (typeof part !== "object" || part === null) return part;
  const name = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [name(key), camel(value)]));
}
