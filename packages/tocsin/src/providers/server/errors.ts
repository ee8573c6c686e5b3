import { redact } from "../../model/redact.ts";
import type { Properties, Value } from "./types.ts";
import type { Decoded } from "./wire.ts";

/**
 * Thrown by `create` when the object exists at the vendor but a step after that failed: the state keeps its id and outputs,
 * and the next run continues with an update in place of a second create.
 */
export class PartlyCreated extends Error {
  readonly id: string;
  readonly outputs: Properties;

  constructor(message: string, id: string, outputs: Properties, options?: ErrorOptions) {
    super(message, options);
    this.name = "PartlyCreated";
    this.id = id;
    this.outputs = outputs;
  }
}

/** Shorter texts are no secrets anybody guards, and to replace them would garble every sentence. */
const SHORTEST_SECRET = 4;

/** Texts inside the secret parts of some properties. */
export function secretTexts(decoded: Decoded): string[] {
  const texts: string[] = [];
  for (const path of decoded.secrets) collect(at(decoded.value, path), texts);
  return texts.filter((text) => text.length >= SHORTEST_SECRET);
}

function at(value: Value | undefined, path: readonly (string | number)[]): Value | undefined {
  let here: Value | undefined = value;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    here = Array.isArray(here) ? here[Number(step)] : here[step];
  }
  return here;
}

function collect(value: Value | undefined, into: string[]): void {
  if (typeof value === "string") into.push(value);
  else if (typeof value === "number") into.push(String(value));
  else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) collect(inner, into);
}

/** What the user reads of a failure: its message on one line, never a stack, without secrets. */
export function messageOf(error: unknown, secrets: readonly string[]): string {
  const text = error instanceof Error && error.message !== "" ? error.message : String(error);
  return redact(text.replace(/\s*\n\s*/g, " ").trim(), secrets);
}
