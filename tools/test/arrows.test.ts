import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { engineRooms, packageArrows, toolArrows, vendorBlind, vendorless, vendorsOwn } from "../lib/rooms.mjs";

const root = join(import.meta.dirname, "../..");

interface Import {
  file: string;
  /** A path from the repository's root, or the name of a package. */
  target: string;
}

function imports(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = [...text.matchAll(/(?:from\s+|import\s*\(\s*|^import\s+)["']([^"']+)["']/gm)].map((m) => m[1] ?? "");
  return found.map((target) => ({
    file,
    target: target.startsWith(".") ? relative(root, join(root, dirname(file), target)) : target,
  }));
}

const below = (folder: string): Import[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mts|mjs)$/.test(file) && !/(^|\/)(node_modules|dist|test|template)\//.test(file))
    .flatMap((file) => imports(join(folder, file)));

const team = ["alerts", "synthetics", "infra"].flatMap(below);
const packages = below("packages");
const all = [...team, ...packages];

/** `top`, or the folder below `packages/`. */
const packageOf = (path: string): string => /^packages\/([^/]+)\//.exec(path)?.[1] ?? "top";
const roomOf = (path: string): string | undefined => /^packages\/tocsin\/src\/([^/]+)\//.exec(path)?.[1];
/** The names by which packages of this repository are imported, and their folders. */
const folders: Readonly<Record<string, string>> = {
  tocsin: "tocsin",
  "create-tocsin": "create-tocsin",
  "tocsin-probe": "probe",
  "tocsin-emulators": "emulators",
  "tocsin-fake-providers": "fake-providers",
  "@pulumi/sentry": "pulumi-sentry",
};
const nameIn = (target: string): string => /^(@[^/]+\/[^/]+|[^/]+)/.exec(target)?.[1] ?? target;
const show = ({ file, target }: Import): string => `${file} -> ${target}`;
const isPath = ({ target }: Import): boolean => /^(packages|tools|alerts|synthetics|infra|test|\.\.)\//.test(target);

describe("the arrows", () => {
  it("between rooms of the tool are those that tools/lib/rooms.mjs lists", () => {
    const wrong = packages.filter((one) => {
      const [from, to] = [roomOf(one.file), roomOf(one.target)];
      if (from === undefined || to === undefined || from === to) return false;
      return !toolArrows[from]?.includes(to);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("lead from rooms that know vendors by the list alone to no vendor's folder", () => {
    const folder = ({ target }: Import) => /^packages\/tocsin\/src\/vendors\/([^/]+)\//.exec(target)?.[1] ?? "http";
    const blind = packages.filter((one) => vendorBlind.includes(roomOf(one.file) ?? ""));
    const seeing = blind.filter((one) => !vendorless.includes(folder(one)));
    const own = vendorsOwn.map((file) => `packages/tocsin/src/${file}`);
    expect(seeing.filter(({ file }) => !own.includes(file)).map(show)).toEqual([]);
    // None is listed that needs it no more.
    expect(own.filter((file) => !seeing.some((one) => one.file === file))).toEqual([]);
  });

  it("make no circle", () => {
    const rank = new Map<string, number>();
    const rankOf = (room: string, path: readonly string[]): number => {
      expect(path, "a circle").not.toContain(room);
      const known = rank.get(room);
      if (known !== undefined) return known;
      const found = 1 + Math.max(-1, ...(toolArrows[room] ?? []).map((to) => rankOf(to, [...path, room])));
      rank.set(room, found);
      return found;
    };
    for (const room of Object.keys(toolArrows)) rankOf(room, []);
  });

  it("lead out of this machine through one layer, which limits, repeats, redacts and goes through proxies", () => {
    // The second calls the control app of the emulated vendors, which is on this machine and no vendor's.
    const mayFetch = ["vendors/http/send.ts", "app/local/files.ts"];
    const sources = readdirSync(join(root, "packages/tocsin/src"), { recursive: true, encoding: "utf8" });
    const fetching = sources.filter(
      (file) =>
        file.endsWith(".ts") &&
        /(?<![.\w])fetch\(|globalThis\.fetch/.test(readFileSync(join(root, "packages/tocsin/src", file), "utf8")),
    );
    expect(fetching.sort()).toEqual(mayFetch.sort());
  });

  it("lead to no room that nobody has listed", () => {
    const rooms = new Set(packages.map(({ file }) => roomOf(file)).filter((room) => room !== undefined));
    expect([...rooms].sort()).toEqual(Object.keys(toolArrows).sort());
  });

  it("between packages go by name, and only where they are listed", () => {
    const byPath = all.filter((one) => isPath(one) && packageOf(one.file) !== packageOf(one.target));
    expect(byPath.map(show)).toEqual([]);
    const byName = all.filter(({ file, target }) => {
      const to = folders[nameIn(target)];
      return to !== undefined && to !== packageOf(file) && !packageArrows[packageOf(file)]?.includes(to);
    });
    expect(byName.map(show)).toEqual([]);
  });

  it("keep the engine's packages in the rooms that run it", () => {
    const wrong = all.filter(
      ({ file, target }) =>
        /^@pulumi(verse)?\//.test(target) &&
        folders[nameIn(target)] === undefined &&
        !engineRooms.includes(roomOf(file) ?? packageOf(file)),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it("are looked for in every file", () => {
    expect(packages.length).toBeGreaterThan(2_000);
    expect(team.length).toBeGreaterThan(10);
  });
});
