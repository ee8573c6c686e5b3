import type { Raw } from "../../model/raw.ts";
import { constantOf, literal, type Printed } from "../print.ts";

/** A raw resource as code: its body as the vendor has it. */
export function printRaw(raw: Raw, taken: ReadonlySet<string>): Printed {
  const constant = constantOf(raw.id, taken);
  return { text: `export const ${constant} = raw(${literal(raw, "", true)});\n`, constant, words: ["raw"] };
}
