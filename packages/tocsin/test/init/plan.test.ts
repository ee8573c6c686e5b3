import { describe, expect, test } from "vitest";
import { planOf } from "../../src/init/plan.ts";
import { digestOf, parseRecord, recordText } from "../../src/init/record.ts";

const base = {
  wanted: new Map([["alerts/routes.ts", "new"]]),
  extended: new Set<string>(),
  theirs: new Set<string>(),
  present: new Map<string, string>(),
  record: null,
  uncommitted: new Set<string>(),
  force: false,
};
const record = (files: Record<string, string>) => ({ stacks: ["prod"], files });
const told = (changes: { path: string; action: string }[]) => changes.map(({ path, action }) => `${action} ${path}`);

describe("the first run", () => {
  const present = new Map([
    ["Pulumi.staging.yaml", "filled in by hand"],
    ["alerts/mine.ts", "mine"],
  ]);
  const wanted = new Map([["Pulumi.staging.yaml", "new"]]);

  test("removes nothing, and writes a stack file anew that a commit keeps", () => {
    const { changes, refused } = planOf({ ...base, wanted, present });
    expect([told(changes), refused]).toEqual([["replace Pulumi.staging.yaml"], []]);
  });

  test("touches nothing that no commit has", () => {
    const { changes, refused } = planOf({ ...base, wanted, present, uncommitted: new Set(["Pulumi.staging.yaml"]) });
    expect([told(changes), refused]).toEqual([[], ["Pulumi.staging.yaml"]]);
  });

  test("does it all the same when it is told to", () => {
    const uncommitted = new Set(["Pulumi.staging.yaml"]);
    expect(planOf({ ...base, wanted, present, uncommitted, force: true }).refused).toEqual([]);
  });

  test("leaves what is the team's own where it is there already", () => {
    const page = new Map([["runbooks/first-look.md", "ours"]]);
    const plan = planOf({
      ...base,
      wanted: page,
      present: new Map([["runbooks/first-look.md", "theirs"]]),
      theirs: new Set(page.keys()),
    });
    expect([plan.changes, plan.left]).toEqual([[], ["runbooks/first-look.md"]]);
  });
});

describe("a later run", () => {
  const present = new Map([
    ["alerts/routes.ts", "old"],
    ["alerts/mine.ts", "mine"],
  ]);

  test("removes nothing, and replaces what nobody has changed", () => {
    const { changes } = planOf({ ...base, present, record: record({ "alerts/routes.ts": digestOf("old") }) });
    expect(told(changes)).toEqual(["replace alerts/routes.ts"]);
  });

  test("refuses where a hand's change would be lost", () => {
    const plan = planOf({ ...base, present, record: record({ "alerts/routes.ts": digestOf("older") }) });
    expect([plan.changes, plan.refused]).toEqual([[], ["alerts/routes.ts"]]);
  });

  test("leaves what is the team's since, and keeps in mind what it was", () => {
    const before = record({ "alerts/routes.ts": digestOf("older") });
    const plan = planOf({ ...base, present, record: before, theirs: new Set(["alerts/routes.ts"]) });
    expect([plan.changes, plan.refused, plan.left]).toEqual([[], [], ["alerts/routes.ts"]]);
    expect(plan.files).toEqual(before.files);
  });

  test("extends what keeps all that it holds, whoever changed it", () => {
    const extended = new Set(["alerts/routes.ts"]);
    const { changes } = planOf({ ...base, present, extended, record: record({ "alerts/routes.ts": "else" }) });
    expect(told(changes)).toEqual(["extend alerts/routes.ts"]);
  });

  test("changes nothing where all is as it should be", () => {
    const { changes } = planOf({ ...base, present: new Map(base.wanted), record: record({}) });
    expect(changes).toEqual([]);
  });
});

describe("the record", () => {
  test("reads as it was written", () => {
    const written = record({ "b.ts": digestOf("b"), "a.ts": digestOf("a") });
    expect(parseRecord(recordText(written))).toEqual(written);
  });

  test.each(["", "files: {}", "stacks: []\nfiles: {}", "- a"])("refuses %j", (text) => {
    expect(() => parseRecord(text)).toThrow("init.yaml is not what `tocsin init` writes");
  });
});
