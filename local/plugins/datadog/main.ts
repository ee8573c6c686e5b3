import { serve } from "../../../infra/plugins/server/serve.ts";
import { installedVersion } from "../shared/version.ts";
import { datadogPlugin } from "./plugin.ts";

await serve(datadogPlugin(installedVersion("@pulumi/datadog"), process.env));
