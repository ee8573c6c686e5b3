import { expect, test } from "vitest";
import { settingsFrom } from "../src/settings.ts";

const least = { TOCSIN_PROBE_STACK: "staging", DD_API_KEY: "key" };

test("with the least, only Datadog is known", () => {
  expect(settingsFrom(least)).toEqual({
    stack: "staging",
    datadog: { url: "https://api.datadoghq.com", apiKey: "key" },
    database: null,
    management: null,
    stripe: null,
    vercel: null,
    minimumCount: 10,
    timeoutMs: 10_000,
  });
});

test("with everything", () => {
  const settings = settingsFrom({
    ...least,
    DD_SITE: "datadoghq.eu",
    SUPABASE_URL: "https://abcdefghijklmnopqrst.supabase.co/",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_1",
    TOCSIN_SECRET_PROBE_TOKEN: "a.b.c",
    SUPABASE_MANAGEMENT_TOKEN: "sbp_1",
    STRIPE_API_KEY: "rk_1",
    VERCEL_API_TOKEN: "v",
    VERCEL_TEAM: "team_1",
    TOCSIN_PROBE_VERCEL_PROJECTS: "web=prj_1, tips=prj_2",
    TOCSIN_PROBE_MINIMUM_COUNT: "25",
    TOCSIN_PROBE_TIMEOUT_SECONDS: "5",
  });
  expect(settings).toMatchObject({
    datadog: { url: "https://api.datadoghq.eu" },
    database: { url: "https://abcdefghijklmnopqrst.supabase.co", publishableKey: "sb_publishable_1", token: "a.b.c" },
    management: { url: "https://api.supabase.com", token: "sbp_1", ref: "abcdefghijklmnopqrst" },
    stripe: { url: "https://api.stripe.com", apiKey: "rk_1" },
    vercel: { url: "https://api.vercel.com", team: "team_1" },
    minimumCount: 25,
    timeoutMs: 5000,
  });
  expect([...(settings.vercel?.projects ?? [])]).toEqual([
    ["web", "prj_1"],
    ["tips", "prj_2"],
  ]);
});

test.each([
  ["no stack", { DD_API_KEY: "key" }, "TOCSIN_PROBE_STACK"],
  ["no key", { TOCSIN_PROBE_STACK: "staging" }, "DD_API_KEY"],
  ["a blank key", { ...least, DD_API_KEY: "  " }, "DD_API_KEY"],
  ["an address without scheme", { ...least, DD_HOST: "api.example.com" }, "DD_HOST is not an URL"],
  ["a number that is none", { ...least, TOCSIN_PROBE_MINIMUM_COUNT: "ten" }, "TOCSIN_PROBE_MINIMUM_COUNT"],
  [
    "projects without ids",
    { ...least, VERCEL_API_TOKEN: "v", TOCSIN_PROBE_VERCEL_PROJECTS: "web" },
    "TOCSIN_PROBE_VERCEL_PROJECTS",
  ],
])("%s is told by name", (_, env, message) => {
  expect(() => settingsFrom(env)).toThrow(message);
});
