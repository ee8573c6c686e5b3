/** Settings that are values of other resources: marked in what is compiled, and filled in where it is declared. */
import pulumi from "@pulumi/pulumi";
import { inputMark, inputsIn, isReference, partsOf } from "../model/input.ts";

/** Values by the path of their setting. */
export type Inputs = ReadonlyMap<string, pulumi.Output<string>>;

/**
 * Settings as a program states them, with a mark at each input.
 * @throws RunError for an input where only a plain value can be
 */
export function readSettings(settings: object): { settings: Record<string, unknown>; inputs: Inputs } {
  const inputs = new Map<string, pulumi.Output<string>>();
  const read = (value: unknown, path: readonly string[]): unknown => {
    if (pulumi.Output.isInstance<unknown>(value) || value instanceof Promise) {
      const name = path.join(".");
      if (!isReference(path)) {
        throw new pulumi.RunError(
          `The setting ${name} is an Input, and must be a plain value: it shapes queries, names or scopes, which are compiled before anything is made.`,
        );
      }
      // An address is written with and without its last slash.
      inputs.set(
        name,
        pulumi.output(value).apply((text) => String(text).replace(/\/$/, "")),
      );
      return inputMark(name);
    }
    if (Array.isArray(value)) return value.map((item, index) => read(item, [...path, String(index)]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item, [...path, key])]));
  };
  const all = Object.entries(settings).map(([key, value]): [string, unknown] => [key, read(value, [key])]);
  return { settings: Object.fromEntries(all), inputs };
}

/** A text with its marks filled in; itself without any. */
export function fillText(text: string, inputs: Inputs): pulumi.Input<string> {
  const parts = partsOf(text).map((part) => ("path" in part ? given(part.path, inputs) : part.text));
  return parts.some((part) => typeof part !== "string") ? pulumi.concat(...parts) : text;
}

function given(path: string, inputs: Inputs): pulumi.Output<string> {
  const value = inputs.get(path);
  if (value === undefined) throw new Error(`nothing gives the setting ${path}`);
  return value;
}

/**
 * Refuses settings that neither the stack file nor the program has, before anything is declared.
 * @throws RunError naming them
 */
export function requireInputs(settings: object, inputs: Inputs): void {
  const missing = inputsIn(settings).filter((path) => !inputs.has(path));
  if (missing.length === 0) return;
  throw new pulumi.RunError(
    `Settings are missing: ${missing.join(", ")}. State each in the stack file, or give it to Alerts in \`settings\`.`,
  );
}

/** Properties with every mark in them filled in. Outputs among them are left as they are. */
export function fill(properties: object, inputs: Inputs): Record<string, unknown> {
  const filled = (value: unknown): unknown => {
    if (typeof value === "string") return fillText(value, inputs);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== "object" || value === null) return value;
    return Object.getPrototypeOf(value) === Object.prototype ? fill(value, inputs) : value;
  };
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, filled(value)]));
}
