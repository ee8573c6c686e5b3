/** Two services, each with a Supabase project of its own: the probe reads each statement in the database of its service. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { accountsOf } from "../../../src/app/local/accounts.ts";
import { ensureVendors, stopVendors } from "../../../src/app/local/vendors.ts";
import { published } from "../../../src/cli/published.ts";
import { loadProject } from "../../../src/project/project.ts";
import { silent } from "../../../src/shared/progress.ts";
import { ended } from "../../support/child.ts";
import { typed } from "../../support/typed.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
let project: string;

const settings = {
  "tocsin:allowDrills": true,
  "tocsin:runbooks": "https://example.com/runbooks",
  "tocsin:datadog": { slackAccount: "fleet", locations: ["aws:eu-central-1"] },
  "tocsin:sentry": { organization: "fleet", environment: "local", slackIntegration: "55", projects: {} },
  "tocsin:vercel": {
    team: "team_fleet",
    projects: Object.fromEntries(
      ["ferry", "berth"].map((name) => [
        name,
        { id: `prj_${name}`, name, logEnvironment: "production", url: `https://${name}.example` },
      ]),
    ),
  },
  "tocsin:supabase": {
    ferry: { projectRef: "refferry", connectionPool: 15 },
    berth: { projectRef: "refberth", connectionPool: 15 },
  },
  "tocsin:stripe": { apiVersion: "2026-10-28.endive" },
  "tocsin:people": {},
  "tocsin:channels": {},
};

/** The same table in both databases, with other rows: a statement that is read in the wrong one gives the other number. */
const statements = ["ferry", "berth"]
  .map(
    (service) => `export const ${service} = sqlProbe({
  id: "${service}-waiting", service: "${service}", metric: "fleet.${service}.waiting", unit: "tickets",
  sql: "select count(*) as value from public.tickets where state = 'waiting'",
});
`,
  )
  .join("");
const tickets = (count: number) =>
  `create table public.tickets (id integer primary key, state text not null);
insert into public.tickets select n, 'waiting' from generate_series(1, ${count}) n;\n`;

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), "tocsin-databases-"));
  const files = {
    "Pulumi.yaml": "name: fleet\nruntime: nodejs\n",
    "Pulumi.local.yaml": stringify({ config: settings }),
    "package.json": '{ "type": "module" }',
    "alerts/statements.ts": `import { sqlProbe } from "tocsin";\n${statements}`,
    "test/local/ferry.sql": tickets(3),
    "test/local/berth.sql": tickets(8),
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(project, file)), { recursive: true });
    await writeFile(path.join(project, file), text);
  }
  await symlink(path.join(root, "node_modules"), path.join(project, "node_modules"));
  const loaded = await loadProject(project, "local", { emulated: true });
  await ensureVendors(root, path.join(project, ".local"), await accountsOf(project, loaded), silent);
});
afterAll(async () => {
  await stopVendors(path.join(project, ".local"));
  await rm(project, { recursive: true, force: true });
});

async function tocsin(...args: string[]) {
  const env = { ...process.env, TOCSIN_LOCAL_DIR: "", NO_COLOR: "1" };
  return ended(
    spawn(process.execPath, [...typed, ...args], { cwd: project, env, stdio: ["ignore", "pipe", "inherit"] }),
  );
}

test("each statement is counted in its own service's database", async () => {
  const { code, output } = await tocsin("probe", "--once", "--stack", "local", "--json");
  expect(code, output).toBe(0);
  const { metrics } = published.probe.parse(JSON.parse(output));
  const waiting = metrics.flatMap(({ name, value }) => (/waiting$/.test(name) ? [[name, value]] : []));
  expect(waiting.sort()).toEqual([
    ["fleet.berth.waiting", 8],
    ["fleet.ferry.waiting", 3],
  ]);
});

test("the migration of a database makes the functions of its own statements, and the service has to be named", async () => {
  const { output } = await tocsin("probe", "sql", "--database", "berth");
  expect(output.match(/tocsin_probe\.\w*waiting\w*/g)?.every((name) => name.includes("berth"))).toBe(true);
  expect((await tocsin("probe", "sql")).code).toBe(2);
});
