/** Vercel. The token comes from the environment: VERCEL_API_TOKEN. */
import plugin from "@pulumiverse/vercel";
import type { Settings } from "tocsin/pulumi";

/** The plugin knows a team only by this: without it, every call would go to the token's own account. */
export const vercel = ({ vercel: { team } }: Settings) => new plugin.Provider("vercel", { team });
