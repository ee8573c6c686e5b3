/** The plugin with credentials that no header can carry: they were copied from a page that sets quotes as it likes. */
import { expect, it } from "vitest";
import { tocsinPlugin } from "../../src/providers/plugin.ts";

it.each(["DD_API_KEY", "DD_APP_KEY", "SENTRY_AUTH_TOKEN", "STRIPE_API_KEY", "VERCEL_API_TOKEN"])(
  "says which character %s has, and keeps the credential out of what it says",
  async (name) => {
    const plugin = tocsinPlugin("1.0.0", { [name]: "“k3y-of-ours”" });
    await expect(plugin.configure?.({})).rejects.toThrow(
      `${name} has the character U+201C, which no header can carry: copy it again.`,
    );
    expect(plugin.secretValues?.()).toContain("“k3y-of-ours”");
  },
);
