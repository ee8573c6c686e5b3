import { serve } from "../../../tocsin/src/providers/server/serve.ts";
import { installedVersion } from "../shared/version.ts";
import { vercelPlugin } from "./plugin.ts";

await serve(vercelPlugin(installedVersion("@pulumiverse/vercel"), process.env));
