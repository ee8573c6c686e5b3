import { expect, it } from "vitest";
import { infer } from "../../src/absorb/infer.ts";
import { dotted, withValue } from "../../src/absorb/leaves.ts";
import { faultsOf } from "../../src/model/check.ts";
import { type Definition, definitionSchema, routeSchema } from "../../src/model/definition.ts";
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";
import { compile } from "../../src/vendors/compile.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import { definition, everybody, measured, stack } from "../support/definitions.ts";

const routes = [everybody, routeSchema.parse({ name: "founder-only", mail: ["founder"] })];

const compiled = (one: Definition): Resource[] =>
  compile([one], routes, stack).filter((resource) => resource.definition === one.id);

const bodies = (one: Definition): ReadonlyMap<string, JsonObject> | null => {
  try {
    return new Map(compiled(one).map(({ name, body }) => [name, body]));
  } catch {
    return null;
  }
};

/** What somebody did to the one resource of a definition. */
function byHand(one: Definition, change: (body: JsonObject) => JsonObject) {
  const live = new Map(
    compiled(one).map(({ name, kind, body }) => [name, { kind, body: change(structuredClone(body)) }]),
  );
  const { changes, refused, follows } = infer({
    definition: one,
    live,
    compile: bodies,
    routes: routes.map(({ name }) => name),
  });
  return {
    changes: changes.map(({ path, from, to }) => `${dotted(path)}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`),
    refused: refused.map(({ path, reason }) => `${path}: ${reason}`),
    follows: follows.map(({ path }) => path),
  };
}

const options = (body: JsonObject): JsonObject => jsonObject.parse(body.options);
const limit = (body: JsonObject, query: (text: string) => string, thresholds: JsonObject): JsonObject => ({
  ...body,
  query: query(String(body.query)),
  options: { ...options(body), thresholds },
});

it("takes over a limit, of which the message is written anew by the next update", () => {
  expect(byHand(definition(), (body) => limit(body, (text) => text.replace("> 50", "> 80"), { critical: 80 }))).toEqual(
    {
      changes: ["condition.critical: 50 -> 80"],
      refused: [],
      follows: ["message"],
    },
  );
});

it("takes over a window, a warning that is new and a recovery that is gone", () => {
  const longer = (body: JsonObject) => ({ ...body, query: String(body.query).replace('last("5m")', 'last("1h")') });
  expect(byHand(definition(), longer).changes).toEqual(["condition.window: 300 -> 3600"]);
  const warned = (body: JsonObject) => limit(body, (text) => text, { critical: 50, warning: 30 });
  expect(byHand(definition(), warned).changes).toEqual(["condition.warning: undefined -> 30"]);
  const recovering = measured({ critical: 80, recovery: 70, over: "sustained", noData: "ok" });
  const bare = (body: JsonObject) => limit(body, (text) => text, { critical: 80 });
  expect(byHand(recovering, bare).changes).toEqual(["condition.recovery: 70 -> undefined"]);
});

it("takes over texts, line by line", () => {
  const edit = (body: JsonObject) => ({
    ...body,
    message: String(body.message)
      .replace("Nobody can buy anything.", 'Customers see "an error".')
      .replace("1. Look at the last deployment", "1. Look at the shop's log"),
  });
  expect(byHand(definition(), edit)).toEqual({
    changes: [
      'why: "Nobody can buy anything." -> "Customers see \\"an error\\"."',
      'firstChecks.0: "Look at the last deployment" -> "Look at the shop\'s log"',
    ],
    refused: [],
    follows: [],
  });
});

it("takes over recipients that a route of the project notifies, and no others", () => {
  const to = (handles: string) => (body: JsonObject) => ({
    ...body,
    message: String(body.message).replace("@slack-acme-alerts-staging @founder@example.com", handles),
  });
  expect(byHand(definition(), to("@founder@example.com")).changes).toEqual(['route: "everybody" -> "founder-only"']);
  expect(byHand(definition(), to("@somebody@example.com"))).toEqual({
    changes: [],
    refused: [
      "message: it notifies @somebody@example.com, and no route of the project does: give that a name in the stack file (tocsin:people, tocsin:channels or tocsin:destinations), then absorb again",
    ],
    follows: [],
  });
});

