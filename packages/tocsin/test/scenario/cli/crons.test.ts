import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tocsin } from "./tocsin.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tocsin-crons-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string) => tocsin(root, ["crons", "--service", "tips", "--write", path.join(folder, file)]);

it("writes the declared crons into a vercel.json, and leaves its form and everything else in it", () => {
  const file = path.join(folder, "vercel.json");
  const cron = { path: "/api/cron/cleanup-photos", schedule: "1 1 1 1 1", regions: ["fra1"] };
  writeFileSync(file, `${JSON.stringify({ framework: "nextjs", crons: [cron] }, null, "\t")}\n`);
  expect(write("vercel.json").code).toBe(0);
  const text = readFileSync(file, "utf8");
  expect(text).toContain('\n\t"framework": "nextjs",\n');
  const { crons } = JSON.parse(text);
  expect(crons.find((one: { path: string }) => one.path === cron.path)).toMatchObject({ regions: ["fra1"] });
  expect(tocsin(root, ["crons", "--service", "tips", "--check", file]).code).toBe(0);
});

it("writes nothing where another file configures the project", () => {
  writeFileSync(path.join(folder, "vercel.ts"), "export default {};\n");
  const { code, err } = write("vercel.json");
  expect([code, err]).toEqual([2, expect.stringContaining("vercel.ts lies beside")]);
  expect(() => readFileSync(path.join(folder, "vercel.json"))).toThrow();
});

const moving = (file: string) => tocsin(root, ["crons", "--to-schedules", file]);

it("makes schedules of the cron jobs of a vercel.json in one command, and then has nothing to do", () => {
  const file = path.join(folder, "vercel.json");
  const before = { crons: [{ path: "/api/close", schedule: "0 6 * * 1" }], framework: "nextjs" };
  writeFileSync(file, `${JSON.stringify(before, null, 4)}\n`);
  expect(moving(file)).toMatchObject({
    code: 0,
    out: `${file}: 1 cron job is a schedule now.\nSay so where they are declared (runBy: "schedules"), then deploy both.\n`,
  });
  const schedules = { "api-close": { schedule: "0 6 * * 1", path: "/api/close", requestMethod: "GET" } };
  expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify({ framework: "nextjs", schedules }, null, 4)}\n`);
  expect(moving(file)).toMatchObject({ code: 0, out: `${file}: no cron job to make a schedule of.\n` });
});

it("prints what to put into a vercel.toml or vercel.ts, and reads both", () => {
  const toml = path.join(folder, "vercel.toml");
  const text = '# ours\n[[crons]]\npath = "/api/close"\nschedule = "0 6 * * 1"\n';
  writeFileSync(toml, text);
  expect(moving(toml)).toMatchObject({
    code: 1,
    out: `${toml} is not rewritten, since its comments would be lost. Put this into it, in place of its crons:

[schedules.api-close]
schedule = "0 6 * * 1"
path = "/api/close"
requestMethod = "GET"

Say so where they are declared (runBy: "schedules"), then deploy both.
`,
  });
  expect(readFileSync(toml, "utf8")).toBe(text);
  const code = path.join(folder, "vercel.ts");
  writeFileSync(
    code,
    'const at: string = "/api/close";\nexport const config = { crons: [{ path: at, schedule: "0 6 * * 1" }] };\n',
  );
  const { code: exit, out } = tocsin(root, ["crons", "--service", "tips", "--check", code]);
  expect(exit).toBe(1);
  expect(out).toContain(`tips: undeclared: /api/close (0 6 * * 1) is in ${code}, and no definition declares it\n`);
});

it.each([
  ["vercel.json", "[]", "is not a JSON object."],
  [
    "vercel.json",
    '{"crons": [{"path": "/a", "schedule": "@daily"}]}',
    'has cron jobs that Vercel does not run: /a at "@daily"',
  ],
  ["vercel.json", '{"schedules": []}', "schedules "],
  ["vercel.toml", "= 1", "is not TOML."],
  ["vercel.ts", "throw new Error('no')", "cannot be run, or exports no configuration"],
  ["vercel.ts", "export const other = 1;", "cannot be run, or exports no configuration"],
])("says what is wrong with %s: %s", (name, text, message) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  const { code, err } = moving(file);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  expect(readFileSync(file, "utf8")).toBe(text);
});
