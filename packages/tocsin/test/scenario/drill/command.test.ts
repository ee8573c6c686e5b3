import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { digestsOf } from "../../../src/gate/digest.ts";
import { evidenceFile } from "../../../src/gate/evidence.ts";
import { generateKeys } from "../../../src/gate/keys.ts";
import { printed } from "../../support/printed.ts";
import { run, tocsin } from "./command.ts";
import { root, Stand } from "./stand.ts";

let stand: Stand;
let file: string;
beforeAll(async () => {
  stand = await Stand.start();
  file = path.join(stand.directory, "evidence.json");
});
afterAll(() => stand?.close());

const drill = (...args: string[]) => run(stand.directory, ["drill", "--stack", "local", ...args]);
const evidence = (...args: string[]) => run(stand.directory, ["evidence", ...args]);

it("drills what is named, in plain lines where nobody watches, and signs what it has shown", async () => {
  const { code, out, err } = await drill("database/slow-queries", "cron/cleanup-photos-missed", "--evidence", file);
  expect(code, err).toBe(0);
  expect(err).toMatch(/2 alerts are fired/);
  expect(err).toContain("2 of 2 drilled");
  expect(err).not.toContain("\u001b");
  expect(out).toMatch(/cron\/cleanup-photos-missed {2}recovered \(inverted\)/);
  expect(out).toContain("All 2 alerts proven: 2 fired, arrived and recovered.");
  const signed = evidenceFile.parse(JSON.parse(await readFile(file, "utf8")));
  expect(signed.stack).toBe("local");
  expect(signed.digests).toEqual(digestsOf(stand.project));
  expect((await stat(path.join(stand.directory, "evidence.key"))).mode & 0o777).toBe(0o600);
});

it("prints its report as JSON in the published shape, and nothing else", async () => {
  const { code, out } = await drill("--json", "billing/stripe-webhook");
  expect(code).toBe(0);
  expect(printed("drill", out).receipts).toMatchObject([{ level: "accepted" }]);
});

it("writes the page with what was proven, and what a CI system shows, where it is asked to", async () => {
  const junit = path.join(stand.directory, "ci", "drill.xml");
  const { code, err } = await drill("database/slow-queries", "--report", "--junit", junit);
  expect(code, err).toBe(0);
  expect(await readFile(junit, "utf8")).toMatch(
    /<testsuite name="drill of local" .*tests="1" failures="0" errors="0" skipped="0" time="[\d.]+">\n {4}<properties\/>\n {4}<testcase name="database\/slow-queries" classname="database" time="[\d.]+"\/>/,
  );
  const page = path.join(stand.directory, "reports", "local.html");
  expect(err).toContain(`Report: ${path.relative(root, page)}`);
  expect(await readFile(page, "utf8")).toContain("fired after");
});

let before: ReturnType<typeof drill> | undefined;

/**
 * A drill where no file may grow beyond some kilobytes, as on a disk that is full. One with room comes first: it leaves the definitions
 * compiled, and receipts of more than a kilobyte.
 */
async function fullDisk(kilobytes: number, ...words: string[]): Promise<{ code: number | null; err: string }> {
  before ??= drill("database/slow-queries", "billing/stripe-webhook");
  expect((await before).code).toBe(0);
  const tool = path.join(root, "packages/tocsin/bin/tocsin.mjs");
  const limited = ["-c", `ulimit -f ${kilobytes}; exec "$@"`, "bash", process.execPath, tool];
  const child = spawn("bash", [...limited, "drill", "--stack", "local", ...words], {
    cwd: root,
    env: { ...process.env, TOCSIN_LOCAL_DIR: stand.directory, NO_COLOR: "1", CI: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let err = "";
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const [code] = await once(child, "close");
  expect(err).not.toMatch(/^\s+at /m);
  return { code, err };
}

const liveQuery = async (name: string) => {
  const { answer } = stand.made(name);
  return [(await stand.call("datadog", "GET", `/api/v1/monitor/${answer.id}`)).query, answer.query];
};

it("tells that the disk takes no more, signs nothing half, and leaves nothing fired or held", async () => {
  const unsigned = path.join(stand.directory, "full.json");
  // The journal of a drill stays below a kilobyte, what it has shown does not.
  const { code, err } = await fullDisk(1, "cron/cleanup-photos-missed", "--evidence", unsigned);
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(/drill-local\.json cannot be written: no file may grow so large here\.\n/),
  ]);
  expect(await readFile(unsigned, "utf8").catch(() => null)).toBeNull();
  const [query, made] = await liveQuery("cron/cleanup-photos-missed/monitor");
  expect(query).toBe(made);
  const again = await drill("cron/cleanup-photos-missed", "--evidence", unsigned);
  expect([again.code, again.err]).toEqual([0, expect.not.stringContaining("Restored after an interrupted drill")]);
});

it("changes nothing whose undoing the disk has no room for, and puts back what it had changed", async () => {
  const missed = ["cleanup-photos", "billing-reconciliation", "cleanup-idempotency-keys"].map(
    (one) => `cron/${one}-missed`,
  );
  const { code, err } = await fullDisk(1, ...missed);
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(/local\.\w+ cannot be written: no file may grow so large here\./),
  ]);
  for (const id of missed) {
    const [query, made] = await liveQuery(`${id}/monitor`);
    expect(query, id).toBe(made);
  }
  const { code: cleaned, err: said } = await drill("--cleanup");
  expect(cleaned, said).toBe(0);
});

