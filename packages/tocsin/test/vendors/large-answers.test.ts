import { createServer, type Server } from "node:http";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { appCalls } from "../../src/app/routine.ts";
import { NoAnswer } from "../../src/routines/checks/health.ts";
import { FireHttp } from "../../src/vendors/http/act.ts";
import { VendorHttp } from "../../src/vendors/http/read.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

let calls = 0;
/** An address that answers everything with this. */
async function answering(body: () => Readable, packed: boolean): Promise<string> {
  calls = 0;
  server = createServer((_request, response) => {
    calls++;
    const stream = body();
    response.on("close", () => stream.destroy());
    if (packed) response.setHeader("content-encoding", "gzip");
    (packed ? stream.pipe(createGzip()) : stream).pipe(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  return `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`;
}

const megabyte = Buffer.alloc(1024 * 1024, " ");
const long = () => Readable.from(Array.from({ length: 200 }, () => megabyte));
const deep = () => Readable.from([`${"[".repeat(2500)}${"]".repeat(2500)}`]);

const common = { vendor: "Datadog", headers: {}, credential: "DD_API_KEY" };
const ask = { path: "/", what: "monitors", scope: "monitors_read", schema: z.unknown() };
const call = { method: "GET", what: "take metrics", scope: "an API key" } as const;

describe.each([
  ["a long answer", false],
  ["a short answer that unpacks to a long one", true],
])("%s", (_, packed) => {
  it("is read no further than its limit when a vendor is looked at, and not asked for again", async () => {
    const http = new VendorHttp({ ...common, url: await answering(long, packed) });
    await expect(http.get(ask)).rejects.toThrow(
      "Datadog could not be read for monitors: its answer is longer than 10 MB",
    );
    expect(calls).toBe(1);
  });

  it("is read no further when something is sent", async () => {
    const http = new FireHttp(common);
    const url = await answering(long, packed);
    await expect(http.json({ ...call, url }, z.unknown())).rejects.toThrow(
      "Datadog could not be asked to take metrics: its answer is longer than 10 MB.",
    );
  });

  it("of a service is no readiness report", async () => {
    const url = await answering(long, packed);
    const asked = appCalls({}, null)({ url, method: "GET", headers: {}, timeoutMs: 10_000 });
    await expect(asked).rejects.toThrow(NoAnswer);
  });
});

it("does not go down into an answer that is nested thousands deep", async () => {
  const http = new VendorHttp({ ...common, url: await answering(deep, false) });
  await expect(http.get({ ...ask, schema: z.json() })).rejects.toThrow(
    "Datadog answered monitors in an unexpected shape: it is nested too deep.",
  );
});
