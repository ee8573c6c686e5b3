import type { Kept } from "../../model/kept.ts";
import { constantOf, literal, type Printed } from "../print.ts";

/** A kept object as code: its body word for word. */
export function printKept(kept: Kept, taken: ReadonlySet<string>): Printed {
  const constant = constantOf(kept.id, taken);
  return { text: `export const ${constant} = kept(${literal(kept, "", true)});\n`, constant, words: ["kept"] };
}
