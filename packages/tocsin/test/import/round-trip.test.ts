import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMonitor } from "../../src/import/datadog.ts";
import { readTest } from "../../src/import/datadog-test.ts";
import { type Draft, reading } from "../../src/import/draft.ts";
import { withDefinition } from "../../src/import/files.ts";
import { fitted } from "../../src/import/fit.ts";
import { print } from "../../src/import/print.ts";
import { readDetector } from "../../src/import/sentry.ts";
import { readEndpoint } from "../../src/import/stripe.ts";
import type { Definition } from "../../src/model/definition.ts";
import type { Project } from "../../src/model/project.ts";
import type { Resource } from "../../src/model/resource.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { loadProject } from "../../src/project/project.ts";
import { compile } from "../../src/vendors/compile.ts";
import type { LiveObject } from "../../src/vendors/live.ts";

/**
 * Every definition of the project whose kind can be imported is compiled, taken for something made by hand, and read back: it
 * must be the same alert again, in the data and in the text that is written.
 */
const root = path.resolve(import.meta.dirname, "../../../..");
const importable = ["log-count", "metric", "http-check", "sentry-errors", "sentry-spans", "stripe-events"];
const foundryKinds = [
  ...["metric", "metric-change", "metric-anomaly", "metric-forecast", "search", "service-check", "http-check"],
  ...["tls-check", "dns-check", "tcp-check", "multistep-check"],
];
let project: Project;
let own: Definition[];
/** Another team's, with signals that this project has none of. */
let foundry: Project;

beforeAll(async () => {
  project = await loadProject(root, "local");
  own = project.definitions.filter((one) => importable.includes(one.signal.kind) && !sendsSecrets(one));
  foundry = await loadProject(path.join(import.meta.dirname, "../projects/foundry"), "staging");
});

const sendsSecrets = ({ signal }: Definition): boolean =>
  signal.kind === "http-check" && Object.values(signal.headers).some((value) => typeof value !== "string");

/** A compiled object as if a hand had made it: with an id, and without our names. */
function byHand(resource: Resource, index: number): LiveObject {
  const { vendor, kind, parent } = resource;
  const vendorId = String(1000 + index);
  const body = structuredClone(resource.body);
  if (kind === "detector") body.projectId = "900";
  if (kind === "workflow") body.detectorIds = ["1000"];
  if ("tags" in body) body.tags = ["team:x"];
  return { vendor, kind, vendorId, identity: null, parent, body, properties: { id: vendorId } };
}

function draftOf(definition: Definition, { stack, routes }: Project = project): Draft {
  const objects = compile([definition], routes, stack)
    .filter((resource) => resource.definition === definition.id)
    .map(byHand);
  const [live, ...others] = objects;
  if (live === undefined) throw new Error(`${definition.id} has no object`);
  if (live.kind === "monitor") return readMonitor(live, stack);
  if (live.kind === "synthetics-test") return readTest(live, stack);
  if (live.kind === "webhook-endpoint") {
    const variable = definition.signal.kind === "stripe-events" ? (definition.signal.secretVariable ?? "") : "";
    return readEndpoint(live, others, variable, stack);
  }
  const name = "project" in definition.signal ? definition.signal.project : "";
  const monitor = { ...live, vendorId: stack.sentry.projects[name]?.errorMonitor ?? "", body: { projectId: "900" } };
  return readDetector(live, [live, monitor], others, stack);
}

/** The same alert under names that reading back makes anew: of series, and of the unit that no vendor knows. */
function essence({ signal, condition }: Pick<Definition, "signal" | "condition">) {
  if (signal.kind === "stripe-events") return { condition, signal: { ...signal, events: [...signal.events].sort() } };
  if (signal.kind !== "metric") return { signal, condition };
  const names = Object.keys(signal.series).sort(
    (a, b) => signal.expression.search(`\\b${a}\\b`) - signal.expression.search(`\\b${b}\\b`),
  );
  return { condition, series: names.map((name) => signal.series[name]), groupBy: signal.groupBy };
}

test("there is something of every kind", () => {
  expect(new Set(own.map(({ signal }) => signal.kind))).toEqual(new Set(importable));
});

test("every definition is read back as what it was, and only text and marks would change", () => {
  for (const definition of own) {
    const found = fitted(draftOf(definition), definition.id, project.routes, project.stack);
    if ("reasons" in found) throw new Error(`${definition.id}: ${found.reasons.join("; ")}`);
    if (definition.signal.kind !== "metric" || !definition.signal.expression.includes("limit:")) {
      expect(essence(found.definition), definition.id).toEqual(essence(definition));
    }
    expect(found.created).toEqual([]);
    const places = found.changes.map(({ path: place }) => place.replace(/\d+/g, "*"));
    const text = ["name", "message", "description", "tags", "comment", "metadata", "priority", "options.monitor_name"];
    const wording =
      /^(options\.(renotify_\w+|monitor_priority)|actionFilters\.\*\.actions\.\*\.data\.\w+|metadata\.\w+)$/;
    expect(
      places.filter((place) => !text.includes(place) && !wording.test(place)),
      definition.id,
    ).toEqual([]);
  }
});

