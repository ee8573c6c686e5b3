/** What a command has printed for `--json`, held to its published shape. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type Published, published } from "../../src/cli/published.ts";

/** Reads it. @throws Error where it is not what `schema/<command>.json` says, or has a member that the shape does not name */
export function printed<C extends Published>(command: C, text: string): z.output<(typeof published)[C]> {
  const content: unknown = JSON.parse(text);
  const file = path.join(import.meta.dirname, "../../schema", `${command}.json`);
  z.fromJSONSchema(JSON.parse(readFileSync(file, "utf8"))).parse(content);
  return (published[command] as (typeof published)[C]).parse(content) as z.output<(typeof published)[C]>;
}
