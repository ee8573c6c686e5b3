/**
 * Serves the functions of one deployment: `node function-runner.mjs FOLDER`. A file `api/NAME.mjs` answers `/api/NAME` with what
 * it exports under the request's method, to calls that carry the token that is the first line of standard input. Prints its
 * address as its first line, and ends with whoever started it.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { strangerOf } from "../door.mjs";
import { growSlowly, tidyUpSoon } from "../memory.mjs";

growSlowly();
const folder = process.argv[2] ?? ".";

/** @param {string} path */
async function moduleOf(path) {
  const [, name] = /^\/api\/([\w-]+)$/.exec(path) ?? [];
  const file = join(folder, "api", `${name}.mjs`);
  return name !== undefined && existsSync(file) ? import(pathToFileURL(file).href) : null;
}

const [token] = await once(createInterface(process.stdin), "line");
const expected = digestOf(String(token));

/** @param {string} text */
function digestOf(text) {
  return createHash("sha256").update(text).digest();
}

/** @param {import("node:http").IncomingMessage} request */
async function answer(request) {
  const stranger = strangerOf(request);
  if (stranger !== null) return new Response(stranger, { status: 403 });
  if (!timingSafeEqual(digestOf(String(request.headers["x-runner-token"])), expected)) {
    return new Response("UNAUTHORIZED", { status: 401 });
  }
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const module = await moduleOf(url.pathname);
  if (module === null) return new Response("NOT_FOUND", { status: 404 });
  const handler = module[request.method ?? ""];
  if (typeof handler !== "function") return new Response("METHOD_NOT_ALLOWED", { status: 405 });
  const { "x-runner-token": _token, ...given } = request.headers;
  const headers = Object.entries(given).map(([name, value]) => [name, String(value)]);
  return handler(new Request(url, { method: request.method ?? "GET", headers: Object.fromEntries(headers) }));
}

const server = createServer(async (request, response) => {
  try {
    const { status, headers, body } = await answer(request).then(async (given) => ({
      status: given.status,
      headers: Object.fromEntries(given.headers),
      body: await given.text(),
    }));
    response.writeHead(status, headers).end(body);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("FUNCTION_INVOCATION_FAILED");
  }
  tidyUpSoon();
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
});

// The other end of standard input is gone with the process that holds it, however that ended.
process.stdin.resume().on("end", () => process.exit(0));
