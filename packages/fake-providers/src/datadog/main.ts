import { serve } from "tocsin/internal/provider";
import { installedVersion } from "../shared/version.ts";
import { datadogPlugin } from "./plugin.ts";

await serve(datadogPlugin(installedVersion("@pulumi/datadog"), process.env));
