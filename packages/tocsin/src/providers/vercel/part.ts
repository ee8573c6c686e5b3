import { vercel } from "../../vendors/vercel/vendor.ts";
import { partOf } from "../part.ts";
import type { PluginPart } from "../server/types.ts";
import { crons } from "./crons.ts";
import { monitor } from "./monitor.ts";

/** What the plugin has for Vercel: the switch of crons, and Vercel's own monitors. */
export const vercelPart = (env: NodeJS.ProcessEnv): PluginPart =>
  partOf(vercel, env, (reach) => {
    const http = reach.http("access to the team of the project");
    return { "tocsin:vercel:Crons": crons(http), "tocsin:vercel:Monitor": monitor(http) };
  });
