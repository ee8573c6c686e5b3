import { describe, expect, it } from "vitest";
import { fromEnvironment, fromLocal } from "../../src/vendors/connections.ts";

const complete = {
  DD_API_KEY: "k",
  DD_APP_KEY: "a",
  SENTRY_AUTH_TOKEN: "t",
  VERCEL_API_TOKEN: "v",
  STRIPE_API_KEY: "s",
};

describe("connections from the environment", () => {
  it("have the vendors' own addresses unless told otherwise", () => {
    const found = fromEnvironment({ ...complete, VERCEL_TEAM: "team_1" }, ["datadog", "sentry", "vercel", "stripe"]);
    expect(found).toEqual({
      datadog: { url: "https://api.datadoghq.com", apiKey: "k", appKey: "a" },
      sentry: { url: "https://sentry.io", token: "t" },
      vercel: { url: "https://api.vercel.com", token: "v", team: "team_1" },
      stripe: { url: "https://api.stripe.com", apiKey: "s" },
    });
  });

  it("follow DD_SITE, DD_HOST and the base URLs", () => {
    expect(fromEnvironment({ ...complete, DD_SITE: "datadoghq.eu" }, ["datadog"]).datadog?.url).toBe(
      "https://api.datadoghq.eu",
    );
    const env = { ...complete, DD_SITE: "datadoghq.eu", DD_HOST: "http://127.0.0.1:4001/" };
    expect(fromEnvironment(env, ["datadog"]).datadog?.url).toBe("http://127.0.0.1:4001");
    const sentry = fromEnvironment({ ...complete, SENTRY_BASE_URL: "http://127.0.0.1:4002/api/" }, ["sentry"]);
    expect(sentry.sentry?.url).toBe("http://127.0.0.1:4002");
  });

  it("ask only for the vendors that are wanted", () => {
    expect(fromEnvironment({ STRIPE_API_KEY: "s" }, ["stripe"])).toEqual({
      stripe: { url: "https://api.stripe.com", apiKey: "s" },
    });
  });

  it("name everything that is missing at once", () => {
    expect(() => fromEnvironment({ DD_API_KEY: " " }, ["datadog", "sentry", "stripe"])).toThrow(
      "Set DD_API_KEY, DD_APP_KEY, SENTRY_AUTH_TOKEN, STRIPE_API_KEY in the environment",
    );
  });

  it.each([
    ["VERCEL_API_TOKEN", "\u201cv\u201d", "U+201C"],
    ["DD_APP_KEY", "a\nb", "U+000A"],
    ["SLACK_TOKEN", "xoxb-\u00e4", "U+00E4"],
    ["SUPABASE_DRILL_KEY", "\u{1f511}", "U+1F511"],
  ])("refuse %s with a character that no header can carry, without repeating it", (name, value, character) => {
    const env = { ...complete, SUPABASE_URL: "https://a.supabase.co", [name]: value };
    expect(() => fromEnvironment(env, ["datadog", "vercel"])).toThrow(
      `${name} has the character ${character}, which no header can carry: copy it again.`,
    );
  });

  it("refuse an address that is none, without repeating it", () => {
    expect(() => fromEnvironment({ ...complete, DD_HOST: "user:pw@host" }, ["datadog"])).toThrow(
      /DD_HOST is not a URL/,
    );
  });
});

describe("connections of the local stack", () => {
  it("name the fields that are not as expected", () => {
    expect(() => fromLocal({ datadog: { url: "http://127.0.0.1:1", apiKey: "k" } })).toThrow(/datadog\.appKey, sentry/);
    expect(() => fromLocal(null)).toThrow(/start the local stack again/);
  });
});
