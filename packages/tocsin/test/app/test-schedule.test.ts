import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withTestSchedule } from "../../src/app/test-schedule.ts";
import { confirm } from "../../src/cli/ask.ts";
import { loadProject } from "../../src/project/project.ts";

const root = join(import.meta.dirname, "../../../..");
const project = await loadProject(root, "local");
const prod = { ...project, stack: { ...project.stack, name: "prod", allowDrills: false } };

const before = process.env.CI;
beforeAll(() => {
  process.env.CI = "true";
});
afterAll(() => {
  if (before === undefined) delete process.env.CI;
  else process.env.CI = before;
});

const ask = (question: string, word: string) => confirm(question, word, { yes: false });
const never = () => Promise.reject(new Error("it was let through"));

it("refuses production unless that is said, and says what might happen", async () => {
  await expect(
    withTestSchedule(root, prod, { evenInProduction: false, confirm: async () => {} }, never),
  ).rejects.toThrow(/^A test schedule in prod may be published on a real account .* add --even-in-production\.$/);
});

it("asks before it writes into a real database, also where production was said", async () => {
  await expect(withTestSchedule(root, prod, { evenInProduction: true, confirm: ask }, never)).rejects.toThrow(
    /^A row of schedules will be written into the database of stack prod.* repeat the command with --yes\.$/s,
  );
});
