import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** The rooms, and what each may import from which. Anything not listed is refused. */
const arrows: ReadonlyArray<{ from: RegExp; to: RegExp[] }> = [
  { from: /^(alerts|synthetics)\//, to: [/^(alerts|synthetics)\//, /^src\/model\/language\.ts$/] },
  { from: /^src\/model\//, to: [/^src\/model\//] },
  { from: /^src\/vendors\//, to: [/^src\/(model|vendors)\//] },
  { from: /^src\/lint\//, to: [/^src\/(model|vendors|lint)\//] },
  { from: /^src\/evaluate\//, to: [/^src\/(model|evaluate)\//] },
  { from: /^src\/verify\//, to: [/^src\/(model|vendors|verify)\//] },
  { from: /^src\/routines\//, to: [/^src\/(model|vendors|verify|routines)\//] },
  {
    from: /^src\/review\//,
    to: [/^src\/(model|vendors|verify|evaluate|review)\//, /^src\/report\/(html|style)\.ts$/],
  },
  { from: /^src\/report\//, to: [/^src\/(model|vendors|verify|report)\//] },
  { from: /^src\/doctor\//, to: [/^src\/(model|vendors|verify|doctor)\//] },
  { from: /^src\/runbooks\//, to: [/^src\/(model|vendors|runbooks)\//] },
  { from: /^src\/coverage\//, to: [/^src\/(model|coverage)\//] },
  { from: /^src\/adopt\//, to: [/^src\/(model|vendors|verify|adopt)\//] },
  { from: /^src\/init\//, to: [/^src\/(model|vendors|adopt|init)\//] },
  {
    from: /^src\/cli\//,
    to: [
      /^src\//,
      /^infra\/(engine|secrets)\.ts$/,
      /^infra\/engine\//,
      /^probe\//,
      /^scripts\//,
      /^local\/plugins\/install\.ts$/,
    ],
  },
  // Deployed by itself: it has nothing but its own files.
  { from: /^probe\//, to: [/^probe\//] },
  { from: /^infra\/plugins\/server\//, to: [/^infra\/plugins\/server\//] },
  { from: /^infra\/(plugins|sdks)\//, to: [/^infra\/(plugins|sdks)\//] },
  { from: /^infra\//, to: [/^infra\//, /^src\/(model|vendors|verify|cli)\//, /^scripts\//] },
  { from: /^local\/plugins\//, to: [/^local\/plugins\//, /^infra\/plugins\/(server\/|http)/] },
  { from: /^local\//, to: [/^local\//] },
];

const rooms = ["alerts", "synthetics", "src", "infra", "local", "probe"];

interface Import {
  file: string;
  target: string;
}

function imports(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = [...text.matchAll(/(?:from\s+|import\s*\(\s*|^import\s+)["']([^"']+)["']/gm)].map((m) => m[1] ?? "");
  return found.map((target) => ({
    file,
    target: target.startsWith(".") ? relative(process.cwd(), join(dirname(file), target)) : target,
  }));
}

const all = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((f) => /\.(ts|mts|mjs)$/.test(f))
    .flatMap((f) => imports(join(room, f))),
);

describe("the arrows between rooms", () => {
  it("are those of the design", () => {
    const wrong = all
      .filter(({ target }) => /^(alerts|synthetics|src|infra|local|scripts|probe|test)\//.test(target))
      .filter(({ file, target }) => !arrows.find(({ from }) => from.test(file))?.to.some((to) => to.test(target)))
      .map(({ file, target }) => `${file} -> ${target}`);
    expect(wrong).toEqual([]);
  });

  it("keep the engine's packages in infra/ and the stand-ins", () => {
    const wrong = all
      .filter(({ target }) => /^@pulumi(verse)?\//.test(target))
      .filter(({ file }) => !/^(infra|local\/plugins)\//.test(file));
    expect(wrong).toEqual([]);
  });

  it("are looked for in every file", () => {
    expect(all.length).toBeGreaterThan(200);
  });
});
