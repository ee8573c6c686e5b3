import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasStateFile, restoreCut, stateTrouble } from "../../../src/engine/state-file.ts";

let folder: string;
let file: string;
let backups: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tocsin-state-"));
  const stacks = path.join(folder, ".pulumi/stacks/acme");
  backups = path.join(folder, ".pulumi/backups/acme/staging");
  mkdirSync(stacks, { recursive: true });
  mkdirSync(backups, { recursive: true });
  file = path.join(stacks, "staging.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const restore = (url: string | undefined = `${pathToFileURL(folder).href}?metadata=skip`) =>
  restoreCut({ url, project: "acme", stack: "staging" });

describe("a state that was cut off", () => {
  it("is restored from the copy of before the last write", () => {
    writeFileSync(file, '{"version":3,"chec');
    writeFileSync(`${file}.bak`, '{"version":3}');
    expect(restore()).toBe(
      `The state of stack staging was cut off, as on a full disk: it was restored from ${file}.bak.`,
    );
    expect(readFileSync(file, "utf8")).toBe('{"version":3}');
    expect(restore()).toBeNull();
  });

  it("is restored from the newest whole backup where that copy was cut off with it, or is not there", () => {
    writeFileSync(file, "");
    writeFileSync(`${file}.bak`, '{"ver');
    writeFileSync(path.join(backups, "staging.1795998011776828388.json"), '{"version":3,"run":1}');
    writeFileSync(path.join(backups, "staging.1795998011776828389.json"), '{"version":3,"run":2}');
    writeFileSync(path.join(backups, "staging.1795998011776828390.json"), '{"version":3,');
    expect(restore()).toContain("restored from");
    expect(readFileSync(file, "utf8")).toBe('{"version":3,"run":2}');
  });

  it("stays as it is where no copy is whole", () => {
    writeFileSync(file, '{"version":3,"chec');
    rmSync(backups, { recursive: true });
    expect(restore()).toBeNull();
    expect(readFileSync(file, "utf8")).toBe('{"version":3,"chec');
  });
});

it("leaves alone what is whole, what is not there, and what lies elsewhere", () => {
  writeFileSync(`${file}.bak`, '{"version":3}');
  expect(restore()).toBeNull();
  writeFileSync(file, '{"version":3,"now":true}');
  expect(restore()).toBeNull();
  expect(readFileSync(file, "utf8")).toBe('{"version":3,"now":true}');
  writeFileSync(file, "{");
  for (const url of ["s3://bucket/path?region=eu-central-1", "file://~/state", "postgres://db/state", ""])
    expect(restore(url), url).toBeNull();
  expect(restoreCut({ url: undefined, project: "acme", stack: "staging" })).toBeNull();
});

it("knows of a stack whose state lies in a folder that it is there; of any other only the engine knows", () => {
  const has = (url: string | undefined, stack = "staging") => hasStateFile({ url, project: "acme", stack });
  const url = `${pathToFileURL(folder).href}?metadata=skip`;
  expect(has(url)).toBe(false);
  writeFileSync(file, '{"version":3}');
  expect(has(url)).toBe(true);
  for (const [other, stack] of [[url, "prod"], ["s3://bucket/path"], ["file://~/state"], [undefined]] as const)
    expect(has(other, stack), other).toBe(false);
});

const save = (words: string) =>
  `pre-step event returned an error: failed to save snapshot: An IO error occurred while writing the new snapshot file: blob (key ".pulumi/stacks/acme/staging.json") (code=Unknown): write /state/.pulumi/stacks/acme/staging.json.18ecaa779e7bc8ad.tmp: ${words}`;

it.each([
  ["no space left on device", "no space is left on the disk"],
  ["file too large", "no file may grow so large here"],
  ["disk quota exceeded", "the disk quota is used up"],
  ["read-only file system", "the disk is read-only"],
])("says of %s which file it was, and what to do", (words, reason) => {
  expect(stateTrouble(save(words))?.message).toBe(
    `The state /state/.pulumi/stacks/acme/staging.json could not be written: ${reason}. Make room there first; the next run finds what was created meanwhile.`,
  );
});

it("says of a state that cannot be read how to bring one back, and nothing of other trouble", () => {
  expect(stateTrouble("error: failed to load checkpoint: place 1: unexpected end of JSON input")).toMatchObject({
    exitCode: 3,
    message:
      "The state cannot be read: it is cut off or damaged, and no copy of it is whole. Put a copy of your own in its place (`pulumi stack import --file FILE`).",
  });
  expect(stateTrouble("Datadog answered 400: file too large")).toBeNull();
});
