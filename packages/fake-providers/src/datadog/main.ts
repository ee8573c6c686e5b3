import { serve } from "../../../tocsin/src/providers/server/serve.ts";
import { installedVersion } from "../shared/version.ts";
import { datadogPlugin } from "./plugin.ts";

await serve(datadogPlugin(installedVersion("@pulumi/datadog"), process.env));
