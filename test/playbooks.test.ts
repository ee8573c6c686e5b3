/** What the playbooks ask for, and where it lives: playbooks.yaml as a whole, and the tool's check of it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const playbooks = z.object({
  sections: z.array(
    z.object({ section: z.string(), title: z.string(), facts: z.array(z.object({ what: z.string() })) }),
  ),
});
const { sections } = playbooks.parse(parse(readFileSync(join(root, "test/playbooks.yaml"), "utf8")));

test("a section of a playbook stands once, and each of its facts is said once", () => {
  const names = sections.map(({ section }) => section);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  for (const { section, facts } of sections) {
    const said = facts.map(({ what }) => what);
    expect(
      said.filter((what, i) => said.indexOf(what) !== i),
      section,
    ).toEqual([]);
  }
});

test("everything that the playbooks ask for is where playbooks.yaml says, and the page shows it", () => {
  const output = execFileSync("npx", ["tocsin", "coverage", "--check"], { cwd: root, encoding: "utf8" });
  const facts = sections.reduce((sum, section) => sum + section.facts.length, 0);
  expect(output).toContain(`${facts} facts of ${sections.length} sections`);
});
