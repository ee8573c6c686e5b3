/** Each malformed answer at each of the three layers that parse what a vendor answers: reads, the engine's plugin, drills. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { FireHttp } from "../../../src/vendors/http/act.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";
import { createHttp } from "../../../src/vendors/http/manage.ts";
import { VendorHttp } from "../../../src/vendors/http/read.ts";
import { type True, type Way, ways } from "../../support/malformed.ts";

const url = "http://127.0.0.1:9";
const credential = { vendor: "Datadog", credential: "DD_API_KEY" };
const schema = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) });
const answer: True = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ data: [{ id: "1", name: "Café" }] }),
};
const headers = { "DD-API-KEY": "k" };

const layers: Record<string, () => Promise<unknown>> = {
  read: () =>
    new VendorHttp({ ...credential, url, headers, tries: 1 }).get({
      ...{ path: "/things", what: "things", scope: "things_read", schema },
    }),
  manage: () =>
    createHttp(() => ({
      ...credential,
      scopes: "things_write",
      baseUrl: `${url}/`,
      headers,
      sleep: async () => {},
    })).ask({ method: "GET", path: "things", schema }),
  drill: () =>
    new FireHttp({ ...credential, headers, tries: 1 }).json(
      { method: "GET", url: `${url}/things`, what: "read things", scope: "things_read" },
      schema,
    ),
};

afterEach(() => void vi.unstubAllGlobals());

function answered(way: Way): void {
  const raw = way.spoil(answer) ?? answer;
  const nothing = [204, 304].includes(raw.status);
  vi.stubGlobal("fetch", async () => {
    return new Response(nothing ? null : Buffer.from(raw.body), { status: raw.status, headers: raw.headers });
  });
}

/** Accepted (202) and partial (206): right answers to what changes something, and none to a question. */
const onlyRead = /status 20[26]$/;
const refused = ways.filter(({ how }) => ["no answer", "no shape", "entries"].includes(how));

describe.each(Object.entries(layers))("%s", (layer, ask) => {
  it("does not go down into an answer that is nested thousands deep", async () => {
    const body = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    vi.stubGlobal("fetch", async () => new Response(body, { headers: answer.headers }));
    await expect(ask()).rejects.toThrow("in an unexpected shape: it is nested too deep");
  });

  const own = refused.filter(({ name }) => layer === "read" || !onlyRead.test(name));

  it.each(own)("refuses $name, and says what was asked", async (way) => {
    answered(way);
    const error = await ask().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(VendorError);
    expect(String(error)).toMatch(/^\w+: Datadog .*things/s);
    expect(error).toMatchObject({ exitCode: 3 });
  });

  it.each(ways.filter(({ how }) => how === "as before"))("takes it $name", async (way) => {
    answered(way);
    expect(await ask()).toBeTruthy();
  });
});

describe("a deletion", () => {
  const remove = () =>
    createHttp(() => ({ ...credential, scopes: "things_write", baseUrl: `${url}/`, headers })).remove("things/1");

  it.each([
    ["an empty answer", ""],
    ["an object", '{"deleted": true}'],
  ])("is done with %s", async (_, body) => {
    vi.stubGlobal("fetch", async () => new Response(body));
    await expect(remove()).resolves.toBeUndefined();
  });

  it("is not done where a network asks for a sign-in", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>Sign in</html>"));
    await expect(remove()).rejects.toThrow("Datadog answered DELETE things/1 with something that is not JSON.");
  });
});
