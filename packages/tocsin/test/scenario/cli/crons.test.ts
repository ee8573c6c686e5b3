import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { setUp, tocsin } from "./tocsin.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
let folder: string;
beforeAll(setUp);
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
