import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";

/** The emulated Datadog: monitors, synthetic tests, intake. */
export function createDatadog(context: LocalContext): VendorEmulator {
  const app = createVendorApp(context, "datadog");
  return {
    name: "datadog",
    app,
    counts: () => ({}),
    describe: (url) => ({ url, ...context.tokens.datadog }),
  };
}
