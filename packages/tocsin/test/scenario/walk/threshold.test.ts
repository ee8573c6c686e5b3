/**
 * How much of the tool a threshold passes: from a definition to the request, and from a vendor's answer to a finding. Counted is
 * every file of which a function runs more often with one threshold more, also those that only say that it is none of theirs, and those
 * that look beside the threshold (mutes, routes, signals). Sentry's way ends at its server, as its plugin is ours; Datadog's at what
 * is given to Datadog's plugin.
 */
import { readFileSync } from "node:fs";
import { createColors } from "picocolors";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { definitionSchema } from "../../../src/model/definition.ts";
import type { Project } from "../../../src/model/project.ts";
import type { Json } from "../../../src/model/resource.ts";
import { program } from "../../../src/program/program.ts";
import { loadProject } from "../../../src/project/project.ts";
import { sentryPart } from "../../../src/providers/sentry/part.ts";
import { propertiesOf } from "../../../src/providers/server/inputs.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { render } from "../../../src/verify/render.ts";
import { mockEngine } from "../../program/mocked.ts";
import { definition } from "../../support/definitions.ts";
import { startWorld, type World } from "../verify/world.ts";
import { filesOfOneMore } from "./files-run.ts";

const about = { service: "cliply-web", route: "founder-and-alerts" };
const watched = {
  Sentry: {
    signal: { kind: "sentry-errors", project: "web", tags: { service: ["api"] } },
    kind: "detector",
  },
  Datadog: {
    signal: { kind: "log-count", source: { kind: "vercel", service: "cliply-web" }, filter: { phrases: ["it broke"] } },
    kind: "monitor",
  },
} as const;
type Vendor = keyof typeof watched;
const written = (vendor: Vendor, critical: number, id: string) =>
  definition({
    ...about,
    id,
    title: `Errors of ${id}`,
    signal: watched[vendor].signal,
    condition: { kind: "threshold", comparison: "above", critical, window: 300, over: "total" },
  });

const asked = mockEngine();
const worlds: Partial<Record<Vendor, { one: World; two: World }>> = {};
/** Where our plugin sends to: what it makes there is no part of what is verified. */
let empty: World;
let loaded: Project;
/** Started once, as the engine starts it. */
let plugin: ReturnType<typeof sentryPart>;

const projectOf = (vendor: Vendor, ...ids: string[]): Project => {
  const definitions = ids.map((id) => written(vendor, 50, id));
  return { ...loaded, definitions, resources: compile(definitions, loaded.routes, loaded.stack) };
};
beforeAll(async () => {
  loaded = await loadProject(new URL("../../../../..", import.meta.url).pathname, "local");
  empty = await startWorld({ project: projectOf("Sentry") });
  const { url, token } = empty.connections.sentry;
  plugin = sentryPart({ SENTRY_AUTH_TOKEN: token, SENTRY_BASE_URL: url });
  for (const vendor of ["Sentry", "Datadog"] as const)
    worlds[vendor] = {
      one: await startWorld({ project: projectOf(vendor, "web/first") }),
      two: await startWorld({ project: projectOf(vendor, "web/first", "web/second") }),
    };
});
afterAll(async () => {
  await empty.close();
  for (const { one, two } of Object.values(worlds)) await Promise.all([one.close(), two.close()]);
});
const worldsOf = (vendor: Vendor) => {
  const found = worlds[vendor];
  if (found === undefined) throw new Error(`there is no world of ${vendor}`);
  return found;
};

const types = { Sentry: "tocsin:sentry:Monitor", Datadog: "datadog:index/monitorJson:MonitorJson" };

/** From data as a file of `alerts/` exports it: read, compiled, declared; and at Sentry sent by our plugin. */
async function send(vendor: Vendor, ids: readonly string[]): Promise<void> {
  asked.length = 0;
  const definitions = ids.map((id) => definitionSchema.parse(written(vendor, 50, id)));
  await program(compile(definitions, loaded.routes, loaded.stack), { production: false, secret: () => undefined });
  const made = await vi.waitFor(() => {
    const found = asked.filter(({ type }) => type === types[vendor]);
    expect(found).toHaveLength(ids.length);
    return found;
  });
  for (const { inputs } of made) await given(vendor, JSON.parse(JSON.stringify(inputs)));
}

/** What the engine gives to a plugin. Datadog's own sends the text that it is given. */
async function given(vendor: Vendor, declared: Record<string, Json>): Promise<void> {
  if (vendor === "Datadog") return expect(String(declared.monitor)).toContain("> 50");
  const handler = plugin.resources[types.Sentry];
  const { inputs, failures } = handler?.check(propertiesOf(declared), undefined, new Set()) ?? {};
  expect(failures).toEqual([]);
  const answer = await handler?.create(inputs ?? {});
  expect(JSON.stringify(answer?.outputs)).toContain('"comparison":50');
}

/** At most so many files; docs/explanation/architecture.md says the same. */
const most = { request: { Sentry: 30, Datadog: 24 }, finding: { Sentry: 21, Datadog: 22 } };

it("the page on the architecture says these numbers", () => {
  const page = readFileSync(new URL("../../../../../docs/explanation/architecture.md", import.meta.url), "utf8");
  const { request, finding } = most;
  expect(page).toContain(`code of ${request.Datadog} files on its way to Datadog's plugin and of ${request.Sentry} on`);
  expect(page).toContain(`code of ${finding.Datadog} files at Datadog and of ${finding.Sentry} at Sentry until`);
});

it.each<[Vendor, number]>([
  ["Sentry", most.request.Sentry],
  ["Datadog", most.request.Datadog],
])(
  "one more threshold at %s, from a definition to the request, runs code of at most %i files",
  async (vendor, atMost) => {
    const files = await filesOfOneMore(
      () => send(vendor, ["web/a"]),
      () => send(vendor, ["web/b", "web/c"]),
    );
    expect(files.length, files.join("\n")).toBeLessThanOrEqual(atMost);
    expect(files).toContain("vendors/compile.ts");
  },
);

/** Somebody makes it ten times as much by hand. */
async function raise(vendor: Vendor, { resource, id }: ReturnType<World["of"]>, world: World): Promise<void> {
  const text = JSON.stringify(resource.body);
  const raised = JSON.parse(
    text
      .replace('"comparison":50', '"comparison":500')
      .replace("> 50", "> 500")
      .replace('"critical":50', '"critical":500'),
  );
  if (vendor === "Datadog") await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, raised);
  else await world.call("sentry", "PUT", `/api/0/organizations/acme/detectors/${id}/`, raised);
}

it.each<[Vendor, number]>([
  ["Sentry", most.finding.Sentry],
  ["Datadog", most.finding.Datadog],
])("one more answer of %s, from the vendor to a finding, runs code of at most %i files", async (vendor, atMost) => {
  const { one, two } = worldsOf(vendor);
  await raise(vendor, two.of("web/second", watched[vendor].kind), two);
  const look = async (world: World, says: RegExp) => {
    expect(render(await world.verify(), createColors(false))).toMatch(says);
  };
  const files = await filesOfOneMore(
    () => look(one, /^(?!.*changed)/s),
    () => look(two, /^changed \(\d\)/m),
  );
  expect(files.length, files.join("\n")).toBeLessThanOrEqual(atMost);
  expect(files).toContain("verify/compare.ts");
});
