import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { lintOfBoth } from "../../src/app/review/lint.ts";
import { compiledFrom } from "../../src/review/state.ts";
import { compile } from "../../src/vendors/compile.ts";
import { dayFromNow } from "../support/days.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

const root = mkdtempSync(join(tmpdir(), "tocsin-review-lint-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function state(owner: string, exceptions?: Parameters<typeof compiledFrom>[0]["exceptions"]) {
  const definitions = [definition({ owner, severity: "ticket" })];
  const resources = compile(definitions, [everybody], stack);
  return compiledFrom({
    stack,
    definitions,
    resources,
    routes: [everybody],
    digests: {},
    ...(exceptions && { exceptions }),
  });
}

it("says what lint says of the base and of the head", () => {
  const both = lintOfBoth(root, state("founder"), state("nobody"), null);
  expect(both?.base).toEqual([]);
  expect(both?.head).toMatchObject([{ rule: "alert/owner-unknown", definition: "shop/errors", severity: "error" }]);
  expect(lintOfBoth(root, null, state("founder"), null)).toEqual({ base: [], head: [] });
});

it("leaves out what the project suppresses", () => {
  writeFileSync(
    join(root, "exceptions.yaml"),
    `- { id: alert/owner-unknown, at: shop/errors, until: ${dayFromNow(30)}, reason: the new one starts soon }`,
  );
  expect(lintOfBoth(root, state("founder"), state("nobody"), null)?.head).toEqual([]);
});

const entry = { id: "alert/owner-unknown", at: "shop/errors", until: "2999-01-01", reason: "the new one starts soon" };

it("goes by the exceptions that each state carries, and says which entry is unused, as lint does", () => {
  const both = lintOfBoth(root, state("nobody", [entry]), state("founder", [entry]), null);
  expect(both?.base).toEqual([]);
  expect(both?.head).toEqual([
    {
      rule: "lint/suppression-unused",
      severity: "error",
      file: "exceptions.yaml",
      line: null,
      definition: null,
      message: "entry 1 matches nothing: there is no alert/owner-unknown shop/errors (any more)",
      remedy: "Take the entry out, or correct its names.",
    },
  ]);
  expect(lintOfBoth(root, state("founder", []), state("nobody", []), null)?.head).toMatchObject([
    { rule: "alert/owner-unknown" },
  ]);
  const elsewhere = [{ ...entry, stack: "another" }];
  expect(lintOfBoth(root, state("founder", elsewhere), state("founder", elsewhere), null)?.head).toEqual([]);
});

it("names the line of the alert where the state has it", () => {
  const head = { ...state("nobody"), places: { "shop/errors": { file: "alerts/shop.ts", line: 7 } } };
  rmSync(join(root, "exceptions.yaml"));
  expect(lintOfBoth(root, state("founder"), head, null)?.head).toMatchObject([{ file: "alerts/shop.ts", line: 7 }]);
});

it("compares nothing with a state of a version that it cannot judge", () => {
  const { routes: _routes, ...older } = state("founder");
  expect(lintOfBoth(root, older, state("founder"), null)).toBeNull();
  const newer = { ...state("founder"), definitions: [{ id: "shop/errors", kind: "of a later version" }] };
  expect(lintOfBoth(root, newer, state("founder"), null)).toBeNull();
});
