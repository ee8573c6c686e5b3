/** Every link that people meet: in the README, in docs/, in definitions, and in what an alert's message says. */
import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { linksOf } from "../../src/app/lint/links.ts";
import { loadProject } from "../../src/project/project.ts";
import { anchorsOf, pages, root, targetsOf } from "./pages.ts";

const { stack, definitions, resources } = await loadProject(root, "local");
const isExternal = (target: string) => /^[a-z]+:/.test(target);
const external = [...new Set([...pages.values()].flatMap(targetsOf).filter(isExternal))];
const pageFiles = [...pages.keys()];

/** What is wrong with a link to a page or file of the project; null for nothing. */
function wrongWith(from: string, target: string): string | null {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? from : posix.normalize(posix.join(dirname(from), path));
  if (!existsSync(join(root, file))) return `${from}: ${target}: there is no ${file}`;
  if (anchor === undefined) return null;
  const text = pages.get(file);
  return text !== undefined && anchorsOf(text).has(anchor) ? null : `${from}: ${target}: ${file} has no such heading`;
}

describe("links", () => {
  it.each(pageFiles)("of %s lead to files and headings that are there", (file) => {
    const own = targetsOf(pages.get(file) ?? "").filter((target) => !isExternal(target));
    expect(own.map((target) => wrongWith(file, target)).filter((wrong) => wrong !== null)).toEqual([]);
  });

  it("that lead nowhere are seen", () => {
    expect(wrongWith("docs/how-to/ci.md", "no-such-page.md")).toContain("there is no docs/how-to/no-such-page.md");
    expect(wrongWith("docs/how-to/ci.md", "gate.md#no-such-heading")).toContain("no such heading");
    expect(wrongWith("docs/how-to/ci.md", "../../README.md#try-it")).toBeNull();
  });

  it("out of the project are https, without credentials, blanks or a trailing sign", () => {
    expect(external.length).toBeGreaterThan(20);
    for (const target of external) {
      if (target.startsWith("mailto:")) continue;
      const url = new URL(target);
      expect([url.protocol, url.username, url.password], target).toEqual(["https:", "", ""]);
      expect(target).not.toMatch(/[.,;:'"\\]$/);
    }
  });

  it("of every alert's message lead to its own heading on its runbook", () => {
    const base = `${stack.runbooks}/`;
    for (const definition of definitions) {
      const own = resources.filter((resource) => resource.definition === definition.id);
      const links = linksOf(own).filter((url) => url.startsWith(base));
      for (const url of links) expect(wrongWith("runbooks/x.md", url.slice(base.length))).toBeNull();
      const says = own.some(({ kind }) => ["monitor", "synthetics-test", "workflow"].includes(kind));
      if (says) expect(links, definition.id).toHaveLength(1);
    }
  });

  it("lead from the README to every page, and from every runbook back", () => {
    const reached = new Set(["README.md"]);
    for (const file of reached) {
      for (const target of targetsOf(pages.get(file) ?? "").filter((one) => !isExternal(one))) {
        const found = posix.normalize(posix.join(dirname(file), target.split("#")[0] ?? ""));
        if (pages.has(found)) reached.add(found);
      }
    }
    expect(pageFiles.filter((file) => !reached.has(file))).toEqual([]);
  });
});
