import { describe, expect, it, test } from "vitest";
import { loadProject } from "../../src/project/project.ts";
import { blocksOf } from "../../src/runbooks/blocks.ts";
import { fill } from "../../src/runbooks/page.ts";
import { anchorsOf, pages, root } from "./pages.ts";

const { stack, definitions, routes } = await loadProject(root, "local");
const folder = "runbooks/";
const names = [...pages.keys()].filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length, -3));
const text = (name: string) => pages.get(`${folder}${name}.md`) ?? "";
const own = (name: string) => definitions.filter(({ runbook }) => runbook === name);

test("every alert message links to a page that is there, and no page is left that nothing links to", () => {
  expect(names.toSorted()).toEqual([...new Set(definitions.map(({ runbook }) => runbook))].toSorted());
});

describe.each(names)("%s", (name) => {
  it("is what the definitions make of its written parts", () => {
    const source = { stack, definitions: own(name), routes };
    const filled = fill(text(name), blocksOf(name, text(name), source), stack.name);
    expect(filled.problems).toEqual([]);
    expect(filled.text, "run: npx tocsin runbooks --stack local --write").toBe(text(name));
  });

  it("goes from what one sees to what one learns, and to whom one calls", () => {
    const headings = [...text(name).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    const order = ["Symptoms", "First checks", "Remediation", "Verification", "Follow-up", "Escalation", "Alerts"];
    expect(headings).toEqual(order);
    const [, remediation = ""] = text(name).split(/^## (?:Remediation|Verification)$/m);
    expect(remediation.match(/^### /gm)?.length, "branches").toBeGreaterThan(1);
  });

  it("has a heading of its own for each of its alerts", () => {
    const headings = [...text(name).matchAll(/^### ([a-z0-9-]+\/[a-z0-9-]+)$/gm)].map(([, heading]) => heading);
    expect(headings.toSorted()).toEqual(
      own(name)
        .map(({ id }) => id)
        .toSorted(),
    );
    // None was numbered for being like another.
    expect(
      [...anchorsOf(text(name))].filter((anchor) => /-\d+$/.test(anchor) && !/scan-schedules/.test(anchor)),
    ).toEqual([]);
  });
});

test("no page says to run what only a person may decide in a block that `check` would run", () => {
  const destructive = /\b(pg_terminate_backend|update public|delete from|create index|vacuum|truncate|drop)\b/i;
  const shown = names.filter((name) => destructive.test(text(name)));
  expect(shown.toSorted()).toEqual(["database-load", "tips-blob-storage"]);
  for (const name of shown) {
    const [before = ""] = text(name).split("## Remediation");
    expect(before, "what changes something is a remedy, not a first check").not.toMatch(destructive);
  }
});
