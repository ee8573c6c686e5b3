import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createHttp, type Http } from "../../../src/vendors/http/manage.ts";
import { detailOf } from "../../../src/vendors/http/refusal.ts";

const access = { vendor: "Sentry", credential: "SENTRY_AUTH_TOKEN", scopes: "the scope alerts:write" };

let server: Server | undefined;
afterEach(() => server?.close());

/** A vendor that gives these answers one after the other, the last one for ever. */
async function vendor(answers: { status: number; headers?: Record<string, string>; body?: unknown }[]) {
  const seen: { method: string | undefined; url: string | undefined; token: string | undefined }[] = [];
  const listener: RequestListener = (request: IncomingMessage, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)] ?? { status: 500 };
    seen.push({ method: request.method, url: request.url, token: request.headers.authorization });
    const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {});
    response.writeHead(answer.status, answer.headers).end(body);
  };
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${portOf(server)}/api/`;
  return { seen, baseUrl, ...client(baseUrl) };
}

function portOf(listening: Server | undefined): number {
  const address = listening?.address();
  if (address === null || typeof address !== "object") throw new Error("the server does not listen");
  return address.port;
}

function client(baseUrl: string): { http: Http; waits: number[] } {
  const waits: number[] = [];
  const http = createHttp(() => ({
    ...access,
    baseUrl,
    headers: { authorization: "Bearer made-up" },
    sleep: async (milliseconds) => waits.push(milliseconds),
    now: () => 2_000_000_000_000,
  }));
  return { http, waits };
}

const schema = z.object({ id: z.string() });
const get = { method: "GET", path: "0/things/1/?q=1", schema } as const;
const post = { method: "POST", path: "0/things/", body: { a: 1 }, schema } as const;
const good = { status: 200, body: { id: "1" } };

describe("a vendor that asks for patience", () => {
  it("is waited for as long as Retry-After says, by POST too", async () => {
    const { http, seen, waits } = await vendor([{ status: 429, headers: { "retry-after": "3" } }, good]);
    expect((await http.ask(post)).value).toEqual({ id: "1" });
    expect(waits).toEqual([3000]);
    expect(seen).toHaveLength(2);
  });

  it("may name a date, or Sentry's own reset time", async () => {
    const date = new Date(2_000_000_008_000).toUTCString();
    const { http, waits } = await vendor([
      { status: 429, headers: { "retry-after": date } },
      { status: 429, headers: { "x-sentry-rate-limit-reset": "2000000005" } },
      good,
    ]);
    await http.ask(get);
    expect(waits).toEqual([8000, 5000]);
  });

  it("is not waited for longer than a minute", async () => {
    const { http } = await vendor([{ status: 429, headers: { "retry-after": "3600" } }]);
    await expect(http.ask(get)).rejects.toThrow("Sentry asks to wait 3600 s before GET 0/things/1/. Try again then.");
  });

  it("is asked again after a moment only, whatever it says of the past", async () => {
    const past = new Date(0).toUTCString();
    const { http, waits } = await vendor([
      { status: 429, headers: { "retry-after": "-5" } },
      { status: 429, headers: { "retry-after": past } },
      { status: 429, headers: { "retry-after": "0" } },
      good,
    ]);
    await http.ask(get);
    expect(waits).toEqual([100, 100, 100]);
  });

  it("is given up on after five tries", async () => {
    const { http, seen, waits } = await vendor([{ status: 429 }]);
    await expect(http.ask(get)).rejects.toThrow("limits how often it may be asked (429)");
    expect(seen).toHaveLength(5);
    expect(waits).toHaveLength(4);
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(Math.max(100, 100 * 2 ** index));
    });
  });
});

describe("a vendor that fails", () => {
  it.each([502, 503, 504])("with %i is asked again for what may be repeated", async (status) => {
    const { http } = await vendor([{ status }, good]);
    expect((await http.ask(get)).value.id).toBe("1");
  });

  it("is never asked to POST twice", async () => {
    const { http, seen } = await vendor([{ status: 503 }, good]);
    await expect(http.ask(post)).rejects.toThrow("Sentry failed (503) on POST 0/things/. Try again later.");
    expect(seen).toHaveLength(1);
  });

  it("is asked again, by POST too, when it refused the connection: then nothing was done", async () => {
    await vendor([good]);
    const port = portOf(server);
    await new Promise((resolve) => server?.close(resolve));
    const { http, waits } = client(`http://127.0.0.1:${port}/api/`);
    await expect(http.ask(post)).rejects.toThrow(
      `Sentry could not be asked for POST 0/things/ at 127.0.0.1:${port}: nothing listens there (connection refused). Try again later.`,
    );
    expect(waits).toHaveLength(4);
  });
});

