import { serve } from "../server/serve.ts";
import { stripePlugin } from "./plugin.ts";

await serve(stripePlugin(process.env));
