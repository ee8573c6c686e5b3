import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { isObject, type Json } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";
import { differences, within } from "../../src/review/differences.ts";
import type { Review } from "../../src/review/report.ts";
import { reviewOf } from "../../src/review/review.ts";
import { type CompiledState, compiledFrom, compiledState } from "../../src/review/state.ts";

/** A definition of the playbooks for each kind of signal: any of their places is changed, by chance. */
let state: CompiledState;

beforeAll(async () => {
  const project = await loadProject(process.cwd(), "local");
  const kinds = new Map(project.definitions.map((d) => [d.signal.kind, d]));
  const definitions = [...kinds.values()];
  const chosen = new Set<string | null>([null, ...definitions.map(({ id }) => id)]);
  const resources = project.resources.filter(({ definition }) => chosen.has(definition));
  state = compiledFrom({ ...project, definitions, resources, digests: {} });
});

function review(before: CompiledState, after: CompiledState): Review {
  const side = (name: string, of: CompiledState) => ({ name, commit: null, state: of });
  return reviewOf({ base: side("base", before), head: side("head", after), unknown: [], notes: [], lint: null });
}

/** Every place of a value, leaves and branches; not the value itself. */
function places(value: Json, at: readonly string[] = []): string[][] {
  const entries: ReadonlyArray<readonly [string, Json]> = isObject(value)
    ? Object.entries(value)
    : Array.isArray(value)
      ? value.map((item, i) => [String(i), item] as const)
      : [];
  return entries.flatMap(([key, item]) => [[...at, key], ...places(item, [...at, key])]);
}

/** A copy with another value at a place; undefined takes it away. */
function edited(value: Json, [key, ...rest]: readonly string[], to: (old: Json) => Json | undefined): Json {
  if (key === undefined) return to(value) ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => {
      if (String(i) !== key) return [item];
      const next = rest.length === 0 ? to(item) : edited(item, rest, to);
      return next === undefined ? [] : [next];
    });
  }
  if (!isObject(value)) return value;
  const { [key]: old = null, ...others } = value;
  const next = rest.length === 0 ? to(old) : edited(old, rest, to);
  return next === undefined ? others : { ...others, [key]: next };
}

/** What somebody may put in the place of a value. */
const edit: fc.Arbitrary<(old: Json) => Json | undefined> = fc.oneof(
  fc.constant(() => undefined),
  fc.constant((old: Json) => (typeof old === "number" ? old * 2 + 1 : typeof old === "string" ? `${old}-x` : [old])),
  fc.constant((old: Json) =>
    typeof old === "number" ? Math.floor(old / 2) : typeof old === "string" ? "other" : null,
  ),
  // No file of definitions gives a member that name, and what reads JSON leaves it out.
  fc
    .jsonValue()
    .map((value) => JSON.stringify(value))
    .filter((text) => !text.includes('"__proto__"'))
    .map((text) => () => JSON.parse(text)),
);

/** Changes one object of a list at one place that is not its identity. */
const change = (list: readonly Json[], identity: readonly string[]) =>
  fc
    .nat(list.length - 1)
    .chain((at) => {
      const all = places(list[at] ?? null).filter(([first]) => first !== undefined && !identity.includes(first));
      return fc.tuple(fc.constant(at), fc.constantFrom(...all), edit);
    })
    .map(([at, place, to]) => ({ at, after: list.map((one, i) => (i === at ? edited(one, place, to) : one)) }));

describe("no change is silent", () => {
  it("in a definition: every place that differs is accounted for by a sentence about it", () => {
    fc.assert(
      fc.property(change(state.definitions, ["id", "aliases"]), ({ at, after }) => {
        const before = state.definitions[at];
        const head = compiledState.parse({ ...state, definitions: after });
        const changed = differences(before, after[at]);
        const { changes } = review(state, head);
        for (const { path } of changed) {
          const about = changes.filter(({ definition }) => definition === before?.id);
          const told = about.find(({ paths }) => paths.some((p) => within(path, p) || within(p, path)));
          expect(told?.text, path).toMatch(/\S.*\.$/);
        }
        if (changed.length === 0) expect(changes).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("in an object: it is listed, and if its definition did not change there is a sentence", () => {
    fc.assert(
      fc.property(change(state.resources, ["name", "definition", "refs", "vendor", "kind"]), ({ at, after }) => {
        const head = compiledState.safeParse({ ...state, resources: after });
        fc.pre(head.success);
        const before = state.resources[at];
        const changed = differences(before, after[at]).length > 0;
        const { changes, objects } = review(state, head.data ?? state);
        expect(objects.map(({ name }) => name)).toEqual(changed ? [before?.name] : []);
        expect(changes.length > 0).toBe(changed);
        for (const { text } of changes) expect(text).toMatch(/\S.*\.$/);
      }),
      { numRuns: 400 },
    );
  });

  it("in settings and routes", () => {
    fc.assert(
      fc.property(change([state.settings ?? {}], []), ({ after: [settings] }) => {
        const head = compiledState.safeParse({ ...state, settings });
        fc.pre(head.success);
        const changed = differences(state.settings, head.data?.settings).length > 0;
        expect(review(state, head.data ?? state).changes.length > 0).toBe(changed);
      }),
    );
    fc.assert(
      fc.property(change(state.routes ?? [], ["name"]), ({ after: routes }) => {
        const head = compiledState.safeParse({ ...state, routes });
        fc.pre(head.success);
        const changed = JSON.stringify(routes) !== JSON.stringify(state.routes);
        expect(review(state, head.data ?? state).changes.length > 0).toBe(changed);
      }),
    );
  });

  it("in what is there at all", () => {
    fc.assert(
      fc.property(fc.subarray(state.definitions), (kept) => {
        const head = { ...state, definitions: kept };
        const names = review(state, head).changes.filter(({ kind }) => kind === "removed" || kind === "re-created");
        expect(names.length).toBe(state.definitions.length - kept.length);
        expect(review(head, state).changes.filter(({ kind }) => kind === "added").length).toBeGreaterThanOrEqual(
          names.length,
        );
      }),
      { numRuns: 50 },
    );
  });
});
