/** CONTRIBUTING.md names the scripts that there are. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const root = path.resolve(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));
const named = [...read("CONTRIBUTING.md").matchAll(/(?:`| {4})npm (?:run )?([a-z:]+)/g)].map(([, name = ""]) => name);

test("every script that CONTRIBUTING.md names is there, and the other way round", () => {
  expect(named.filter((name) => !(name in scripts) && name !== "ci")).toEqual([]);
  const untold = Object.keys(scripts).filter((name) => !named.includes(name));
  // What a user of the project runs stands in the README.
  expect(untold).toEqual(["start", "audit", "tocsin"]);
});

test("the licence is the one that the packages name, whole", () => {
  const { license } = z.object({ license: z.string() }).parse(JSON.parse(read("packages/tocsin/package.json")));
  expect(license).toBe("Apache-2.0");
  expect(read("LICENSE")).toContain("END OF TERMS AND CONDITIONS");
  expect(read("LICENSE").length).toBeGreaterThan(11_000);
});

test("a script runs a file that is there", () => {
  const files = Object.values(scripts).flatMap((script) => script.match(/\b(?:tools|packages)\/\S+\.mjs/g) ?? []);
  expect(files.length).toBeGreaterThan(4);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

/** What GitHub takes for a form: https://docs.github.com/communities/using-templates/syntax-for-githubs-form-schema */
const field = z.object({
  type: z.enum(["textarea", "input", "dropdown", "checkboxes"]),
  id: z.string(),
  attributes: z.object({ label: z.string(), options: z.array(z.unknown()).optional() }),
});
const note = z.object({ type: z.literal("markdown"), attributes: z.object({ value: z.string() }) });
const form = z.object({ name: z.string(), description: z.string(), body: z.array(z.union([field, note])).min(1) });

test("issue forms are such, and link to pages that are there", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = readdirSync(path.join(root, folder)).filter((file) => file !== "config.yml");
  expect(forms.length).toBeGreaterThan(2);
  for (const file of forms) {
    const text = read(`${folder}/${file}`);
    const { body } = form.parse(parse(text));
    const fields = body.flatMap((one) => ("id" in one ? [one] : []));
    expect(new Set(fields.map(({ id }) => id)).size, file).toBe(fields.length);
    // GitHub keeps the word for the choice of nothing.
    for (const { attributes } of fields) expect(attributes.options ?? []).not.toContain("none");
    for (const [, target = ""] of text.matchAll(/\.\.\/blob\/main\/([\w/.-]+)/g))
      expect(existsSync(path.join(root, target)), target).toBe(true);
  }
});
