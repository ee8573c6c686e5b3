import type { Trouble } from "./fire-types.ts";

/** How to bring a vendor to what one of the probe's metrics tells of. */
export interface Recipe {
  /** On which side of its limit the metric then is. */
  side: "above" | "below";
  /** Null where the limit is beyond what can be made. */
  trouble: Trouble | null;
  moves: string[];
  what: string;
  onlyEmulated: string | null;
}

/** Recipes by the metric's name. */
export type Recipes = Readonly<Record<string, (critical: number) => Recipe>>;