test("signals of every kind that Datadog watches are read back from another team's monitors and tests", () => {
  const some = foundry.definitions.filter(({ signal }) => foundryKinds.includes(signal.kind));
  const outcome = some.map((definition) => {
    const read = reading(() => draftOf(definition, foundry));
    if ("reasons" in read) return `${definition.id}: ${read.reasons.join("; ")}`;
    const found = fitted(read.draft, definition.id, foundry.routes, foundry.stack);
    return "reasons" in found ? `${definition.id}: ${found.reasons.join("; ")}` : null;
  });
  expect(new Set(some.map(({ signal }) => signal.kind))).toEqual(new Set(foundryKinds));
  expect(outcome.filter((reason) => reason !== null)).toEqual([
    'site/log-in: it sends the variable MONITORING_PASSWORD_STAGING, whose value nobody can read here: write the definition by hand, with secrets: ["NAME"] beside its body',
    "api/graphql: it sends the header authorization, which holds a secret that nobody can read here: write the definition by hand, with { secret: NAME }",
  ]);
});

describe("the text that is written", () => {
  test("of another team's signals is, once it is filled in, what was read", async () => {
    const own = await mkdtemp(path.join(tmpdir(), "tocsin-import-"));
    const read = foundry.definitions.flatMap((definition) => {
      const drafted = foundryKinds.includes(definition.signal.kind)
        ? reading(() => draftOf(definition, foundry))
        : null;
      if (drafted === null || "reasons" in drafted) return [];
      const found = fitted(drafted.draft, definition.id, foundry.routes, foundry.stack);
      return "reasons" in found ? [] : [found.definition];
    });
    let source = "";
    const taken = new Set<string>();
    for (const definition of read) {
      const printed = print(definition, "tickets", [], taken);
      taken.add(printed.constant);
      source = withDefinition(source, printed);
    }
    await mkdir(path.join(own, "alerts"));
    const filled = source.replaceAll("<name of a page in runbooks>", "page").replace(/"<[^"]*>"/g, '"known"');
    await writeFile(path.join(own, "alerts", "imported.ts"), filled);
    const { definitions, problems } = await loadDefinitions(own);
    await rm(own, { recursive: true });
    expect(problems.filter(({ rule }) => rule !== "model/unknown-route")).toEqual([]);
    const withUnit = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll("<unit>", "known"));
    const said = ({ id, signal, condition, repeat }: Definition) => withUnit({ id, signal, condition, repeat });
    const byId = (all: readonly Definition[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map(said);
    expect(byId(definitions)).toEqual(byId(read));
    expect(definitions.length).toBeGreaterThan(15);
  });

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tocsin-import-"));
    await mkdir(path.join(folder, "alerts"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is refused until it is filled in, and is then the definition", async () => {
    let source = "";
    const taken = new Set<string>();
    for (const definition of own) {
      const found = fitted(draftOf(definition), definition.id, project.routes, project.stack);
      if ("reasons" in found) throw new Error(found.reasons.join());
      const printed = print(found.definition, found.route, ["a", "b"], taken);
      taken.add(printed.constant);
      source = withDefinition(source, printed);
    }
    const file = path.join(folder, "alerts", "imported.ts");
    await writeFile(file, source);
    const open = await loadDefinitions(folder);
    expect(open.definitions).toEqual([]);
    expect([...new Set(open.problems.map(({ rule }) => rule))]).toEqual(["model/placeholder"]);
    expect(open.problems.every((problem) => problem.file === "alerts/imported.ts" && problem.line !== null)).toBe(true);

    const filled = source.replaceAll("<name of a page in runbooks>", "page").replace(/"<[^"]*>"/g, '"known"');
    await writeFile(file, filled);
    const { definitions, problems } = await loadDefinitions(folder);
    expect(problems.filter(({ rule }) => rule !== "model/unknown-route")).toEqual([]);
    expect(definitions).toHaveLength(own.length);
    for (const definition of definitions) {
      const original = own.find(({ id }) => id === definition.id);
      if (original === undefined) throw new Error(`${definition.id} was not imported`);
      if (original.signal.kind === "metric" && original.signal.expression.includes("limit:")) continue;
      expect(essence(definition), definition.id).toEqual(essence(original));
    }
    expect(Math.max(...filled.split("\n").map((line) => line.length))).toBeLessThan(400);
  });
});
