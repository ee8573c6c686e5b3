import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const dependencies = z.record(z.string(), z.string()).optional();
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      /** One of our own packages. */
      link: z.boolean().optional(),
      dependencies,
      optionalDependencies: dependencies,
    }),
  ),
});

const root = join(import.meta.dirname, "../../..");
const locks = [
  "package-lock.json",
  "packages/tocsin/test/contract/package-lock.json",
  "tools/test/packages/tools/package-lock.json",
].map((path) => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, path), "utf8")));
  return [path, packages] as const;
});
type Packages = (typeof locks)[number][1];

/** Whether Node would find the package from there: beside it, or in a folder further up. */
function isFound(packages: Packages, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (!at.includes("/node_modules/")) return packages[`node_modules/${name}`] !== undefined;
  }
}

test.each(locks)(
  "%s names every package, those of other platforms too: else `npm ci` refuses it",
  (_path, packages) => {
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
        .filter((name) => !isFound(packages, path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  },
);

test.each(locks)("%s ties nobody to a package server", (_path, packages) => {
  expect(Object.values(packages).filter((entry) => entry.resolved !== undefined && entry.link !== true)).toEqual([]);
});

test.each(locks)("%s holds every package that comes from a server to its content", (_path, packages) => {
  const open = Object.entries(packages).filter(
    ([path, { link, integrity }]) =>
      path.includes("node_modules/") && link !== true && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""),
  );
  expect(open.map(([path]) => path)).toEqual([]);
});
