import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { reportFailure } from "../../src/cli/failure.ts";
import { ConfigurationError, type Problem } from "../../src/model/problem.ts";

const root = mkdtempSync(path.join(tmpdir(), "tocsin-failure-"));
beforeAll(() => vi.stubEnv("NO_COLOR", "1"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function printed(error: unknown): [number, string] {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const code = reportFailure(error, root);
  spy.mockRestore();
  return [code, written.join("")];
}

const problem: Problem = {
  rule: "stack/invalid",
  severity: "error",
  file: "Pulumi.local.yaml",
  line: 2,
  definition: null,
  message: "tocsin:allowDrills is wrong: it is true or false",
  remedy: "Correct it in the stack file.",
};

it("shows a problem of a stack file at its line, and one of a file that cannot be read without", () => {
  writeFileSync(path.join(root, "Pulumi.local.yaml"), "config:\r\n  tocsin:allowDrills: maybe\u001b[31m\r\n");
  const gone: Problem = {
    ...problem,
    rule: "stack/missing",
    file: "Pulumi.prod.yaml",
    message: "tocsin:people is missing",
  };
  expect(printed(new ConfigurationError("The settings are not complete:", [gone, problem]))).toEqual([
    2,
    `The settings are not complete:

error[stack/invalid] tocsin:allowDrills is wrong: it is true or false
 --> Pulumi.local.yaml:2
  |
2 |   tocsin:allowDrills: maybe\\u{1b}[31m
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = Correct it in the stack file.

error[stack/missing] tocsin:people is missing
 --> Pulumi.prod.yaml:2
  = Correct it in the stack file.
`,
  ]);
});

it("prints what has no problems as it is, and takes anything unknown for a crash", () => {
  expect(printed(new ConfigurationError("There is no stack file."))).toEqual([2, "There is no stack file.\n"]);
  const [code, text] = printed(new Error("boom"));
  expect([code, text.includes("boom")]).toEqual([3, true]);
});

it.each([
  ["mkdir", "EACCES", "/repo/.local cannot be written: permission denied.\n"],
  ["mkdir", "EEXIST", "/repo/.local cannot be written: something else is there.\n"],
  // As Node answers where folders within folders are to be made on a read-only disk.
  ["mkdir", "ENOENT", "/repo/.local cannot be written: no folder can be made there, as on a disk that is read-only.\n"],
  ["open", "EROFS", "/repo/.local cannot be written: the disk is read-only.\n"],
  ["rename", "EROFS", "/repo/.local cannot be written: the disk is read-only.\n"],
  ["open", "EACCES", "/repo/.local cannot be opened: permission denied.\n"],
  ["scandir", "EPERM", "/repo/.local cannot be opened: permission denied.\n"],
  ["scandir", "ENOTDIR", "/repo/.local cannot be opened: a part of its path is no folder.\n"],
  ["open", "ELOOP", "/repo/.local cannot be opened: its links lead in a circle.\n"],
])("says in one sentence what the disk does not allow: %s, %s", (syscall, code, text) => {
  const error = Object.assign(new Error(`${code}: no`), { code, syscall, path: "/repo/.local" });
  expect(printed(error)).toEqual([2, text]);
});

it("says in one sentence that the disk takes no more, whichever file it was", () => {
  const full = (more: object) => Object.assign(new Error("ENOSPC: no space left on device, write"), more);
  expect(printed(full({ code: "ENOSPC", path: "/repo/.local/accounts.json" }))).toEqual([
    3,
    "/repo/.local/accounts.json cannot be written: no space is left on the disk.\n",
  ]);
  expect(printed(full({ code: "EDQUOT" }))).toEqual([3, "A file cannot be written: the disk quota is used up.\n"]);
});
