import { vendors } from "../vendors/index.ts";
import { datadogPart } from "./datadog/part.ts";
import { managedPart } from "./managed.ts";
import { sentryPart } from "./sentry/part.ts";
import type { Plugin } from "./server/types.ts";
import { stripePart } from "./stripe/part.ts";
import { vercelPart } from "./vercel/part.ts";

/**
 * The plugin `tocsin`: everything that the tool manages without a plugin of the vendor's own. One plugin with a name of its own
 * takes no place of a plugin that a program already uses.
 */
export function tocsinPlugin(version: string, env: NodeJS.ProcessEnv): Plugin {
  const parts = [
    sentryPart(env),
    stripePart(env),
    vercelPart(env),
    datadogPart(env),
    ...vendors.map((vendor) => managedPart(vendor, env)),
  ];
  return {
    name: "tocsin",
    version,
    resources: Object.assign({}, ...parts.map(({ resources }) => resources)),
    configure: async (config) => {
      for (const part of parts) await part.configure?.(config);
    },
    secretValues: () => parts.flatMap((part) => part.secretValues?.() ?? []),
    cancel: () => {
      for (const part of parts) part.cancel?.();
    },
  };
}
