import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of the template folder, which lies beside `src/` and `dist/`. */
export const templateFile = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../template/${path}`, import.meta.url)), "utf8");

/**
 * Puts values in the place of `__name__`.
 * @throws Error for a name that has no value: the template and its reader differ
 */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/__([a-z]+)__/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template has __${name}__, which has no value.`);
    return value;
  });
