/** What hostile answers cost the process that reads them: its most memory, beside that of a run whose vendors refuse everything. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ended } from "../../support/child.ts";
import { binary, setUp } from "../cli/tocsin.ts";

let folder: string;
let server: Server;
let url: string;
let calls = 0;
let reply: (response: ServerResponse) => void;

beforeAll(async () => {
  await setUp();
  folder = await mkdtemp(path.join(tmpdir(), "tocsin-cost-"));
  await writeFile(
    path.join(folder, "peak.mjs"),
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`,
  );
  server = createServer((_request, response) => {
    calls += 1;
    response.on("error", () => undefined);
    reply(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  url = `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Looks at all four vendors. @returns how it ended, and its most memory in MB */
async function audit(): Promise<{ code: number; output: string; peak: number }> {
  calls = 0;
  const peakFile = path.join(folder, "peak");
  const child = spawn(process.execPath, [binary, "audit", "--vendors", "datadog,sentry,vercel,stripe"], {
    cwd: folder,
    env: {
      ...process.env,
      PEAK_FILE: peakFile,
      NODE_OPTIONS: `--import=${pathToFileURL(path.join(folder, "peak.mjs")).href}`,
      ...{ DD_HOST: url, DD_API_KEY: "k", DD_APP_KEY: "k", SENTRY_BASE_URL: `${url}/api/`, SENTRY_AUTH_TOKEN: "t" },
      ...{ SENTRY_ORG: "acme", VERCEL_BASE_URL: url, VERCEL_API_TOKEN: "t", VERCEL_TEAM: "team_1" },
      ...{ STRIPE_API_BASE: url, STRIPE_API_KEY: "rk_test_1" },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { code, output } = await ended(child);
  return { code, output, peak: Number(await readFile(peakFile, "utf8")) / 1024 };
}

const megabyte = Buffer.alloc(1024 * 1024, " ");
/** 200 MB and no end of it in sight. */
const long = () => Readable.from(Array.from({ length: 200 }, () => megabyte));

let plain: number;

it("a vendor that refuses everything costs what a run costs", async () => {
  reply = (response) => void response.writeHead(401).end("{}");
  const { code, peak } = await audit();
  expect(code).toBe(3);
  plain = peak;
});

it.each<[string, (response: ServerResponse) => void]>([
  [
    "answers of 200 MB",
    (response) =>
      void long()
        .on("error", () => undefined)
        .pipe(response),
  ],
  [
    "answers that unpack to 200 MB",
    (response) => {
      response.setHeader("content-encoding", "gzip");
      long()
        .pipe(createGzip())
        .on("error", () => undefined)
        .pipe(response);
    },
  ],
  [
    "lists whose pages never end",
    (response) => {
      response.setHeader("link", `<${url}/api/0/x/?cursor=0:0:0>; rel="next"; results="true"; cursor="0:0:0"`);
      response.end(JSON.stringify({ data: [], has_more: true, tests: [], projects: [], pagination: { next: 1 } }));
    },
  ],
])("%s cost at most 50 MB more, and are told", async (_, answer) => {
  reply = answer;
  const peaks: number[] = [];
  do {
    const { code, output, peak } = await audit();
    expect([code, output], output).toEqual([3, expect.not.stringContaining("    at ")]);
    expect(calls).toBeLessThan(60);
    peaks.push(Math.round(peak - plain));
    // What was read and dropped lies in memory until Node collects it, in one run later than in another: the least is what it costs.
  } while (Math.min(...peaks) >= 50 && peaks.length < 3);
  expect(Math.min(...peaks), `${Math.round(plain)} MB, and ${peaks.join(", ")} MB more`).toBeLessThan(50);
});
