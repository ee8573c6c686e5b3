import * as all from "./registry.ts";
import type { Rule } from "./rule.ts";

/** Every rule, in the order of their names. */
export const rules: readonly Rule[] = Object.values(all);
