import type { LocalContext, VendorEmulator } from "../context.ts";
import { createVendorApp } from "../vendor.ts";

/** The emulated Slack workspace. */
export function createSlack(context: LocalContext): VendorEmulator {
  const app = createVendorApp(context, "slack");
  return { name: "slack", app, counts: () => ({}), describe: (url) => ({ url, ...context.tokens.slack }) };
}
