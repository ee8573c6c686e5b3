import { describe, expect, it } from "vitest";
import { addressFaults, databasesIn, fromEnvironment, fromLocal } from "../../src/vendors/connections.ts";
import { databaseOf } from "../../src/vendors/context.ts";
import { logSearch, scopeTags } from "../../src/vendors/datadog/query.ts";
import { consoleLinks } from "../../src/vendors/links.ts";
import { stack } from "../support/definitions.ts";

const database = (projectRef: string) => ({ projectRef, connectionPool: 60 });
const two = { ...stack, supabase: { shop: database("aaaa"), "stock-keeping": database("bbbb") } };
const env = {
  SUPABASE_URL_SHOP: "https://aaaa.supabase.co",
  SUPABASE_DRILL_KEY_SHOP: "sb_secret_a",
  SUPABASE_URL_STOCK_KEEPING: "https://bbbb.supabase.co",
};

describe("the database of a service", () => {
  it("is the one that is named, and the only one where none is", () => {
    expect(databaseOf(two, "shop").settings.projectRef).toBe("aaaa");
    expect(databaseOf(stack).settings.projectRef).toBe("ref");
    expect(() => databaseOf(two)).toThrow("tocsin:supabase has several");
    expect(() => databaseOf({ ...stack, supabase: {} })).toThrow("tocsin:supabase is missing");
    expect(() => databaseOf(two, "till")).toThrow("tocsin:supabase.till is missing");
  });

  it("decides what metrics and log lines are read", () => {
    expect(scopeTags({ source: "supabase", database: "stock-keeping" }, two)).toEqual(["supabase_project_ref:bbbb"]);
    const lines = { kind: "supabase", log: "postgres_logs", service: "shop" } as const;
    expect(logSearch(lines, { functionsOnly: false }, two)).toContain("@data.project:aaaa");
  });

  it("has a console of its own, named where there are several", () => {
    const titles = consoleLinks(two, "supabase", []).map(({ title }) => title);
    expect(titles).toContain("Supabase backups (shop)");
    expect(titles).toContain("Supabase backups (stock-keeping)");
    expect(consoleLinks(stack, "supabase", []).map(({ title }) => title)).toContain("Supabase backups");
  });

  it("is written into by its own key only: what one lacks is not taken from another", () => {
    const connected = (more: object = {}) => databasesIn(fromEnvironment({ ...env, ...more }, new Set()), two);
    expect([...connected()]).toEqual([
      ["shop", { url: "https://aaaa.supabase.co", key: "sb_secret_a", credential: "SUPABASE_DRILL_KEY_SHOP" }],
    ]);
    const nobodys = { SUPABASE_URL: "https://cccc.supabase.co", SUPABASE_DRILL_KEY: "sb_secret_c" };
    expect([...connected(nobodys).keys()]).toEqual(["shop"]);
    expect([...databasesIn(fromEnvironment(nobodys, new Set()), stack).values()]).toEqual([
      { url: "https://cccc.supabase.co", key: "sb_secret_c", credential: "SUPABASE_DRILL_KEY" },
    ]);
  });

  it("is never asked in clear, whatever its variable is called", () => {
    expect(addressFaults({ SUPABASE_URL_SHOP: "http://db.example.com" })[0]).toContain(
      "SUPABASE_URL_SHOP begins with http://",
    );
  });

  it("stands in vendors.json by itself, or by the services where there are several", () => {
    const url = "http://127.0.0.1:1";
    const others = {
      datadog: { url, apiKey: "k", appKey: "k" },
      sentry: { url, token: "t" },
      vercel: { url, token: "t", team: "team_1" },
      stripe: { url, apiKey: "k" },
    };
    const one = fromLocal({ ...others, supabase: { url, key: "k" } });
    expect([...databasesIn(one, stack).keys()]).toEqual(["shop-database"]);
    const both = fromLocal({ ...others, supabase: { shop: { url, key: "a" }, "stock-keeping": { url, key: "b" } } });
    expect([...databasesIn(both, two)].map(([service, { key }]) => [service, key])).toEqual([
      ["shop", "a"],
      ["stock-keeping", "b"],
    ]);
  });
});