it("finds evidence valid with the stack's own key", async () => {
  const { code, out } = await evidence("verify", file, "--stack", "local", "--max-age", "1h");
  expect(code, out).toBe(0);
  expect(out).toMatch(/valid: 2 receipts of stack local/);
});

it("says of evidence without a trusted key that nobody vouches for it", async () => {
  const { code, out } = await evidence("verify", file);
  expect(code).toBe(0);
  expect(out).toContain("By whom is not known");
});

it.each<[string, (text: string) => string, string[], RegExp]>([
  [
    "was changed",
    (text) => text.replace('"level": "recovered"', '"level": "delivered"'),
    [],
    /changed, or it is incomplete/,
  ],
  ["was cut off", (text) => text.slice(0, -200), [], /not JSON: it may be cut off/],
  ["is signed by another", (text) => text, ["--public-key", generateKeys().publicKey], /another key/],
  ["is of another stack", (text) => text, ["--stack", "staging"], /about stack local, not staging/],
])("refuses evidence that %s", async (_, change, args, reason) => {
  const changed = path.join(stand.directory, "changed.json");
  await writeFile(changed, change(await readFile(file, "utf8")));
  const { code, out } = await evidence("verify", changed, ...args);
  expect(out).toMatch(reason);
  expect(code).toBe(1);
});

it("cannot judge a file that is not there, an age that is none, a key that is none", async () => {
  expect((await evidence("verify", path.join(stand.directory, "nowhere.json"))).code).toBe(2);
  expect((await evidence("verify", file, "--max-age", "soon")).code).toBe(2);
  const { code, err } = await evidence("verify", file, "--public-key", "not-a-key");
  expect(code).toBe(2);
  expect(err).toContain("--public-key holds no public key");
});

it("lets one drill at a time have the stack", async () => {
  // So slow that the first cannot be done before the second has looked.
  await stand.control("POST", "/faults", { vendor: "datadog", delayMs: 3_000 });
  const first = tocsin(stand.directory, ["drill", "--stack", "local", "database/slow-queries"]);
  while (!(await readFile(path.join(stand.directory, "run-local.lock"), "utf8").catch(() => ""))) await delay(20);
  const { code, err } = await drill("database/slow-queries");
  await stand.control("DELETE", "/faults");
  expect(code).toBe(2);
  expect(err).toContain(`Stack local is held by \`tocsin drill --stack local\` (process ${first.child.pid}`);
  expect((await first.ended).code).toBe(0);
});

it("is named by verify while it runs, which calls nothing that it has changed left over", async () => {
  const { id, answer } = stand.made("cron/cleanup-photos-missed/monitor");
  const monitor = `/api/v1/monitor/${id}`;
  const before = { query: answer.query ?? null, tags: answer.tags ?? null };
  const tags = [...(Array.isArray(answer.tags) ? answer.tags : []), "tocsin-drill:d1"];
  await stand.call("datadog", "PUT", monitor, { query: String(answer.query).replace("< 1", ">= 1"), tags });
  const verify = async () => {
    const { code, out, err } = await run(stand.directory, ["verify", "--stack", "local", "--json"]);
    const { findings, notChecked } = printed("verify", out);
    return { code, err, found: findings.map(({ class: named }) => named), notChecked };
  };
  // Another process that has the stack, as a drill has it.
  const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const held = { pid: holder.pid, mark: null, run: "r", stack: "local", action: "tocsin drill --stack local" };
  const lock = path.join(stand.directory, "run-local.lock");
  await writeFile(lock, JSON.stringify({ ...held, since: "2026-11-29T12:00:00.000Z" }));
  const during = await verify();
  expect([during.code, during.found]).toEqual([0, []]);
  expect(during.notChecked).toContain(
    `What a drill has changed: \`tocsin drill --stack local\` runs since 2026-11-29T12:00:00.000Z (process ${holder.pid}) and restores it. Look again when it has ended.`,
  );
  holder.kill();
  await once(holder, "exit");
  const after = await verify();
  expect([after.code, after.found]).toEqual([1, ["leftover"]]);
  await stand.call("datadog", "PUT", monitor, before);
  await rm(lock);
});

it("knows no such definition", async () => {
  const { code, err } = await drill("no/such");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("No definition has the id no/such.") });
});

it("refuses a stack that allows no drills, before anything else", async () => {
  const copy = await mkdtemp(path.join(tmpdir(), "prod-"));
  try {
    for (const part of ["alerts", "synthetics", "infra", "Pulumi.yaml", "package.json"]) {
      await cp(path.join(root, part), path.join(copy, part), { recursive: true });
    }
    await symlink(path.join(root, "node_modules"), path.join(copy, "node_modules"));
    await mkdir(path.join(copy, ".local"));
    const local = await readFile(path.join(root, "Pulumi.local.yaml"), "utf8");
    await writeFile(
      path.join(copy, "Pulumi.prod.yaml"),
      local.replace("tocsin:allowDrills: true", "tocsin:allowDrills: false"),
    );
    for (const args of [["--yes"], ["--cleanup"]]) {
      const { code, err } = await run(stand.directory, ["drill", "--stack", "prod", ...args], copy);
      expect(err).toContain("Stack prod allows no drills (tocsin:allowDrills is false in Pulumi.prod.yaml)");
      expect(code).toBe(2);
    }
  } finally {
    await rm(copy, { recursive: true });
  }
});
