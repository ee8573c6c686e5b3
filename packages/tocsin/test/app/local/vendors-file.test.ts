/** The commands that hold what the emulated vendors wrote, and those that read it again, reach the same vendors. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { controlCall, localFiles, readVendors } from "../../../src/app/local/files.ts";
import { fromLocal } from "../../../src/vendors/connections.ts";

const directory = mkdtempSync(path.join(tmpdir(), "vendors-"));
afterAll(() => rmSync(directory, { recursive: true }));

const url = "http://127.0.0.1:4001";
const written = {
  datadog: { url, apiKey: "a", appKey: "b" },
  sentry: { url, token: "c", organization: "acme", dsn: {} },
  vercel: { url, token: "d", team: "e" },
  stripe: { url, apiKey: "f" },
  app: { url, adminToken: "g", cronSecret: "h" },
  control: { url, token: "i" },
  slack: { url, token: "j" },
  mail: { url },
  "status-pages": { url, token: "k" },
  supabase: {
    url,
    key: "l",
    publishableKey: "m",
    jwtSecret: "n",
    managementUrl: url,
    token: "o",
    ref: "p",
  },
  stack: "local",
  clock: { offsetMs: 0, rate: 1 },
  pid: process.pid,
};

it("is read with everything that a connection needs", async () => {
  writeFileSync(localFiles(directory).vendors, JSON.stringify(written));
  const { supabase: _, ...held } = { ...(await readVendors(directory)) };
  const { supabase: __, ...again } = fromLocal(written);
  expect(fromLocal(held)).toEqual(again);
  expect(again.statusPages).toEqual({ url, token: "k" });
});

it("says of vendors that do not answer what to do, whoever calls them", async () => {
  const gone = { control: { url: "http://127.0.0.1:1", token: "i" } };
  await expect(controlCall(gone, "PUT", "/clock")).rejects.toThrow(
    "The emulated vendors do not answer. Start them with `tocsin local up`.",
  );
});

it("says what they say of their own failure, such as a full disk, and that it is theirs", async () => {
  const server = createServer((_, response) => response.writeHead(500).end('{"errors":["ENOSPC: no space left"]}'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const failing = { control: { url: `http://127.0.0.1:${port}`, token: "i" } };
  await expect(controlCall(failing, "PUT", "/accounts", { body: {} })).rejects.toMatchObject({
    exitCode: 3,
    message: "The emulated vendors could not do what was asked: ENOSPC: no space left",
  });
  server.close();
});