it("says why what follows from several fields, or from none, is left", () => {
  const check = definition({
    signal: { kind: "http-check", service: "shop", path: "/readyz", every: 60, expect: { status: 200 } },
    condition: { kind: "consecutive-failures", failures: 2 },
  });
  const every = (seconds: number, failing: number) => (body: JsonObject) => ({
    ...body,
    options: { ...options(body), tick_every: seconds, min_failure_duration: failing },
  });
  expect(byHand(check, every(120, 90)).refused).toEqual([
    "options.tick_every: it follows from signal.every, and no value makes what is live of it without changing something else",
  ]);
  expect(byHand(check, every(120, 300)).changes).toEqual(["signal.every: 60 -> 120", "condition.failures: 2 -> 3"]);
  const locked = (body: JsonObject) => ({ ...body, options: { ...options(body), locked: true } });
  expect(byHand(definition(), locked).refused).toEqual(["options.locked: no field of the definition says it"]);
});

it("takes nothing that the language does not", () => {
  const long = (body: JsonObject) => ({ ...body, query: String(body.query).replace('last("5m")', 'last("7d")') });
  expect(byHand(definition(), long)).toMatchObject({
    changes: [],
    refused: [expect.stringMatching(/^query: condition.window would have to be 604800: /)],
  });
});

it("takes over the events of a webhook endpoint", () => {
  const endpoint = definition({
    signal: { kind: "stripe-events", service: "shop", path: "/stripe", events: ["invoice.paid", "charge.failed"] },
    condition: { kind: "declared" },
  });
  const events = (body: JsonObject) => ({ ...body, enabled_events: ["charge.refunded", "invoice.paid"] });
  expect(byHand(endpoint, events).changes).toEqual(['signal.events.1: "charge.failed" -> "charge.refunded"']);
  const fewer = (body: JsonObject) => ({ ...body, enabled_events: ["invoice.paid"] });
  expect(byHand(endpoint, fewer).changes).toEqual([
    'signal.events: ["invoice.paid","charge.failed"] -> ["invoice.paid"]',
  ]);
});

it("finds whatever field of this project's alerts differs, where it shows in what is compiled", async () => {
  const root = new URL("../../../..", import.meta.url).pathname;
  const project = await loadProject(root, "local");
  const compileOne = (one: Definition): ReadonlyMap<string, JsonObject> | null => {
    try {
      const own = compile([one], project.routes, project.stack).filter(({ definition: of }) => of === one.id);
      return new Map(own.map(({ name, body }) => [name, body]));
    } catch {
      return null;
    }
  };
  const missed: string[] = [];
  let found = 0;
  for (const one of project.definitions) {
    for (const field of [["condition", "critical"], ["condition", "failures"], ["why"], ["recovered"], ["owner"]]) {
      const value = field.reduce<unknown>((node, key) => Reflect.get(Object(node), key), one);
      if (value === undefined) continue;
      const other = withValue(one, field, typeof value === "number" ? value + 1 : "somebody else");
      if (!definitionSchema.safeParse(other).success || faultsOf(other).length > 0) continue;
      const after = compileOne(other);
      if (after === null || JSON.stringify([...after]) === JSON.stringify([...(compileOne(one) ?? [])])) continue;
      const kinds = new Map(project.resources.map(({ name, kind }) => [name, kind]));
      const live = new Map([...after].map(([name, body]) => [name, { kind: kinds.get(name) ?? "monitor", body }]));
      const inferred = infer({ definition: one, live, compile: compileOne, routes: [] });
      const said = inferred.changes.map(({ path }) => dotted(path));
      if (said.join() === dotted(field) && inferred.refused.length === 0) found++;
      else missed.push(`${one.id} ${dotted(field)}: ${said.join(", ")} ${JSON.stringify(inferred.refused)}`);
    }
  }
  expect(missed).toEqual([]);
  expect(found).toBeGreaterThan(200);
});
