import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DatadogMutes } from "../../../src/vendors/datadog/mute.ts";
import { printed } from "../../support/printed.ts";
import { startWorld, type World } from "../verify/world.ts";
import { typed } from "./tocsin.ts";

/** Commands that ask the vendors of a stack, as they are typed. */
let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld({ lives: true });
  folder = await mkdtemp(path.join(os.tmpdir(), "tocsin-by-stack-"));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

/** The vendors answer from this process, so a command must not stop it. */
async function tocsin(args: readonly string[], vendors: object = world.connections) {
  await writeFile(path.join(folder, "vendors.json"), JSON.stringify(vendors));
  const env = { ...process.env, TOCSIN_LOCAL_DIR: folder, CI: "true", NO_COLOR: "1" };
  return promisify(execFile)(process.execPath, [...typed, ...args], { env, maxBuffer: 1 << 28 }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout,
      err: stderr,
    }),
  );
}

it("crons --stack says whether what is deployed is what is declared, and what differs", async () => {
  expect(await tocsin(["crons", "--stack", "local"])).toMatchObject({
    code: 0,
    out: "As declared: cliply-web in the production deployment of cliply-web; tocsin-probe in the production deployment of tocsin-probe-local; tips in the production deployment of tips.\n",
  });
  await world.deploy("prj_cliplyweb", [{ path: "/api/cron/scan-schedules", schedule: "*/5 * * * *" }]);
  const differs = await tocsin(["crons", "--stack", "local"]);
  expect(differs).toMatchObject({
    code: 1,
    out: 'cliply-web: changed: /api/cron/scan-schedules runs at "*/5 * * * *" in the production deployment of cliply-web, declared is "* * * * *"\n',
  });
  expect((await tocsin(["crons", "--stack", "local", "--service", "tips"])).code).toBe(0);
  const { code, out } = await tocsin(["crons", "--stack", "local", "--json"]);
  expect([code, printed("crons-check", out).differences]).toEqual([
    1,
    [
      {
        ...{ service: "cliply-web", kind: "changed", path: "/api/cron/scan-schedules", runBy: "crons" },
        ...{ expected: "* * * * *", actual: "*/5 * * * *" },
      },
    ],
  ]);
  await world.deploy("prj_cliplyweb");
  expect((await tocsin(["crons", "--stack", "local"])).code).toBe(0);
});

it("crons --stack could not tell where Vercel refuses the token, and refuses a service that has none", async () => {
  const { vercel } = world.connections;
  const refused = await tocsin(["crons", "--stack", "local"], {
    ...world.connections,
    vercel: { ...vercel, token: "wrong" },
  });
  expect([refused.code, refused.out]).toEqual([3, ""]);
  expect(refused.err).toContain("VERCEL_API_TOKEN");
  const unknown = await tocsin(["crons", "--stack", "local", "--service", "nobody"]);
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringContaining('No crons are declared for a service "nobody"'),
  ]);
});

it("quarterly --stack judges a stack's alerts by what its vendors have, and says what is muted", async () => {
  const mutes = new DatadogMutes(world.connections.datadog, "local");
  await mutes.mute("database/disk", new Date(Date.now() + 86_400_000), "the disk is enlarged tomorrow");
  const page = path.join(folder, "quarterly.md");
  const { code, out } = await tocsin(["quarterly", "--stack", "local", "--days", "1", "--out", page]);
  expect([code, out]).toEqual([1, expect.stringMatching(/^\d+ alerts judged, \d+ to decide about\.\nPage: .+\n$/)]);
  const text = await readFile(page, "utf8");
  expect(text).toContain("# Review of the alerts of local, ");
  expect(text).toMatch(
    /- \[ \] \*\*database\/disk\*\* \(founder\): .*It is muted since .* until .*: the disk is enlarged tomorrow\./,
  );
  const data = printed("quarterly", (await tocsin(["quarterly", "--stack", "local", "--days", "1", "--json"])).out);
  expect(data).toMatchObject({ stack: "local", complete: true, problems: [] });
  expect(data.alerts.find(({ definition }) => definition === "database/disk")?.concerns).toContain("muted");
  const { datadog } = world.connections;
  const refused = await tocsin(["quarterly", "--stack", "local", "--days", "1", "--json"], {
    ...world.connections,
    datadog: { ...datadog, appKey: "wrong" },
  });
  expect([refused.code, printed("quarterly", refused.out).complete]).toEqual([3, false]);
});
