import type { ConditionOf } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { VendorClients } from "./registry.ts";

/** What an alert watches, as its vendor tells it now. */
export interface Read {
  /** Null where nothing was reported. */
  value: number | null;
  /** Of several groups, which one the value is of. */
  group: string;
  /** Why there is no value although something was reported. */
  why?: { text: string; verdict: "ok" | "attention" };
}

export interface Readable {
  definition: Definition;
  condition: ConditionOf<"threshold">;
  stack: StackConfig;
  resources: readonly Resource[];
}

/** Null for a kind whose number cannot be read in one question. @throws VendorError, or Error where no resource carries it */
export type ValueNow<Name extends keyof VendorClients> = (
  client: VendorClients[Name],
  readable: Readable,
) => Promise<Read | null>;
