import { createServer, type RequestListener, type Server } from "node:http";
import { createGzip } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Outcome, send } from "../../../src/vendors/http/send.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  vi.unstubAllEnvs();
});

/** The address of a server that answers so. */
async function listening(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const address = made.address();
  if (address === null || typeof address !== "object") throw new Error("the server does not listen");
  return `http://127.0.0.1:${address.port}`;
}

const patience = { timeoutMs: 20_000, tries: 3, longestWaitMs: 1000, sleep: async () => {} };
const get = (url: string) => send({ vendor: "Datadog", method: "GET", url, headers: {} }, patience);
const problemOf = (outcome: Outcome) => (outcome.kind === "failed" ? outcome.problem : outcome.kind);

describe("an answer that does not end", () => {
  it("is given up at the limit, packed or not, and not asked for again", async () => {
    const mega = Buffer.alloc(1_000_000, "x");
    let asked = 0;
    let sent = 0;
    const url = await listening((request, response) => {
      asked += 1;
      const packs = request.url === "/packed";
      response.writeHead(200, packs ? { "content-encoding": "gzip" } : {});
      const out = packs ? createGzip() : response;
      if (packs) out.pipe(response);
      const more = () => {
        if (response.destroyed || sent > 4_000) return;
        sent += 1;
        out.write(mega, () => setImmediate(more));
      };
      more();
    });
    for (const path of ["/plain", "/packed"]) {
      sent = 0;
      expect(problemOf(await get(`${url}${path}`))).toBe("its answer is longer than 10 MB");
      // What is on its way when the connection ends is lost; of four gigabytes little was taken.
      expect(sent).toBeLessThan(2_000);
    }
    expect(asked).toBe(2);
  });
});

describe("a credential that comes back in an answer", () => {
  it("is not read", async () => {
    const url = await listening((request, response) => response.end(`you sent ${request.headers["dd-api-key"]}`));
    const call = { vendor: "Datadog", method: "GET", url, headers: { "DD-API-KEY": "planted-0123456789" } } as const;
    const outcome = await send(call, patience);
    expect(outcome).toMatchObject({ kind: "answered", answer: { text: "you sent [secret]" } });
  });
});

describe("what may have been carried out", () => {
  it.each(["POST", "PATCH"] as const)("%s is not made again after a failure", async (method) => {
    let asked = 0;
    const url = await listening((_request, response) => {
      asked += 1;
      response.writeHead(503, { "retry-after": "1" }).end();
    });
    await send({ vendor: "Sentry", method, url, headers: {}, body: "{}" }, patience);
    expect(asked).toBe(1);
  });

  it.each(["GET", "PUT", "DELETE"] as const)("%s is made again", async (method) => {
    let asked = 0;
    const url = await listening((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else response.writeHead(asked === 2 ? 500 : 200).end();
    });
    expect((await send({ vendor: "Sentry", method, url, headers: {} }, patience)).kind).toBe("answered");
    expect(asked).toBe(3);
  });
});

describe("a proxy of the environment", () => {
  it("is gone through, except to this machine", async () => {
    const tunnels: (string | undefined)[] = [];
    const url = await listening((_request, response) => response.end("here"));
    server?.on("connect", (request, socket) => {
      tunnels.push(request.url);
      // Whoever has read the refusal may hang up before the socket has ended.
      socket.on("error", () => {});
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    vi.stubEnv("HTTPS_PROXY", url);
    expect(problemOf(await get("https://api.vendor.example/x"))).toMatch(/^the connection failed/);
    expect(tunnels).toEqual(Array.from({ length: 3 }, () => "api.vendor.example:443"));
    expect(await get(url)).toMatchObject({ answer: { text: "here" } });
    expect(tunnels).toHaveLength(3);
  });

  it("is left out for what NO_PROXY names", async () => {
    const tunnels: string[] = [];
    const url = await listening(() => {});
    server?.on("connect", (request, socket) => {
      tunnels.push(String(request.url));
      socket.end();
    });
    vi.stubEnv("HTTPS_PROXY", url);
    vi.stubEnv("NO_PROXY", "vendor.invalid");
    expect(problemOf(await get("https://vendor.invalid/x"))).not.toBe("answered");
    expect(tunnels).toEqual([]);
  });
});
