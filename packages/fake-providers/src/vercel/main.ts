import { serve } from "tocsin/internal/provider";
import { installedVersion } from "../shared/version.ts";
import { vercelPlugin } from "./plugin.ts";

await serve(vercelPlugin(installedVersion("@pulumiverse/vercel"), process.env));
