import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import * as language from "../../src/model/language.ts";
import { signalKinds } from "../../src/model/signal.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { compile } from "../../src/vendors/compile.ts";
import { stack } from "../support/definitions.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/reference/definitions.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "tocsin-signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example of each signal's section, by kind: a signal and its condition. */
const examples = new Map(
  [...page.matchAll(/^### `\w+` \(`([a-z-]+)`\).*?\n([\s\S]*?)(?=^##)/gm)].map(([, kind = "", text = ""]) => [
    kind,
    /```ts\n([\s\S]+?)```/.exec(text)?.[1] ?? "",
  ]),
);

const words = `import { ${Object.keys(language).toSorted().join(", ")} } from "tocsin";`;
const common = `const common = {
  title: "Example", service: "shop", owner: "founder", severity: "ticket", route: "team",
  why: "Why.", causes: ["A cause"], firstChecks: ["A check"], recovered: "It works.", runbook: "example",
} as const;`;
/** What the examples name: a route, alerts that a composite is made of, and an objective. */
const named = `
export const team = route({ name: "team", slack: ["alerts"] });
export const errors = alert({ ...common, id: "example/errors",
  signal: search({ origin: "logs", find: {} }), condition: above(1, { per: minutes(5) }) });
export const providerDown = alert({ ...common, id: "example/provider-down",
  signal: tcpCheck({ host: "pay.example.com", port: 443, every: 60 }), condition: consecutiveFailures(2) });
export const api = objective({ id: "example/api", title: "API", service: "shop", owner: "founder", target: 99.9, window: 30,
  why: "Why.", indicator: { kind: "good-events", source: ownMetrics(),
    good: { metric: "api.ok", aggregate: "sum" }, total: { metric: "api.all", aggregate: "sum" } } });`;

const shops = { ...stack, scopes: { cluster: ["kube_cluster_name:shop-1"] } };

test.each(signalKinds)("the example of %s loads and compiles to an object", async (kind) => {
  const example = examples.get(kind);
  expect(example).toMatch(/^signal: /);
  const root = join(folder, kind);
  mkdirSync(join(root, "alerts"), { recursive: true });
  const own = `export const example = alert({ ...common, id: "example/one",\n${example}});`;
  writeFileSync(join(root, "alerts", "example.ts"), [words, common, own, named].join("\n"));
  const { definitions, routes, objectives, problems } = await loadDefinitions(root);
  expect(problems).toEqual([]);
  expect(definitions.find(({ id }) => id === "example/one")?.signal.kind).toBe(kind);
  const made = compile(definitions, routes, shops, [], { dashboards: [], objectives });
  expect(made.filter(({ definition }) => definition === "example/one")).not.toEqual([]);
});
