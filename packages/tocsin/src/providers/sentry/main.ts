import { serve } from "../server/serve.ts";
import { sentryPlugin } from "./plugin.ts";

await serve(sentryPlugin(process.env));
