import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isRecentEnough } from "../../../packages/tocsin/src/engine/install/engine-check.mjs";
import { engineDigests } from "../../../packages/tocsin/src/engine/install/engine-digests.mjs";
import { archiveName } from "../../../packages/tocsin/src/engine/install/engine-download.mjs";
import { checkNodeVersion } from "../../../packages/tocsin/src/engine/install/node-version.mjs";
import { cacheFolder } from "../../../packages/tocsin/src/engine/install/paths.mjs";

test("Node 20.19 is the oldest that will do, and of line 22 22.12", () => {
  for (const version of ["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.1.0"])
    expect(() => checkNodeVersion(version)).not.toThrow();
  for (const version of ["18.20.4", "20.18.3", "21.7.3", "22.11.0"]) {
    expect(() => checkNodeVersion(version)).toThrow(`Node 20.19, 22.12 or newer is needed, this is Node ${version}`);
  }
});

test("engines of version 3 from 3.248 on are recent enough", () => {
  expect(["3.248.0", "3.259.0", "3.300.0-alpha.1"].filter((version) => !isRecentEnough(version))).toEqual([]);
  expect(["3.247.9", "2.300.0", "4.0.0", "", "x"].filter(isRecentEnough)).toEqual([]);
});

test("the archive is named for the platform; others are refused", () => {
  expect(archiveName("linux", "x64")).toBe("pulumi-v3.259.0-linux-x64.tar.gz");
  expect(archiveName("darwin", "arm64")).toBe("pulumi-v3.259.0-darwin-arm64.tar.gz");
  expect(() => archiveName("win32", "x64")).toThrow("win32 x64");
  expect(() => archiveName("linux", "ppc64")).toThrow("linux ppc64");
});

test("the digest of every archive that set-up downloads is pinned", () => {
  const archives = ["darwin", "linux"].flatMap((platform) =>
    ["arm64", "x64"].map((arch) => archiveName(platform, arch)),
  );
  expect(Object.keys(engineDigests).sort()).toEqual(archives.sort());
  for (const digest of Object.values(engineDigests)) expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

test("the cache folder is the user's own, and can be named", () => {
  expect(cacheFolder({ TOCSIN_CACHE: "/a/b/" })).toBe("/a/b/");
  const onLinux = process.platform !== "darwin";
  const inHome = (home: string) =>
    onLinux ? join(home, ".cache", "tocsin") : join(home, "Library", "Caches", "tocsin");
  expect(cacheFolder({ HOME: "/home/x" })).toBe(inHome("/home/x"));
  expect(cacheFolder({})).toBe(inHome(homedir()));
  expect(cacheFolder({ HOME: "/home/x", XDG_CACHE_HOME: "relative" })).toBe(inHome("/home/x"));
  if (onLinux) expect(cacheFolder({ HOME: "/home/x", XDG_CACHE_HOME: "/var/c" })).toBe("/var/c/tocsin");
});
