import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  VendorAnsweredWrong,
  VendorError,
  VendorRefused,
  VendorRetired,
  VendorUnreachable,
} from "../../../src/vendors/http/errors.ts";
import { VendorHttp, type VendorHttpOptions } from "../../../src/vendors/http/read.ts";
import { answer, type Handler, serve } from "./server.ts";

const secret = "s3cr3t-key-of-the-test";
const ask = { path: "/things", what: "things", scope: "things_read", schema: z.object({ name: z.string() }) };
const fine = { name: "x" };

let close: () => Promise<void> = async () => {};
afterEach(() => close());

/** A client of a server that answers with one handler a call, the last one for all further calls. */
async function client(handlers: Handler[], options: Partial<VendorHttpOptions> = {}) {
  let call = 0;
  const server = await serve((request, response) =>
    handlers[Math.min(call++, handlers.length - 1)]?.(request, response),
  );
  close = server.close;
  const waits: number[] = [];
  const http = new VendorHttp({
    vendor: "Vendor",
    url: server.url,
    headers: { Authorization: `Bearer ${secret}` },
    credential: "VENDOR_TOKEN",
    sleep: async (ms) => void waits.push(ms),
    ...options,
  });
  return { http, waits, server };
}

/** The error of one question, which holds no credential whatever happens. */
async function failure(http: VendorHttp): Promise<VendorError> {
  try {
    await http.get(ask);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    expect(`${error.message} ${String(error.cause)}`).not.toContain(secret);
    return error;
  }
  throw new Error("the call did not fail");
}

describe("a vendor that limits our rate", () => {
  it.each<[Record<string, string>, number]>([
    [{ "retry-after": "2" }, 2_000],
    [{ "x-ratelimit-reset": "7" }, 7_000],
  ])("is waited for as long as it asks: %j", async (headers, wait) => {
    const { http, waits } = await client([(_, r) => answer(r, 429, {}, headers), (_, r) => answer(r, 200, fine)]);
    expect((await http.get(ask)).data).toEqual(fine);
    expect(waits).toEqual([wait]);
    expect(http.calls).toBe(2);
  });

  it("is not waited for beyond the deadline", async () => {
    const { http, waits } = await client([(_, r) => answer(r, 429, {}, { "retry-after": "3600" })]);
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorUnreachable);
    expect(error.message).toContain("asks to wait 3600 s");
    expect(waits).toEqual([]);
  });
});

describe("a vendor that fails", () => {
  it("is asked again after 5xx, and then answers", async () => {
    const { http } = await client([(_, r) => answer(r, 503, "down"), (_, r) => answer(r, 200, fine)]);
    expect((await http.get(ask)).data).toEqual(fine);
  });

  it("is given up after four tries", async () => {
    const { http, waits } = await client([(_, r) => answer(r, 500, "down")]);
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorUnreachable);
    expect(error.message).toBe("Vendor could not be read for things: it answered 500, 4 times.");
    expect([http.calls, waits.length]).toEqual([4, 3]);
  });

  it("is too slow", async () => {
    const { http } = await client([() => {}], { timeoutMs: 50, tries: 2 });
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorUnreachable);
    expect(error.message).toContain("no answer within 0.05 s");
  });

  it("has no time left over for the next call", async () => {
    const { http } = await client([() => {}], { timeoutMs: 5_000, deadlineMs: 60, tries: 9 });
    expect(await failure(http)).toBeInstanceOf(VendorUnreachable);
    expect((await failure(http)).message).toContain("used up");
  });

  it("breaks off in the middle of an answer", async () => {
    const half: Handler = (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"name": "ha');
      setTimeout(() => response.destroy(), 20);
    };
    const { http } = await client([half, (_, r) => answer(r, 200, fine)]);
    expect((await http.get(ask)).data).toEqual(fine);
    const broken = await client([half], { tries: 2 });
    expect((await failure(broken.http)).message).toContain("its answer broke off");
  });

  it("is not there", async () => {
    const { http, server } = await client([(_, r) => answer(r, 200, fine)], { tries: 2 });
    await server.close();
    expect((await failure(http)).message).toContain("connection refused");
  });
});

describe("a vendor that refuses", () => {
  it.each([401, 403])("with %i: says which variable and which scope, and is not asked again", async (status) => {
    const { http } = await client([(_, r) => answer(r, status, { errors: [secret] })]);
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorRefused);
    expect(error.message).toContain("VENDOR_TOKEN");
    expect(error.message).toContain("things_read");
    expect(http.calls).toBe(1);
  });

  it("because the interface is gone: names what takes its place", async () => {
    const headers = { "x-sentry-replacement-endpoint": "/api/0/organizations/x/workflows/" };
    const { http } = await client([(_, r) => answer(r, 410, {}, headers)]);
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorRetired);
    expect(error.message).toContain("/api/0/organizations/x/workflows/");
  });
});

describe("a vendor that answers something else", () => {
  it.each<[string, number, unknown, string]>([
    ["no JSON", 200, "<html>", "not JSON"],
    ["a field of another type", 200, { name: 5 }, "field name"],
    ["a list instead of an object", 200, [], "the answer itself"],
    ["not found", 404, {}, "answered 404"],
  ])("%s", async (_name, status, body, said) => {
    const { http } = await client([(_, r) => answer(r, status, body)]);
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorAnsweredWrong);
    expect(error.message).toContain(said);
  });

  it("a redirect elsewhere, where our credential must not go", async () => {
    const { http, server } = await client([(_, r) => answer(r, 302, "", { location: "/other" })], { tries: 1 });
    const error = await failure(http);
    expect(error).toBeInstanceOf(VendorAnsweredWrong);
    expect(error.message).toContain("answered 302");
    expect(server.paths).toEqual(["/things"]);
  });
});

it("notes that an interface will end", async () => {
  const { http } = await client([(_, r) => answer(r, 200, fine, { sunset: "Fri, 01 Jan 2027 00:00:00 GMT" })]);
  await http.get(ask);
  expect(http.deprecations.map(({ message }) => message)).toEqual([
    "Vendor calls its interface for things to end on Fri, 01 Jan 2027 00:00:00 GMT.",
  ]);
});

it("keeps to the number of calls at once", async () => {
  let running = 0;
  let most = 0;
  const slow: Handler = (_, response) => {
    most = Math.max(most, ++running);
    setTimeout(() => {
      running--;
      answer(response, 200, fine);
    }, 20);
  };
  const { http } = await client([slow], { parallel: 3 });
  await Promise.all(Array.from({ length: 12 }, () => http.get(ask)));
  expect(most).toBe(3);
});
