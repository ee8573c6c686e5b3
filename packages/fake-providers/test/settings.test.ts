import { afterEach, describe, expect, it, vi } from "vitest";
import { datadogSettings, validateKeys } from "../src/datadog/config.ts";
import { datadogPlugin } from "../src/datadog/plugin.ts";
import { connect, vercelSettings } from "../src/vercel/config.ts";
import { vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

const keys = { DD_API_KEY: "k", DD_APP_KEY: "a" };
const token = "abcdefghijklmnopqrstuvwx";

describe("settings of the Datadog provider", () => {
  it("come from the provider's arguments before the environment", () => {
    const environment = { ...keys, DD_HOST: "http://127.0.0.1:4001/" };
    expect(datadogSettings({}, environment)).toEqual({
      apiKey: "k",
      appKey: "a",
      apiUrl: "http://127.0.0.1:4001",
      validate: true,
    });
    expect(datadogSettings({ apiKey: "own", validate: "false" }, environment)).toMatchObject({
      apiKey: "own",
      appKey: "a",
      validate: false,
    });
    expect(datadogSettings({}, keys).apiUrl).toBe("https://api.datadoghq.com");
  });

  it("are refused without credentials, with a URL that is none, and with a validate that is neither", () => {
    expect(() => datadogSettings({}, { DD_API_KEY: "k" })).toThrow(
      "api_key and app_key must be set unless validate = false",
    );
    expect(() => datadogSettings({ apiUrl: "localhost" }, keys)).toThrow("is not a URL");
    expect(() => datadogSettings({ validate: "maybe" }, keys)).toThrow("validate");
    expect(datadogSettings({ validate: "false" }, {})).toMatchObject({ apiKey: "" });
  });

  it("are tried once before anything else, unless validate is false", async () => {
    const { sent } = vendorAnswering({ body: { valid: true } });
    await datadogPlugin("1.0.0", keys).configure?.({ apiUrl: "http://127.0.0.1:1" });
    await datadogPlugin("1.0.0", keys).configure?.({ apiUrl: "http://127.0.0.1:1", validate: "false" });
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /api/v1/validate"]);
  });

  it("are refused when Datadog does not know the key, and told apart from an outage", async () => {
    const refused = vendorAnswering({ status: 403, body: { errors: ["Forbidden"] } });
    await expect(validateKeys(refused.rest)).rejects.toThrow("Invalid or missing credentials");
    const down = vendorAnswering({ status: 503 });
    await expect(validateKeys(down.rest)).rejects.not.toThrow("Invalid or missing credentials");
  });

  it("never stand in an error, which the server sees to", async () => {
    vendorAnswering({ body: { valid: true } });
    const plugin = datadogPlugin("1.0.0", keys);
    await plugin.configure?.({ apiUrl: "http://127.0.0.1:1" });
    expect(plugin.secretValues?.()).toEqual(["k", "a"]);
  });
});

describe("settings of the Vercel provider", () => {
  it("come from the provider's arguments before the environment", () => {
    const environment = { VERCEL_API_TOKEN: token, VERCEL_TEAM: "team_1", VERCEL_BASE_URL: "http://127.0.0.1:4002/" };
    expect(vercelSettings({}, environment)).toEqual({
      apiToken: token,
      team: "team_1",
      baseUrl: "http://127.0.0.1:4002",
    });
    expect(vercelSettings({ team: "acme" }, environment).team).toBe("acme");
    expect(vercelSettings({}, { VERCEL_API_TOKEN: token })).toEqual({
      apiToken: token,
      team: "",
      baseUrl: "https://api.vercel.com",
    });
  });

  it("are refused with no token, or one that cannot be one", () => {
    expect(() => vercelSettings({}, {})).toThrow("Set VERCEL_API_TOKEN");
    expect(() => vercelSettings({ apiToken: "short" }, {})).toThrow("must be 24 letters and digits");
    expect(() => vercelSettings({}, { VERCEL_API_TOKEN: token, VERCEL_BASE_URL: "nonsense" })).toThrow(
      "VERCEL_BASE_URL",
    );
  });

  it("resolve the team's slug once, and name the team that is not there", async () => {
    const settings = { apiToken: token, team: "acme", baseUrl: "http://127.0.0.1:1" };
    const { sent } = vendorAnswering({ body: { id: "team_1", slug: "acme" } });
    expect((await connect(settings)).teamId).toBe("team_1");
    expect(sent.map(({ path }) => path)).toEqual(["/v2/teams/acme"]);
    vendorAnswering({ status: 404, body: { error: { code: "not_found", message: "Team not found" } } });
    await expect(connect(settings)).rejects.toThrow('no team "acme"');
    expect((await connect({ ...settings, team: "" })).teamId).toBeUndefined();
  });
});
