import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fetchFrom } from "../../../src/vendors/http/send.ts";

/** Every call leaves by the one layer, and through the proxy that the environment names: the whole of it, with its body. */

const source = join(import.meta.dirname, "../../../src");
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  vi.unstubAllEnvs();
});

async function listening(server: Server): Promise<string> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

/** A proxy that tunnels whatever it is asked for to one place, and tells for what it was asked. */
async function tunnelling(to: string) {
  const asked: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url);
    const [host = "", port] = to.split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  return { url: `http://${await listening(proxy)}`, asked };
}

/** A vendor that answers with what it was sent. */
const echoing = () =>
  listening(
    createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.end(`${request.method} ${request.headers.host}${request.url} ${request.headers["x-key"]} ${body}`);
    }),
  );

async function textOf({ body }: { body: AsyncIterable<Uint8Array> | null }): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body ?? []) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe("a call through a proxy", () => {
  test("arrives with method, headers and body", async () => {
    const proxy = await tunnelling(await echoing());
    vi.stubEnv("HTTP_PROXY", proxy.url);
    const init = { method: "POST", headers: { "x-key": "k" }, body: '{"text":"für"}' };
    const answer = await fetchFrom("http://api.vendor.example/v1/x?y=1", init);
    expect(await textOf(answer)).toBe('POST api.vendor.example/v1/x?y=1 k {"text":"für"}');
    expect(proxy.asked).toEqual(["api.vendor.example:80"]);
  });

  test("goes through the proxy that the environment names now", async () => {
    const vendor = await echoing();
    const [first, second] = [await tunnelling(vendor), await tunnelling(vendor)];
    for (const { url } of [first, second]) {
      vi.stubEnv("HTTP_PROXY", url);
      await textOf(await fetchFrom("http://api.vendor.example/", { method: "GET" }));
    }
    expect([first.asked, second.asked]).toEqual([["api.vendor.example:80"], ["api.vendor.example:80"]]);
  });

  test("goes directly to what NO_PROXY names, and to this machine", async () => {
    const own = await echoing();
    const proxy = await tunnelling(own);
    vi.stubEnv("HTTP_PROXY", proxy.url);
    vi.stubEnv("NO_PROXY", ".vendor.invalid");
    await expect(fetchFrom("http://api.vendor.invalid/", { method: "GET" })).rejects.toThrow();
    expect(await textOf(await fetchFrom(`http://${own}/`, { method: "GET" }))).toMatch(/^GET 127/);
    expect(proxy.asked).toEqual([]);
  });
});

test("nothing calls fetch beside the one layer but for this machine and, before anything is installed, for the engine", () => {
  const callers = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .filter((file) =>
      /(?<![\w.])fetch\(|globalThis\.fetch|from "node:https"|request[^;]*from "node:http"/.test(
        readFileSync(join(source, file), "utf8"),
      ),
    )
    .toSorted();
  expect(callers).toEqual(["app/local/files.ts", "engine/install/engine-download.mjs", "vendors/http/send.ts"]);
});
