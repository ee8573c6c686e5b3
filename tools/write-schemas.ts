import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Published, published, schemaText } from "../packages/tocsin/src/cli/published.ts";
import { inPackage } from "./lib/paths.mjs";

/** Writes `packages/tocsin/schema/<command>.json` from the shapes in the sources. Run: npx tsx tools/write-schemas.ts */
const folder = inPackage("tocsin", "schema");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const command of Object.keys(published))
  writeFileSync(join(folder, `${command}.json`), schemaText(command as Published));
