import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { install, isInstalled } from "../../lib/install.mjs";
import { executable, temporaryFolder } from "./sandbox.ts";

const picocolors = { version: "1.1.1", integrity: "sha512-abc" };

/** A package with a lock file, and an `npm` that does what it is told. */
function project(npm: readonly string[]) {
  const folder = temporaryFolder();
  const lock = (packages: object) => {
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages }));
  };
  lock({ "": {}, "node_modules/picocolors": picocolors });
  writeFileSync(join(folder, "package.json"), "{}");
  const calls = join(folder, "calls.log");
  executable(join(folder, "bin", "npm"), [`echo "$@" >> ${calls}`, ...npm]);
  const lines: string[] = [];
  const env = { PATH: join(folder, "bin"), npm_lifecycle_event: "npx" };
  const log = (line: string) => lines.push(line);
  return {
    folder,
    lock,
    lines,
    calls: () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n").length : 0),
    install: () => install(folder, { log, logFile: join(folder, "logs", "npm.log"), env }),
  };
}

const works = ["/bin/mkdir -p node_modules/picocolors", "echo installed"];

test("installs once, and again only when the lock file has changed", async () => {
  const it = project(works);
  expect(await it.install()).toBe("installed");
  expect(it.lines[0]).toContain("(first time here)");
  expect(await it.install()).toBe("unchanged");
  expect(it.calls()).toBe(1);
  it.lock({ "": {}, "node_modules/picocolors": { ...picocolors, version: "1.1.2" } });
  expect(isInstalled(it.folder)).toBe(false);
  expect(await it.install()).toBe("installed");
  expect(it.lines.join()).toContain("(package-lock.json has changed)");
  expect(it.calls()).toBe(2);
});

test("an install that dies is done again", async () => {
  const it = project([...works, "kill -9 $$"]);
  await expect(it.install()).rejects.toThrow("killed by SIGKILL");
  expect(isInstalled(it.folder)).toBe(false);
  await expect(it.install()).rejects.toThrow("killed by SIGKILL");
  expect(it.calls()).toBe(2);
});

test("what someone installed by hand is kept when npm's record fits the lock file and the folders are there", async () => {
  const it = project(works);
  const modules = join(it.folder, "node_modules");
  mkdirSync(join(modules, "picocolors"), { recursive: true });
  writeFileSync(
    join(modules, ".package-lock.json"),
    JSON.stringify({ packages: { "node_modules/picocolors": picocolors } }),
  );
  expect(await it.install()).toBe("adopted");
  expect(await it.install()).toBe("unchanged");
  expect(it.calls()).toBe(0);
});

test("npm's record alone is not believed: other version, more packages, folder gone, not JSON", async () => {
  const record = (packages: object) => JSON.stringify({ packages });
  const cases = [
    { record: record({ "node_modules/picocolors": { ...picocolors, version: "1.0.0" } }), folder: "picocolors" },
    {
      record: record({ "node_modules/picocolors": picocolors, "node_modules/other": picocolors }),
      folder: "picocolors",
    },
    { record: record({ "node_modules/picocolors": picocolors }), folder: "another" },
    { record: "{", folder: "picocolors" },
  ];
  for (const { record: content, folder } of cases) {
    const it = project(works);
    const modules = join(it.folder, "node_modules");
    mkdirSync(join(modules, folder), { recursive: true });
    writeFileSync(join(modules, ".package-lock.json"), content);
    expect(await it.install()).toBe("installed");
    expect(existsSync(join(modules, ".package-lock.json"))).toBe(false);
  }
});

test("without network the message says that npm could not reach its server", async () => {
  const it = project(["echo 'npm error code ENOTFOUND' >&2", "exit 1"]);
  const message = /npm ci. in .* failed \(exit code 1\)[\s\S]*ENOTFOUND[\s\S]*could not reach its server/;
  await expect(it.install()).rejects.toThrow(message);
  await expect(it.install()).rejects.toMatchObject({ exitCode: 2 });
});

test("a lock file that does not fit package.json is told as such", async () => {
  const it = project(["echo 'npm error code EUSAGE' >&2", "exit 1"]);
  await expect(it.install()).rejects.toThrow("do not fit together");
});

test("the inner npm does not see the outer one's run", async () => {
  const it = project(['if [ -n "$npm_lifecycle_event" ]; then exit 1; fi', ...works]);
  expect(await it.install()).toBe("installed");
});
