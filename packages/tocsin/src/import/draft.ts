import type { Condition } from "../model/condition.ts";
import type { Definition, Severity } from "../model/definition.ts";
import type { Signal } from "../model/signal.ts";
import { drillStackMark } from "../vendors/context.ts";
import type { LiveObject } from "../vendors/live.ts";

/** What a live object says of the definition that it could have been compiled from. Nobody knows the rest. */
export interface Draft {
  title: string;
  service: string;
  severity: Severity;
  signal: Signal;
  condition: Condition;
  /** Where what is repeated says something of its own. */
  repeat?: Definition["repeat"];
  /** Options that its monitor states and no other word says. */
  datadog?: Definition["datadog"];
  /** Live objects that the definition's resources are to become, by nothing but their kind: at most one of each. */
  objects: LiveObject[];
}

/** What is watched, and when it fires. */
export type Watched = Pick<Draft, "signal" | "condition">;

/** A draft, or why there is none: each a phrase that ends a sentence about the object. */
export type Reading = { draft: Draft } | { reasons: string[] };

/** Thrown while reading, for the first thing that no definition can say; `advice`: what to write in place of it. */
export class Inexpressible extends Error {
  override readonly name = "Inexpressible";
  /** Without the advice. */
  readonly reason: string;

  constructor(reason: string, advice?: string) {
    super(advice === undefined ? reason : `${reason}: ${advice}`);
    this.reason = reason;
  }
}

/** Runs a reading; a `Inexpressible` becomes a value. */
export function reading(read: () => Draft): Reading {
  try {
    return { draft: read() };
  } catch (error) {
    if (error instanceof Inexpressible) return { reasons: [error.message] };
    throw error;
  }
}

/** The name without what our own names have around a title. At most 80 characters, as a title may have. */
export function titleOf(name: string, stack: string, service: string): string {
  const inner = name.replace(drillStackMark, "").replace(`[${stack}] `, "").replace(` (${service})`, "").trim();
  return inner.slice(0, 80) || "Imported alert";
}

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a vendor's `5m`. @throws Inexpressible */
export function lengthOf(text: string): number {
  const parts = /^(\d+)([smhdw])$/.exec(text);
  const size = units[parts?.[2] ?? ""];
  if (parts === null || size === undefined)
    throw new Inexpressible(`it looks at "${text}", which is no fixed length of time`);
  return Number(parts[1]) * size;
}

/** Undoes `\"` and `\\` inside of quotes. */
export const unquoted = (text: string): string => text.replace(/\\(["\\])/g, "$1");
