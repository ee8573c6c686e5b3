/** The plugin with credentials that no header can carry: they were copied from a page that sets quotes as it likes. */
import { expect, it } from "vitest";
import { tocsinPlugin } from "../../src/providers/plugin.ts";

it.each<[name: string, type: string, id?: string]>([
  ["DD_API_KEY", "tocsin:datadog:Objective"],
  ["DD_APP_KEY", "tocsin:datadog:SyntheticsTest"],
  ["SENTRY_AUTH_TOKEN", "tocsin:sentry:Monitor"],
  ["STRIPE_API_KEY", "tocsin:stripe:WebhookEndpoint", "we_1"],
  ["VERCEL_API_TOKEN", "tocsin:vercel:Crons"],
])(
  "says which character %s has where it is used, and keeps the credential out of what it says",
  async (name, type, id = "acme/1") => {
    const plugin = tocsinPlugin("1.0.0", { DD_API_KEY: "k", DD_APP_KEY: "k", [name]: "“k3y-of-ours”" });
    // A project that has nothing at this vendor is not refused for it.
    await plugin.configure?.({});
    const read = plugin.resources[type]?.read(id, undefined) ?? Promise.resolve(null);
    await expect(read).rejects.toThrow(`${name} has the character U+201C, which no header can carry: copy it again.`);
    expect(plugin.secretValues?.()).toContain("“k3y-of-ours”");
  },
);

it("says at once which address cannot be used", async () => {
  const plugin = tocsinPlugin("1.0.0", { SENTRY_BASE_URL: "ftp://sentry.example/api/" });
  await expect(plugin.configure?.({})).rejects.toThrow("SENTRY_BASE_URL");
});
