/** Pages name files of this repository as they are. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pages, root } from "./pages.ts";

/** Followed step by step by another test: they name files that they make. */
const written = [...pages].filter(([file]) => !/^(docs\/[a-z-]+\/adding-|runbooks\/)/.test(file));
const ours = /^(packages|tools|alerts|synthetics|infra|runbooks|test|docs|\.github)\//;
/** Folders of an earlier tree. */
const gone = /^(src|local|scripts|bin|playbooks|alerts\/tests|docs\/runbooks|infra\/(engine|plugins|sdks))\//;

const named = (text: string): string[] =>
  [...text.matchAll(/`([\w.*<>-]+(?:\/[\w.*<>-]*)+)`/g)].map(([, path = ""]) => path);

/** Codes of problems look like paths, and have neither an ending nor a slash at their end. */
const isFile = (path: string) => /^(packages|tools)\/|\/$|\.\w+$/.test(path);

/** Capitals and brackets stand for a name that a team gives. */
const isPattern = (path: string) => /[A-Z<]{2,}|</.test(path.replace(/README|CONTRIBUTING|SECURITY|CHANGELOG/, ""));

/** Whether a file is there; `*` is any name. */
function isThere(folder: string, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined || first === "") return true;
  const names = first.includes("*")
    ? readdirSync(folder).filter((name) =>
        new RegExp(`^${first.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(name),
      )
    : [first];
  return names.some((name) => existsSync(join(folder, name)) && isThere(join(folder, name), rest));
}

/** Names that only a team's project, or a run, has. */
const elsewhere = ["alerts/imported/", "alerts/shop.ts", "synthetics/README.md", "runbooks/first-look.md"];

describe("paths of this repository", () => {
  it.each(written.map(([file]) => file))("in %s lead to what is there", (file) => {
    const paths = named(pages.get(file) ?? "");
    expect(paths.filter((path) => gone.test(path))).toEqual([]);
    const missing = paths
      .filter(
        (path) =>
          ours.test(path) && isFile(path) && !isPattern(path) && !elsewhere.some((known) => path.startsWith(known)),
      )
      .filter((path) => !isThere(root, path.split("/")));
    expect(missing).toEqual([]);
  });

  it("are looked for, and missed", () => {
    expect(named("in `packages/tocsin/src/lint/*.ts` and `exceptions.yaml`")).toEqual([
      "packages/tocsin/src/lint/*.ts",
    ]);
    expect(isThere(root, ["packages", "*", "package.json"])).toBe(true);
    expect(isThere(root, ["packages", "tocsin", "src", "cli", "no-such.ts"])).toBe(false);
  });
});
