import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installFakeProviders } from "../src/install.ts";
import { installedVersion } from "../src/shared/version.ts";
import { uploadName } from "../src/vercel/deployment-files.ts";
import { getProjectDirectory } from "../src/vercel/directory.ts";
import { ignoring } from "../src/vercel/ignore.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-files-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("lines as in a .gitignore", () => {
  it.each([
    ["node_modules", "site/node_modules/a.js", true],
    ["node_modules", "site/node_modules2/a.js", false],
    ["*.log", "site/a/b.log", true],
    ["*.log", "site/a.logs", false],
    [".env.*.local", "site/.env.prod.local", true],
    ["build/", "site/build/x", true],
    ["/site/a", "site/a/x", true],
    ["/a", "site/a", false],
    ["a/**/b", "site/a/x/y/b", true],
    ["?.js", "site/a.js", true],
    ["?.js", "site/ab.js", false],
    ["# a", "site/# a", false],
    ["", "site/a", false],
  ])("%j on %s: %s", (line, path, ignored) => expect(ignoring([line])(path)).toBe(ignored));

  it("the last line that matches decides", () => {
    expect(ignoring(["*.js", "!keep.js"])("site/keep.js")).toBe(false);
    expect(ignoring(["!keep.js", "*.js"])("site/keep.js")).toBe(true);
  });
});

describe("files of a project directory", () => {
  it("are told by size and SHA-1, without what is ignored", async () => {
    await mkdir(join(folder, "api"));
    await mkdir(join(folder, "node_modules"));
    await writeFile(join(folder, "api/probe.js"), "abc");
    await writeFile(join(folder, "node_modules/x.js"), "x");
    await writeFile(join(folder, "secret.txt"), "x");
    await writeFile(join(folder, ".vercelignore"), "secret.txt\n.vercelignore\n");
    expect(await getProjectDirectory({ path: folder })).toEqual({
      id: folder,
      path: folder,
      files: { [join(folder, "api/probe.js")]: "3~a9993e364706816aba3e25717850c26c9cd0d89d" },
    });
  });

  it("of a folder that is not there are an error that names it", async () => {
    await expect(getProjectDirectory({ path: join(folder, "none") })).rejects.toThrow(
      `${join(folder, "none")} cannot be read`,
    );
  });

  it("are uploaded under names without the prefix", () => {
    expect(uploadName("../site/api/probe.js", "../site")).toBe("api/probe.js");
    expect(uploadName("../site/probe.js", "../site/")).toBe("probe.js");
    expect(uploadName("../site/probe.js", undefined)).toBe("site/probe.js");
    expect(uploadName("other/probe.js", "../site")).toBe("other/probe.js");
  });
});

describe("installing the fake providers", () => {
  const pathOf = (name: string, version: string) =>
    join(folder, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);

  it("puts one executable a plugin where the engine looks for the version that the SDK asks for", async () => {
    const placed = await installFakeProviders({ pulumiHome: folder });
    expect(placed).toEqual([
      {
        name: "datadog",
        version: installedVersion("@pulumi/datadog"),
        path: pathOf("datadog", installedVersion("@pulumi/datadog")),
      },
      {
        name: "vercel",
        version: installedVersion("@pulumiverse/vercel"),
        path: pathOf("vercel", installedVersion("@pulumiverse/vercel")),
      },
    ]);
    for (const { path } of placed) {
      expect((await stat(path)).mode & 0o111).toBe(0o111);
      expect(await readFile(path, "utf8")).toMatch(
        /^#!\/bin\/sh\n# .*\nexec '\/.*' '\/.*\/fake-providers\/dist\/(datadog|vercel)\.js'\n$/,
      );
    }
  });

  it("can be repeated and run at once, and leaves nothing else behind", async () => {
    await Promise.all([installFakeProviders({ pulumiHome: folder }), installFakeProviders({ pulumiHome: folder })]);
    const [first] = await installFakeProviders({ pulumiHome: folder });
    const before = (await stat(first?.path ?? "")).mtimeMs;
    await installFakeProviders({ pulumiHome: folder });
    expect((await stat(first?.path ?? "")).mtimeMs).toBe(before);
  });

  it("takes them away for the official plugins, and leaves those alone", async () => {
    const [first, second] = await installFakeProviders({ pulumiHome: folder });
    await writeFile(second?.path ?? "", "the official program");
    expect(await installFakeProviders({ pulumiHome: folder, plugins: "official" })).toEqual([]);
    await expect(stat(first?.path ?? "")).rejects.toThrow("ENOENT");
    expect(await readFile(second?.path ?? "", "utf8")).toBe("the official program");
    expect(await installFakeProviders({ pulumiHome: folder })).toHaveLength(2);
    expect(await readFile(second?.path ?? "", "utf8")).toContain("Stand-in");
  });

  it("says what is missing when an SDK is not installed", () => {
    expect(() => installedVersion("@pulumi/none")).toThrow("@pulumi/none is not installed");
  });
});
