import { afterEach, describe, expect, it, vi } from "vitest";
import { vendorStatus } from "../../src/routines/checks/vendor-status.ts";
import { fromEnvironment, fromLocal } from "../../src/vendors/connections.ts";
import { vendorNames } from "../../src/vendors/index.ts";
import type { StatusPage } from "../../src/vendors/status-page.ts";
import { statusPagesOf } from "../../src/vendors/status-pages.ts";
import { type True, ways } from "../support/malformed.ts";

const datadog: StatusPage = { vendor: "Datadog", url: "https://status.datadoghq.com" };
const vercel: StatusPage = { vendor: "Vercel", url: "https://www.vercel-status.com" };
const stripe: StatusPage = { vendor: "Stripe", url: "https://www.stripestatus.com" };

/** A page as Statuspage serves it; what is left out is well. */
const page = (more: object = {}) => ({
  page: { id: "1k6wzpspjf99", name: "Datadog US1", url: "https://status.datadoghq.com", time_zone: "Etc/UTC" },
  components: [{ id: "c1", name: "Log Management", status: "operational", group: false }],
  incidents: [],
  scheduled_maintenances: [],
  status: { indicator: "none", description: "All Systems Operational" },
  ...more,
});
const incident = (more: object = {}) => ({
  ...{ id: "i1", name: "Logs arrive late", status: "identified", impact: "major" },
  ...{ created_at: "2026-11-29T01:40:00.000Z", started_at: "2026-11-29T01:35:00.000Z", resolved_at: null },
  components: [{ id: "c1", name: "Log Management", status: "partial_outage" }],
  ...more,
});
const date = "Sun, 29 Nov 2026 02:00:00 GMT";

/** Each page answers with what is given for its host; without it, nothing listens. */
function answering(answers: Record<string, object>): { asked: string[] } {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const answer = answers[new URL(url).hostname];
    if (answer === undefined)
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) });
    return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json", date } });
  });
  return { asked };
}
afterEach(() => void vi.unstubAllGlobals());

/** It asks no vendor's client. */
const look = (...statusPages: StatusPage[]) => vendorStatus.look(Object.assign(Object.create(null), { statusPages }));

