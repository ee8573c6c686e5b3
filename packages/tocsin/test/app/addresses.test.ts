import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { connectTo } from "../../src/app/connect.ts";
import { issueTarget } from "../../src/app/drift-issue.ts";
import { targetFrom } from "../../src/app/review/github.ts";
import { appCalls } from "../../src/app/routine.ts";
import { UsageError } from "../../src/shared/usage-error.ts";
import { FireHttp } from "../../src/vendors/http/act.ts";
import { AddressRefused } from "../../src/vendors/http/errors.ts";
import { VendorHttp } from "../../src/vendors/http/read.ts";
import { postToSlack } from "../../src/vendors/slack/post.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const elsewhere = "http://vendor.invalid";

const env = {
  DD_API_KEY: "k",
  DD_APP_KEY: "a",
  SENTRY_AUTH_TOKEN: "s",
  VERCEL_API_TOKEN: "v",
  STRIPE_API_KEY: "r",
  SLACK_TOKEN: "x",
  SUPABASE_DRILL_KEY: "d",
};

let asked = 0;
beforeEach(() => {
  asked = 0;
  vi.stubGlobal("fetch", async () => {
    asked++;
    return new Response("{}");
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  expect(asked).toBe(0);
});

describe("an address to which no credential may go is refused before anything is asked", () => {
  it.each(["DD_HOST", "SENTRY_BASE_URL", "VERCEL_BASE_URL", "STRIPE_API_BASE", "SLACK_API_BASE", "SUPABASE_URL"])(
    "in %s",
    async (name) => {
      const all = ["datadog", "sentry", "vercel", "stripe"] as const;
      const refusal = connectTo(root, "staging", all, { ...env, [name]: elsewhere });
      await expect(refusal).rejects.toThrow(`${name} begins with http://`);
      await expect(refusal).rejects.toMatchObject({ exitCode: 2 });
    },
  );

  it("in DD_SITE, which is a host and no more", async () => {
    const refusal = connectTo(root, "staging", ["datadog"], { ...env, DD_SITE: "datadoghq.com@vendor.invalid" });
    await expect(refusal).rejects.toThrow(/DD_SITE is not the domain/);
    await expect(refusal).rejects.toMatchObject({ exitCode: 2 });
  });

  it("in GITHUB_API_URL, for a review and for an issue", () => {
    const github = { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "a/b", GITHUB_API_URL: elsewhere };
    expect(() => targetFrom(github, 1)).toThrow(UsageError);
    expect(() => issueTarget(github)).toThrow(/GITHUB_API_URL begins with http/);
  });

  it("of a service that is called with a secret", async () => {
    const call = appCalls({ TOCSIN_SECRET_CRON: "c" }, null);
    const headers = { authorization: { secret: "CRON", prefix: "Bearer " } };
    const refusal = call({ url: `${elsewhere}/readyz`, method: "GET", headers, timeoutMs: 1000 });
    await expect(refusal).rejects.toThrow(UsageError);
  });

  it("by the clients themselves, wherever an address comes from", async () => {
    const options = { vendor: "Datadog", headers: { "dd-api-key": "k" }, credential: "DD_API_KEY" };
    expect(() => new VendorHttp({ ...options, url: elsewhere })).toThrow(AddressRefused);
    const call = { method: "POST", url: `${elsewhere}/api/1/envelope/?x=1`, what: "take events", scope: "-" } as const;
    await expect(new FireHttp(options).json(call, z.unknown())).rejects.toThrow(AddressRefused);
  });

  it.each(["DD_HOST", "DATADOG_HOST", "SENTRY_BASE_URL"])(
    "in %s, by the program that the stock command line runs",
    async (name) => {
      pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "tocsin", "local");
      vi.stubEnv(name, elsewhere);
      const { default: run } = await import("../../src/pulumi/index.ts");
      await expect(run()).rejects.toThrow(`${name} begins with http://`);
    },
  );

  it("in the settings that the stock command line gives to Datadog's plugin", async () => {
    pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "tocsin", "local");
    pulumi.runtime.setAllConfig({ "datadog:apiUrl": elsewhere });
    const { default: run } = await import("../../src/pulumi/index.ts");
    await expect(run()).rejects.toThrow("The setting datadog:apiUrl begins with http://");
    pulumi.runtime.setAllConfig({});
  });
});

describe("a redirect", () => {
  it("of Slack's does not take the token along", async () => {
    const followed: unknown[] = [];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      followed.push(init.redirect);
      return new Response("", { status: 302, headers: { location: "https://vendor.invalid" } });
    });
    await expect(postToSlack({ url: "https://slack.com", token: "x" }, "#alerts", "hello")).rejects.toThrow(
      "Slack answered 302",
    );
    expect(followed).toEqual(["manual"]);
  });
});
