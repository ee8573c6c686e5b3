import { describe, expect, it } from "vitest";
import { consoleLinks, definitionLinks } from "../../src/vendors/links.ts";
import { definition, stack } from "../support/definitions.ts";

const urls = (links: { url: string }[]) => links.map(({ url }) => url);

describe("links to consoles", () => {
  it("name team and project at Vercel, and let Vercel ask where the team's name is not known", () => {
    const known = { ...stack, vercel: { ...stack.vercel, teamSlug: "acme" } };
    expect(urls(consoleLinks(known, "vercel", ["shop"]))).toContain("https://vercel.com/acme/shop-staging/logs");
    expect(urls(consoleLinks(stack, "vercel", ["shop"]))).toContain(
      "https://vercel.com/d?to=%2F%5Bteam%5D%2F%5Bproject%5D%2Fsettings%2Fcron-jobs",
    );
    expect(consoleLinks(stack, "vercel", ["unknown"])).toEqual([]);
  });

  it("lead to the stack's own Supabase project, Sentry environment and Stripe mode", () => {
    expect(urls(consoleLinks(stack, "supabase", []))).toContain(
      "https://supabase.com/dashboard/project/ref/database/backups/scheduled",
    );
    for (const url of urls(consoleLinks(stack, "sentry", []))) {
      expect(url).toMatch(/^https:\/\/acme\.sentry\.io\/[\w/]+\/\?environment=staging$/);
    }
    expect(urls(consoleLinks(stack, "stripe", []))).toContain("https://dashboard.stripe.com/test/webhooks");
    expect(urls(consoleLinks({ ...stack, allowDrills: false }, "stripe", []))).toContain(
      "https://dashboard.stripe.com/webhooks",
    );
  });

  it("of a definition are those of what it watches", () => {
    const spans = { kind: "sentry-spans", project: "web", transaction: "POST /api/x", statistic: "p95" };
    const [link] = definitionLinks(definition({ signal: spans }), stack);
    expect(new URL(link?.url ?? "").searchParams.get("query")).toBe('transaction:"POST /api/x"');
    const crons = { kind: "crons", service: "shop", crons: [{ path: "/c", schedule: "* * * * *" }] };
    expect(definitionLinks(definition({ signal: crons }), stack).map(({ title }) => title)).toEqual([
      "Vercel cron jobs (shop)",
      "Vercel logs (shop)",
    ]);
  });
});