describe("the status pages of the vendors", () => {
  it("are one line while all is well", async () => {
    const { asked } = answering({ "status.datadoghq.com": page(), "www.vercel-status.com": page() });
    expect(await look(datadog, vercel)).toEqual([
      { title: "2 status pages", value: "no incident: Datadog, Vercel", verdict: "ok" },
    ]);
    expect(asked.sort()).toEqual([
      "https://status.datadoghq.com/api/v2/summary.json",
      "https://www.vercel-status.com/api/v2/summary.json",
    ]);
    expect(await look()).toEqual([]);
  });

  it("say an outage first: since when, what the vendor calls it, and which parts", async () => {
    answering({
      "status.datadoghq.com": page({
        status: { indicator: "major" },
        components: [
          { name: "Log Management", status: "partial_outage" },
          { name: "Monitors", status: "degraded_performance" },
          { name: "All products", status: "degraded_performance", group: true },
        ],
        incidents: [incident({ id: "i2", name: "Old", status: "resolved" }), incident()],
        scheduled_maintenances: [
          incident({ name: "Move", impact: "maintenance", status: "in_progress", components: [] }),
          incident({ name: "Next week", impact: "maintenance", status: "scheduled" }),
        ],
      }),
      "www.vercel-status.com": page(),
    });
    expect(await look(datadog, vercel)).toEqual([
      {
        title: "Status page of Datadog",
        value: "outage: 1 incident, 1 maintenance window, 1 part not operational",
        verdict: "critical",
        details: [
          "major, identified, for 25 min: Logs arrive late (Log Management)",
          "maintenance, in progress, for 25 min: Move",
          "Monitors: degraded performance",
        ],
        link: "https://status.datadoghq.com",
      },
      { title: "1 status page", value: "no incident: Vercel", verdict: "ok" },
    ]);
  });

  it.each([
    [
      "an incident without an impact",
      { incidents: [incident({ impact: "none", components: undefined })] },
      "1 incident",
    ],
    [
      "a part that no incident names",
      { components: [{ name: "API", status: "major_outage" }] },
      "1 part not operational",
    ],
    ["a state that nothing explains", { status: { indicator: "minor" } }, "it calls itself minor"],
  ])("take %s for something to look at", async (_, more, value) => {
    answering({ "status.datadoghq.com": page(more) });
    expect(await look(datadog)).toMatchObject([{ verdict: "attention", value: `not all is well: ${value}` }]);
  });

  it("are unknown, never well, where one does not answer; the others are told", async () => {
    answering({ "status.datadoghq.com": page() });
    expect(await look(datadog, stripe)).toEqual([
      {
        title: "Status page of Stripe",
        value: "Stripe's status page could not be read for incidents: its host name is unknown, 2 times.",
        verdict: "unknown",
        link: "https://www.stripestatus.com",
      },
      { title: "1 status page", value: "no incident: Datadog", verdict: "ok" },
    ]);
  });

  const broken = page({ status: { indicator: "critical" }, incidents: [incident({ impact: "critical" })] });
  const whole: True = {
    status: 200,
    headers: { "content-type": "application/json", date },
    body: JSON.stringify(broken),
  };
  it.each(ways)("are never called well for $name", async (way) => {
    const raw = way.spoil(whole) ?? whole;
    const nothing = [204, 304].includes(raw.status);
    vi.stubGlobal("fetch", async () => {
      return new Response(nothing ? null : Buffer.from(raw.body), { status: raw.status, headers: raw.headers });
    });
    const [line, ...more] = await look(datadog);
    expect(more).toEqual([]);
    expect(line?.verdict).not.toBe("ok");
    expect(["unknown", "critical", "attention"]).toContain(line?.verdict);
  });

  it.each([
    ["indicator", page({ status: { indicator: "purple" } })],
    ["impact", page({ incidents: [incident({ impact: "huge" })] })],
    ["incidents", { ...page(), incidents: undefined }],
  ])("are unknown where %s is a word or a shape that is not documented", async (_, answer) => {
    answering({ "status.datadoghq.com": answer });
    expect(await look(datadog)).toMatchObject([
      {
        verdict: "unknown",
        value: expect.stringMatching(/^Datadog's status page answered incidents in an unexpected shape: field /),
      },
    ]);
  });
});

describe("whose status page is read", () => {
  const env = {
    ...{ DD_API_KEY: "k", DD_APP_KEY: "a", SENTRY_AUTH_TOKEN: "t", VERCEL_API_TOKEN: "v", STRIPE_API_KEY: "sk_test_1" },
  };
  const stack = { supabase: {}, vercel: { team: "", projects: {} } };
  const all = { stack, used: new Set(vendorNames) };
  const of = (more: Record<string, string>, which: Parameters<typeof statusPagesOf>[1] = all) =>
    statusPagesOf(fromEnvironment({ ...env, ...more }, vendorNames), which).map(({ url }) => url);

  it("is that of each vendor which has resources of the stack, and Supabase's where it has databases", () => {
    expect(of({})).toEqual([
      "https://status.datadoghq.com",
      "https://status.sentry.io",
      "https://www.vercel-status.com",
      "https://www.stripestatus.com",
    ]);
    expect(of({}, { stack, used: new Set(["sentry"]) })).toEqual(["https://status.sentry.io"]);
    const databases = { shop: { projectRef: "abcdefghijklmnopqrst" } };
    expect(of({}, { stack: { ...stack, supabase: databases }, used: new Set() })).toEqual([
      "https://status.supabase.com",
    ]);
  });

  it.each([
    ["us5.datadoghq.com", "https://status.us5.datadoghq.com"],
    ["datadoghq.eu", "https://status.datadoghq.eu"],
    ["ddog-gov.com", "https://status.ddog-gov.com"],
  ])("is that of the site %s", (site, url) => {
    expect(of({ DD_SITE: site })[0]).toBe(url);
  });

  it("is none where no page is known of an address: a site without one, a gateway, an installation of one's own", () => {
    const own = { SENTRY_BASE_URL: "https://sentry.example.com/api/", VERCEL_BASE_URL: "https://gateway.example.com" };
    expect(of({ ...own, DD_SITE: "uk1.datadoghq.com", STRIPE_API_BASE: "https://stripe.example.com" })).toEqual([]);
    expect(of({ DD_HOST: "https://api.datadoghq.com.example.com" })).not.toContain("https://status.datadoghq.com");
    expect(of({ SENTRY_BASE_URL: "https://evilsentry.io/api/" })).not.toContain("https://status.sentry.io");
    expect(of({ SENTRY_BASE_URL: "https://de.sentry.io/api/" })).toContain("https://status.sentry.io");
  });

  it("is below the address that the environment or the local stack gives", () => {
    expect(of({ TOCSIN_STATUS_PAGES: "https://status.example.com/" })).toContain("https://status.example.com/stripe");
    expect(() => of({ TOCSIN_STATUS_PAGES: "http://status.example.com" })).toThrow(/^TOCSIN_STATUS_PAGES /);
    const local = fromLocal({
      datadog: { url: "http://127.0.0.1:1", apiKey: "k", appKey: "a" },
      sentry: { url: "http://127.0.0.1:2", token: "t" },
      vercel: { url: "http://127.0.0.1:3", token: "v", team: null },
      stripe: { url: "http://127.0.0.1:4", apiKey: "sk_test_1" },
      "status-pages": { url: "http://127.0.0.1:5", token: "local" },
    });
    expect(statusPagesOf(local, { stack, used: new Set(["datadog"]) })).toEqual([
      { vendor: "Datadog", url: "http://127.0.0.1:5/datadog", token: "local" },
    ]);
  });
});
