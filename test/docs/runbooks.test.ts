import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadDefinitions } from "../../src/cli/definitions.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "runbooks");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const { definitions } = await loadDefinitions(root);

const text = (page: string) => readFileSync(join(folder, page), "utf8");

test("every alert message links to a page that is there, and no page is left that nothing links to", () => {
  expect(pages.toSorted()).toEqual([...new Set(definitions.map(({ runbook }) => `${runbook}.md`))].toSorted());
});

test.each(pages)("%s names the alerts that lead to it, no more and no less", (page) => {
  const named = /^Alerts: ([^#]+?)\n\n/m.exec(text(page))?.[1]?.split(/,\s+/) ?? [];
  const leading = definitions.filter(({ runbook }) => `${runbook}.md` === page).map(({ id }) => `\`${id}\``);
  expect(named.toSorted()).toEqual(leading.toSorted());
});

test.each(pages)("%s goes from what one sees to what one learns", (page) => {
  const headings = [...text(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(["Symptoms", "First checks", "Remediation", "Verification", "Follow-up"]);
  const [, remediation = ""] = text(page).split("## Remediation");
  expect(remediation.match(/^### /gm)?.length, "branches").toBeGreaterThan(1);
});

test.each(pages)("%s links only to pages that are there", (page) => {
  const targets = [...text(page).matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, target]) => target);
  expect(targets.filter((target) => !pages.includes(target ?? ""))).toEqual([]);
});
