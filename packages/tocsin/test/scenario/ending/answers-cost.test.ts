/** What hostile answers cost the process that reads them: its most memory, beside that of a run whose answers are shorter, or refusals. */
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
import { binary } from "../cli/tocsin.ts";

let folder: string;
let server: Server;
let url: string;
let calls = 0;
let reply: (response: ServerResponse) => void;

beforeAll(async () => {
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
type Reply = typeof reply;
const answers = {
  answers: (count) => (response) =>
    void Readable.from(Array.from({ length: count }, () => megabyte))
      .on("error", () => undefined)
      .pipe(response),
  "packed answers": (count) => (response) => {
    response.setHeader("content-encoding", "gzip");
    Readable.from(Array.from({ length: count }, () => megabyte))
      .pipe(createGzip())
      .on("error", () => undefined)
      .pipe(response);
  },
} as const satisfies Record<string, (count: number) => Reply>;

/** What Node has not collected yet of what was read and dropped is more in one run than in another: the least of some is the cost. */
async function costs(answer: Reply, few: number): Promise<number> {
  reply = answer;
  const peaks: number[] = [];
  while (peaks.length === 0 || (Math.min(...peaks) >= few && peaks.length < 3)) {
    const { code, output, peak } = await audit();
    expect([code, output], output).toEqual([3, expect.not.stringContaining("    at ")]);
    expect(calls).toBeLessThan(60);
    peaks.push(Math.round(peak));
  }
  return Math.min(...peaks);
}

const refusals: Reply = (response) => void response.writeHead(401).end("{}");

it.each(Object.entries(answers))(
  "%s of 200 MB cost at most 50 MB more than those of 12 MB, and are told",
  async (_, of) => {
    const refused = await costs(refusals, 0);
    // These are longer than is read as well: as much is kept of them, of one at a time, and as much is dropped.
    const short = await costs(of(12), refused + 100);
    expect(short, `${refused} MB for refusals`).toBeLessThan(refused + 100);
    expect(await costs(of(200), short + 50), `${short} MB for answers of 12 MB`).toBeLessThan(short + 50);
  },
);

it("lists whose pages never end cost at most 50 MB more than refusals, and are told", async () => {
  const refused = await costs(refusals, 0);
  const endless: Reply = (response) => {
    response.setHeader("link", `<${url}/api/0/x/?cursor=0:0:0>; rel="next"; results="true"; cursor="0:0:0"`);
    response.end(JSON.stringify({ data: [], has_more: true, tests: [], projects: [], pagination: { next: 1 } }));
  };
  expect(await costs(endless, refused + 50), `${refused} MB for refusals`).toBeLessThan(refused + 50);
});
