import { expect, test } from "vitest";
import { settingsFrom } from "../src/settings.ts";

const least = { TOCSIN_PROBE_STACK: "staging", DD_API_KEY: "key" };

test("with the least, only Datadog is known", () => {
  expect(settingsFrom(least)).toEqual({
    stack: "staging",
    datadog: { url: "https://api.datadoghq.com", apiKey: "key" },
    databases: [],
    statements: [],
    stripe: null,
    vercel: null,
    timeoutMs: 10_000,
  });
});

test("with everything", () => {
  const settings = settingsFrom({
    ...least,
    DD_SITE: "datadoghq.eu",
    TOCSIN_PROBE_DATABASES: "web",
    TOCSIN_PROBE_STATEMENTS: '[{"id":"unpaid","database":"web","metric":"shop.unpaid","tags":["plan"]}]',
    SUPABASE_URL: "https://abcdefghijklmnopqrst.supabase.co/",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_1",
    TOCSIN_SECRET_PROBE_TOKEN: "a.b.c",
    SUPABASE_MANAGEMENT_TOKEN: "sbp_1",
    STRIPE_API_KEY: "rk_1",
    VERCEL_API_TOKEN: "v",
    VERCEL_TEAM: "team_1",
    TOCSIN_PROBE_VERCEL_PROJECTS: "web=prj_1, tips=prj_2",
    TOCSIN_PROBE_TIMEOUT_SECONDS: "5",
  });
  expect(settings).toMatchObject({
    datadog: { url: "https://api.datadoghq.eu" },
    databases: [
      {
        service: "web",
        suffix: "",
        database: {
          url: "https://abcdefghijklmnopqrst.supabase.co",
          publishableKey: "sb_publishable_1",
          token: "a.b.c",
        },
        management: { url: "https://api.supabase.com", token: "sbp_1", ref: "abcdefghijklmnopqrst" },
      },
    ],
    statements: [{ id: "unpaid", database: "web", metric: "shop.unpaid", tags: ["plan"] }],
    stripe: { url: "https://api.stripe.com", apiKey: "rk_1" },
    vercel: { url: "https://api.vercel.com", team: "team_1" },
    timeoutMs: 5000,
  });
  expect([...(settings.vercel?.projects ?? [])]).toEqual([
    ["web", "prj_1"],
    ["tips", "prj_2"],
  ]);
});

test("each of several databases has variables of its own, and what one lacks is not taken from another", () => {
  const { databases } = settingsFrom({
    ...least,
    TOCSIN_PROBE_DATABASES: "web,shop-orders",
    SUPABASE_URL: "https://nobodys.supabase.co",
    SUPABASE_URL_WEB: "https://aaaa.supabase.co",
    SUPABASE_PUBLISHABLE_KEY_WEB: "sb_publishable_a",
    TOCSIN_SECRET_PROBE_TOKEN_WEB: "a.a.a",
    SUPABASE_URL_SHOP_ORDERS: "https://bbbb.supabase.co",
    SUPABASE_MANAGEMENT_TOKEN_SHOP_ORDERS: "sbp_b",
  });
  expect(databases).toMatchObject([
    { service: "web", database: { url: "https://aaaa.supabase.co" }, management: null },
    { service: "shop-orders", database: null, management: { token: "sbp_b", ref: "bbbb" } },
  ]);
});

test.each([
  ["no stack", { DD_API_KEY: "key" }, "TOCSIN_PROBE_STACK"],
  ["no key", { TOCSIN_PROBE_STACK: "staging" }, "DD_API_KEY"],
  ["a blank key", { ...least, DD_API_KEY: "  " }, "DD_API_KEY"],
  ["an address without scheme", { ...least, DD_HOST: "api.example.com" }, "DD_HOST is not a URL"],
  ["a number that is none", { ...least, TOCSIN_PROBE_TIMEOUT_SECONDS: "ten" }, "TOCSIN_PROBE_TIMEOUT_SECONDS"],
  ["statements that are none", { ...least, TOCSIN_PROBE_STATEMENTS: '[{"id":1}]' }, "TOCSIN_PROBE_STATEMENTS"],
  [
    "projects without ids",
    { ...least, VERCEL_API_TOKEN: "v", TOCSIN_PROBE_VERCEL_PROJECTS: "web" },
    "TOCSIN_PROBE_VERCEL_PROJECTS",
  ],
])("%s is told by name", (_, env, message) => {
  expect(() => settingsFrom(env)).toThrow(message);
});
