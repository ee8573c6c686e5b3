import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createControl } from "../../../emulators/src/control.ts";
import { type Listening, listen } from "../../../emulators/src/listen.ts";
import type { createWorld } from "../../../emulators/test/world.ts";

const nowhere = "http://127.0.0.1:1";

/**
 * Writes `vendors.json` of a local folder for a world of emulated vendors: its control app listens, and those vendors that `urls`
 * names; the others are nowhere.
 * @returns the control app, to be closed
 */
export async function writeVendors(
  folder: string,
  { context, vendors }: ReturnType<typeof createWorld>,
  urls: ReadonlyMap<string, string> = new Map(),
): Promise<Listening> {
  const control = await listen(createControl({ context, vendors, shutdown: () => {} }));
  const content = {
    ...Object.fromEntries(vendors.map((one) => [one.name, one.describe(urls.get(one.name) ?? nowhere)])),
    stripe: { url: nowhere, apiKey: "sk_test_none" },
    supabase: {
      ...{ url: nowhere, managementUrl: nowhere, ref: "localref", token: "none" },
      ...{ key: "none", publishableKey: "none", jwtSecret: "none-of-32-characters-or-more-000" },
    },
    control: { url: control.url, token: context.tokens.control.token },
    stack: "local",
    pid: process.pid,
  };
  await writeFile(join(folder, "vendors.json"), JSON.stringify(content));
  return control;
}