describe("a user who stops the run", () => {
  it("does not wait for the next try", async () => {
    const { baseUrl } = await vendor([{ status: 503 }]);
    const stop = new AbortController();
    const http = createHttp(() => ({ ...access, baseUrl, headers: {}, signal: stop.signal }));
    const asked = http.ask(get);
    stop.abort();
    await expect(asked).rejects.toThrow("Sentry failed (503)");
  });
});

describe("refusals", () => {
  it.each([401, 403])("%i names the variable and the scope", async (status) => {
    const { http } = await vendor([{ status, body: { detail: "Invalid token" } }]);
    await expect(http.ask(get)).rejects.toThrow(
      `Sentry refused access (${status}) for GET 0/things/1/: Invalid token. Check SENTRY_AUTH_TOKEN: it must be valid and have the scope alerts:write.`,
    );
  });

  it("410 says that the interface is retired and what replaces it", async () => {
    const headers = { "x-sentry-replacement-endpoint": "/api/0/organizations/{org}/workflows/" };
    const { http } = await vendor([{ status: 410, headers, body: { message: "This API no longer exists." } }]);
    await expect(http.ask(get)).rejects.toThrow(
      "Sentry has retired this API (410) for GET 0/things/1/: This API no longer exists. It names /api/0/organizations/{org}/workflows/ as the replacement.",
    );
  });

  it("400 repeats what the vendor says of each field", async () => {
    const { http } = await vendor([{ status: 400, body: { dataSources: [{ timeWindow: ["Invalid time window."] }] } }]);
    await expect(http.ask(post)).rejects.toThrow(
      "Sentry refused POST 0/things/ (400): dataSources.timeWindow: Invalid time window.",
    );
  });

  it("404 is null where something may be missing, and nothing to say where it is removed", async () => {
    const { http } = await vendor([{ status: 404, body: { detail: "not found" } }]);
    expect(await http.find(get)).toBeNull();
    await http.remove("0/things/1/");
    await expect(http.ask(get)).rejects.toThrow("does not know what GET 0/things/1/ names (404)");
  });

  it("a redirect is not followed, because it would take the credential elsewhere", async () => {
    const { http, seen } = await vendor([{ status: 302, headers: { location: "http://127.0.0.1:1/" } }]);
    await expect(http.ask(get)).rejects.toThrow("(302)");
    expect(seen).toHaveLength(1);
  });

  it("an answer in another form names the field", async () => {
    const { http } = await vendor([{ status: 200, body: { id: 7 } }]);
    await expect(http.ask(get)).rejects.toThrow("in an unexpected shape: field id:");
    const other = await vendor([{ status: 200, body: "<html>" }]);
    await expect(other.http.ask(get)).rejects.toThrow("answered GET 0/things/1/ with something that is not JSON.");
  });
});

describe("a vendor's own text", () => {
  it("is cut short and cannot drive a terminal", () => {
    expect(detailOf(JSON.stringify({ detail: "a\u001b[31mb\nc" }))).toBe("a [31mb c");
    expect(detailOf("x".repeat(1000))).toHaveLength(403);
    expect(detailOf("<h1>Bad</h1> <p>gateway</p>")).toBe("Bad gateway");
  });
});
