import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { engineDigests } from "../../../packages/tocsin/src/engine/install/engine-digests.mjs";
import { archiveName, downloadEngine } from "../../../packages/tocsin/src/engine/install/engine-download.mjs";
import { engineLines, executable, root, sandbox, start, temporaryFolder } from "./sandbox.ts";

const archive = archiveName(process.platform, process.arch);
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A release as Pulumi packs it: a folder `pulumi` with the engine and its language hosts. */
function release(): Buffer {
  const folder = temporaryFolder();
  for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-language-python"]) {
    executable(join(folder, "pulumi", name), engineLines);
  }
  execFileSync("tar", ["-czf", "release.tar.gz", "pulumi"], { cwd: folder });
  return readFileSync(join(folder, "release.tar.gz"));
}

/** Serves files as the download server does; "hang" takes the request and never answers. */
async function serve(files: Record<string, string | Buffer>): Promise<string> {
  const server = createServer((request, response) => {
    const content = files[(request.url ?? "").slice(1)];
    if (content === "hang") return;
    response.writeHead(content === undefined ? 403 : 200).end(content ?? "AccessDenied");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return `http://127.0.0.1:${address.port}`;
}

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");
const log = () => {};

async function download(files: Record<string, string | Buffer>, digest = ""): Promise<string[]> {
  const folder = temporaryFolder();
  const env = { TOCSIN_ENGINE_OFFLINE: "", TOCSIN_ENGINE_MIRROR: await serve(files), TOCSIN_ENGINE_SHA256: digest };
  await downloadEngine(folder, { log, env: { ...process.env, ...env } });
  return readdirSync(folder).sort();
}

test("an archive of the digest that is asked for is unpacked: the engine and the language host beside it", async () => {
  const content = release();
  const unpacked = ["pulumi", "pulumi-language-nodejs"];
  expect(await download({ [archive]: content }, sha256(content))).toEqual(unpacked);
  expect(await download({ [archive]: content }, ` ${sha256(content).toUpperCase()}\n`)).toEqual(unpacked);
});

test("an archive that differs is not used, whatever its server publishes beside it", async () => {
  const content = release();
  const sums = `${sha256(content)}  ${archive}\n`;
  await expect(download({ "pulumi-3.259.0-checksums.txt": sums, [archive]: content })).rejects.toThrow(
    `${archive} has the SHA-256 ${sha256(content)}, and ${engineDigests[archive]} is pinned: not used`,
  );
  await expect(download({ [archive]: content }, "0".repeat(64))).rejects.toThrow(/and 0{64} is pinned: not used/);
});

test("what the server refuses or does not answer is told in a phrase", async () => {
  await expect(download({})).rejects.toThrow(/127\.0\.0\.1:\d+: it answered 403/);
  await expect(download({ [archive]: "hang" })).rejects.toThrow("no answer within 5 s");
  const gone = { ...process.env, TOCSIN_ENGINE_OFFLINE: "", TOCSIN_ENGINE_MIRROR: "http://127.0.0.1:1" };
  await expect(downloadEngine(temporaryFolder(), { log, env: gone })).rejects.toThrow(/127\.0\.0\.1:1: /);
});

test("the whole way: downloaded once, then found in the cache without the server", async () => {
  const content = release();
  const mirror = await serve({ [archive]: content });
  const machine = sandbox({
    TOCSIN_ENGINE_OFFLINE: "",
    TOCSIN_ENGINE_MIRROR: mirror,
    TOCSIN_ENGINE_SHA256: sha256(content),
  });
  executable(join(machine.bin, "tar"), ['PATH=/usr/bin:/bin exec tar "$@"']);
  const script = join(root, "packages/tocsin/src/engine/install/engine.mjs");
  const first = await start(script, machine.env).done;
  expect(first.stdout).toBe(`${join(machine.engineFolder, "pulumi")}\n`);
  expect(first.stderr).toContain("downloading Pulumi 3.259.0");
  for (const stop of stops.splice(0)) stop();
  expect((await start(script, machine.env).done).stderr).toBe("");
});

test("a download goes through the proxy of the environment, but for what NO_PROXY names", async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url);
    // Whoever has read the refusal may hang up before the socket has ended.
    socket.on("error", () => {});
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  stops.push(() => proxy.close());
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("the proxy listens on no port");
  const env = { HTTPS_PROXY: `http://127.0.0.1:${address.port}`, TOCSIN_ENGINE_MIRROR: "https://mirror.invalid" };
  const through = (more: object) => downloadEngine(temporaryFolder(), { log, env: { ...env, ...more } });
  await expect(through({})).rejects.toThrow("mirror.invalid");
  expect(asked).toEqual(["mirror.invalid:443"]);
  await expect(through({ no_proxy: "mirror.invalid" })).rejects.toThrow("mirror.invalid");
  expect(asked).toHaveLength(1);
});
