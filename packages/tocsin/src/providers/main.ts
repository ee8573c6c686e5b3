import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageFolder } from "../shared/package-folder.mjs";
import { tocsinPlugin } from "./plugin.ts";
import { serve } from "./server/serve.ts";

const manifest = z.object({ version: z.string() });
const { version } = manifest.parse(JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")));

await serve(tocsinPlugin(version, process.env));
