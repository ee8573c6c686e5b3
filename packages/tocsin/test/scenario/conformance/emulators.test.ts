import { afterAll, beforeAll, expect, it } from "vitest";
import { cleanUpAll, compareAll } from "../../../src/app/conformance/compare.ts";
import { compareLive } from "../../../src/app/conformance/live.ts";
import { type Asked, type Target, targetOf } from "../../../src/app/conformance/target.ts";
import { markOf } from "../../../src/conformance/kind.ts";
import { conformanceKinds } from "../../../src/conformance/kinds.ts";
import { type ConformanceRecord, conformanceRecord, exitCodeOf } from "../../../src/conformance/record.ts";
import { renderConformance } from "../../../src/conformance/render.ts";
import type { Json } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { VendorUnreachable } from "../../../src/vendors/http/errors.ts";
import { projectDefaults } from "../../../src/vendors/vercel/quirks.ts";
import { startWorld, type World } from "../verify/world.ts";

const root = new URL("../../../../..", import.meta.url).pathname;
/** Two sets of emulators: one plays the account. */
let worlds: World[] = [];
let account: Target;
let emulator: Target;
let runs = 0;

beforeAll(async () => {
  const project = { ...(await loadProject(root, "local")), resources: [] };
  worlds = [await startWorld({ project }), await startWorld({ project })];
  [account, emulator] = worlds.map((world) => targetOf(world.connections)) as [Target, Target];
});
afterAll(() => Promise.all(worlds.map((world) => world.close())));

type Ask = Parameters<Target["ask"]>;
/** Changes what the account answers to some calls. */
type Change = (answer: Asked, vendor: Ask[0], call: Ask[1]) => Asked;

const altered = (change: Change): Target => ({
  vendors: account.vendors,
  ask: async (vendor, call) => change(await account.ask(vendor, call), vendor, call),
});

async function compare(target: Target | null, recorded?: ConformanceRecord): Promise<ConformanceRecord> {
  const mark = markOf((++runs).toString(16).padStart(8, "0"), new Date(Date.UTC(2026, 10, 29, 14, runs)));
  const { stack } = worlds[0]?.project ?? (await loadProject(root, "local"));
  const more = recorded === undefined ? {} : { recorded };
  return compareAll({ account: target, emulator, ...more, stack, mark, say: () => {} });
}

const differences = ({ kinds }: ConformanceRecord): string[] =>
  kinds.flatMap(({ vendor, kind, call, differences: found }) =>
    found.map(({ path, emulator: here, vendor: there }) =>
      [`${vendor} ${kind} ${call}: ${path}`, JSON.stringify(here), JSON.stringify(there)].join(" | "),
    ),
  );

it("finds nothing between an account and emulators that answer alike, and leaves nothing behind", async () => {
  const record = await compare(account);
  expect(differences(record)).toEqual([]);
  expect(record.notCompared).toEqual([]);
  expect(new Set(record.kinds.map(({ kind }) => kind))).toEqual(new Set(conformanceKinds.map(({ kind }) => kind)));
  expect(renderConformance(record)).toBe("176 calls on 18 kinds: the emulators answer as the vendors do.\n");
  expect(exitCodeOf(record)).toBe(0);
  // Both that were created are in each list; of the story's deployments, the first.
  for (const { kind, answer } of record.kinds.filter(({ kind, call }) => call === "list" && kind !== "deployment")) {
    expect([kind, JSON.stringify(answer).split("tocsin-conformance").length > 2]).toEqual([kind, true]);
    const [items] = [answer.body].flatMap((one) => (Array.isArray(one) ? [one] : Object.values(Object(one))));
    expect([kind, items]).toEqual([kind, [expect.anything(), expect.anything()]]);
  }
  const { stack } = worlds[0]?.project ?? (await loadProject(root, "local"));
  expect(await cleanUpAll(account, stack)).toEqual({ deleted: [], failed: [] });
});

/** A copy with something done to what stands at a dotted path. */
function at(body: Json, path: string, change: (value: Json | undefined) => Json | undefined): Json {
  const [head = "", ...rest] = path.split(".");
  const copy: unknown = structuredClone(body);
  if (typeof copy !== "object" || copy === null) return body;
  const next: Json | undefined = Reflect.get(copy, head);
  const value = rest.length === 0 ? change(next) : at(next ?? null, rest.join("."), change);
  if (value === undefined) Reflect.deleteProperty(copy, head);
  else Reflect.set(copy, head, value);
  return JSON.parse(JSON.stringify(copy));
}

const on =
  (vendor: Ask[0], method: string, path: RegExp, change: (answer: Asked) => Asked): Change =>
  (answer, of, call) =>
    of === vendor && call.method === method && path.test(call.path) ? change(answer) : answer;
const body = (path: string, value: Json | undefined) => (answer: Asked) => ({
  ...answer,
  body: at(answer.body, path, () => value),
});
const status = (code: number) => (answer: Asked) => ({ ...answer, status: code });
const monitorPath = /^\/api\/v1\/monitor(\/\d+)?$/;

/** What the account does differently, and how it is named. */
const ways: [string, Change, string][] = [
  [
    "a member is absent",
    on("datadog", "POST", /^\/api\/v1\/monitor$/, body("options.include_tags", undefined)),
    "datadog monitor create: body.options.include_tags | true | ",
  ],
  [
    "a member is new",
    on("datadog", "POST", /^\/api\/v1\/monitor$/, body("brand_new", true)),
    "datadog monitor create: body.brand_new |  | true",
  ],
  [
    "another default",
    on("datadog", "GET", monitorPath, body("options.new_host_delay", 600)),
    "datadog monitor read: body.options.new_host_delay | 300 | 600",
  ],
  [
    "another state",
    on("datadog", "GET", monitorPath, body("overall_state", "OK")),
    'datadog monitor read: body.overall_state | "No Data" | "OK"',
  ],
  [
    "another type",
    on("datadog", "PUT", monitorPath, body("options.thresholds.critical", "2000")),
    'datadog monitor update: body.options.thresholds.critical | 2000 | "<id>"',
  ],
  [
    "the list's order is turned",
    on("datadog", "GET", /^\/api\/v1\/slo\?/, (a) => ({
      ...a,
      body: at(a.body, "data", (all) => (Array.isArray(all) ? all.toReversed() : all)),
    })),
    'datadog slo list: body.data.0.name | "tocsin-conformance" | "tocsin-conformance (2)"',
  ],
  [
    "a delete answers otherwise",
    on("datadog", "DELETE", /^\/api\/v1\/dashboard\//, status(204)),
    "datadog dashboard delete: status | 200 | 204",
  ],
  [
    "what was deleted is still there",
    on("datadog", "GET", /^\/api\/v1\/slo\/\w+$/, (a) => (a.status === 404 ? { status: 200, body: {} } : a)),
    "datadog slo read after delete: status | 404 | 200",
  ],
  [
    "an error says something else",
    on("datadog", "POST", /^\/api\/v1\/dashboard$/, (a) => (a.status === 400 ? { ...a, body: { errors: [] } } : a)),
    "datadog dashboard refuse: body.errors.0",
  ],
  [
    "a wrong body is taken",
    on("datadog", "POST", /^\/api\/v1\/logs\/config\/pipelines$/, (a) => (a.status >= 400 ? { ...a, status: 200 } : a)),
    "datadog logs-pipeline refuse: status | 400 | 200",
  ],
  [
    "a test's default",
    on("datadog", "POST", /^\/api\/v1\/synthetics\/tests\/api$/, body("options.min_failure_duration", 60)),
    "datadog synthetics-test create: body.options.min_failure_duration |  | 60",
  ],
  [
    "a log monitor has no recovery threshold",
    (answer, _, { body: sent = {} }) =>
      JSON.stringify(sent).includes("critical_recovery")
        ? { status: 400, body: { errors: ["Recovery thresholds are not for log alerts"] } }
        : answer,
    "datadog monitor a log monitor with recovery thresholds: status | 200 | 400",
  ],
  [
    "a variable is typed otherwise",
    on("datadog", "POST", /^\/api\/v1\/synthetics\/variables$/, body("is_totp", null)),
    "datadog global-variable create: body.is_totp |  | null",
  ],
  [
    "a downtime begins",
    on("datadog", "GET", /^\/api\/v2\/downtime\/[\w-]+$/, body("data.attributes.status", "active")),
    'datadog downtime read: body.data.attributes.status | "scheduled" | "active"',
  ],
  [
    "a list is not wrapped",
    on("datadog", "GET", /^\/api\/v1\/synthetics\/variables$/, (a) => ({ ...a, body: [] })),
    'datadog global-variable list: body | {"variables":',
  ],
  [
    "a monitor is switched off",
    on("sentry", "POST", /\/detectors\/$/, body("enabled", false)),
    "sentry detector create: body.enabled | true | false",
  ],
  [
    "a monitor's config grows",
    on("sentry", "GET", /\/detectors\/\d+\/$/, body("config.thresholdPeriod", 3)),
    "sentry detector read: body.config.thresholdPeriod",
  ],
  [
    "an alert is created with 200",
    on("sentry", "POST", /\/workflows\/$/, (a) => (a.status === 201 ? { ...a, status: 200 } : a)),
    "sentry workflow create: status | 201 | 200",
  ],
  [
    "a condition is completed",
    on("sentry", "PUT", /\/workflows\/\d+\/$/, body("triggers.conditions.0.comparison", { value: 1 })),
    "sentry workflow update: body.triggers.conditions.0.comparison",
  ],
  [
    "a variable's kind",
    on("vercel", "POST", /\/env\?/, body("created.type", "sensitive")),
    'vercel environment-variable create: body.created.type | "encrypted" | "sensitive"',
  ],
  [
    "a project has no more variables",
    on("vercel", "GET", /\/v10\/projects\/\w+\/env\?/, body("envs", [])),
    "vercel environment-variable list: body.envs.0",
  ],
  [
    "an endpoint stays enabled",
    on("stripe", "POST", /\/webhook_endpoints\/we_/, body("status", "enabled")),
    'stripe webhook-endpoint update: body.status | "disabled" | "enabled"',
  ],
  [
    "an endpoint's mode",
    on("stripe", "GET", /\/webhook_endpoints\/we_/, body("livemode", true)),
    "stripe webhook-endpoint read: body.livemode | false | true",
  ],
  [
    "an endpoint's answer to a second deletion",
    on("stripe", "GET", /\/webhook_endpoints\/we_/, (a) => (a.status === 404 ? { ...a, status: 410 } : a)),
    "stripe webhook-endpoint read after delete: status | 404 | 410",
  ],
  [
    "a project is created with 201",
    on("vercel", "POST", /^\/v11\/projects/, (a) => (a.status === 200 ? { ...a, status: 201 } : a)),
    "vercel project create: status | 200 | 201",
  ],
  [
    "a deployment switches the crons on",
    on("vercel", "GET", /^\/v9\/projects\/prj_/, body("crons.disabledAt", null)),
    'vercel project-crons read with crons that are off: body.crons.disabledAt | "<number>" | null',
  ],
  [
    "a redeployment keeps the marks of the first",
    (answer, vendor, { method, body: sent = {} }) =>
      vendor === "vercel" && method === "POST" && "deploymentId" in sent
        ? body("meta.conformance", "kept")(answer)
        : answer,
    'vercel deployment redeploy: body.meta.conformance |  | "<text>"',
  ],
  [
    "a redeployment is built with the variables of the first",
    on("vercel", "GET", /^\/v13\/deployments\/dpl_/, (a) =>
      JSON.stringify(a.body).includes('"ERROR"') ? body("readyState", "READY")(a) : a,
    ),
    'vercel deployment read when it is built with the variable: body.readyState | "ERROR" | "READY"',
  ],
  [
    "a message is answered without its text",
    on("slack", "POST", /^\/api\/chat.postMessage$/, body("message.text", undefined)),
    'slack message create: body.message.text | "tocsin-conformance" | ',
  ],
  [
    "a message is read back as a bot's",
    on("slack", "GET", /^\/api\/conversations.history/, body("messages.0.subtype", "bot_message")),
    'slack message read: body.messages.0.subtype |  | "bot_message"',
  ],
  [
    "a token may not delete",
    on("slack", "POST", /^\/api\/chat.delete$/, (a) => ({ ...a, body: { ok: false, error: "missing_scope" } })),
    "slack message delete: body.ok | true | false",
  ],
  [
    "a channel of Datadog's stays as it was",
    on("datadog", "PATCH", /\/slack\/configuration\//, body("display.mute_buttons", false)),
    "datadog slack-channel update: body.display.mute_buttons | true | false",
  ],
  [
    "an event destination's mode",
    on("stripe", "GET", /\/event_destinations\/ed_/, body("livemode", true)),
    "stripe event-destination read: body.livemode | false | true",
  ],
];

it("names each of the ways in which an account answers otherwise", async () => {
  expect(ways.length).toBeGreaterThanOrEqual(20);
  const all: Change = (answer, vendor, call) =>
    ways.reduce((changed, [, change]) => change(changed, vendor, call), answer);
  const record = await compare(altered(all));
  const found = differences(record);
  const unnamed = ways.filter(([, , expected]) => !found.some((line) => line.startsWith(expected)));
  expect(
    unnamed.map(([what]) => what),
    found.join("\n"),
  ).toEqual([]);
  expect(exitCodeOf(record)).toBe(1);
  const text = renderConformance(record);
  expect(text).toContain(
    "datadog monitor, read\n  body.options.new_host_delay: the emulator answers 300, datadog 600\n",
  );
  expect(text).toMatch(/\n\d+ calls on 18 kinds: \d+ answered otherwise by the emulators.\n$/);
});

it("writes no data of the account, and its file is replayed later", async () => {
  const personal: Change = (answer) => {
    const text = JSON.stringify(answer.body ?? null);
    if (!text.startsWith("{")) return answer;
    const planted = {
      creator: { name: "Jane Doe", email: "jane@acme.example" },
      org_name: "Acme Widgets",
      org_id: 4711,
    };
    return { ...answer, body: { ...JSON.parse(text), ...planted } };
  };
  const first = await compare(altered(personal));
  const text = JSON.stringify(first);
  for (const told of ["Jane", "jane@", "Widgets", "4711", "cliply", "example.com/tocsin-conformance-0"]) {
    expect(text).not.toContain(told);
  }
  expect(text).toContain("org_name");
  const file = conformanceRecord.parse(JSON.parse(text));
  expect(differences(await compare(null, file))).toEqual(differences(first));
});

it("cleans up whatever a run that was killed at any call has left", async () => {
  const { stack } = worlds[0]?.project ?? (await loadProject(root, "local"));
  const some: Target = { ...account, vendors: new Set(["vercel", "stripe"]) };
  const total = (await compare(some)).kinds.length;
  let found = 0;
  for (let killedAt = 1; killedAt <= total; killedAt++) {
    let left = killedAt;
    // From the moment on at which it is killed, nothing is sent any more, also no deletion.
    const dying: Target = {
      ...some,
      ask: (vendor, call) => {
        if (left-- <= 0) throw new VendorUnreachable(vendor, "killed");
        return account.ask(vendor, call);
      },
    };
    await compare(dying);
    found += (await cleanUpAll(account, stack)).deleted.length;
    expect(await cleanUpAll(account, stack)).toEqual({ deleted: [], failed: [] });
  }
  expect(found).toBeGreaterThan(10);
});

it("compares what is live with the same at the emulators, creates nothing there, and tells no text", async () => {
  const live = await startWorld();
  try {
    const { stack, resources } = live.project;
    const asked: string[] = [];
    const connected = targetOf(live.connections);
    // As the engine's plugin makes a project, which states more of it than a definition does.
    for (const { body: project } of resources.filter(({ kind }) => kind === "project")) {
      const path = `/v9/projects/${project.name}?teamId=${stack.vercel.team}`;
      await connected.ask("vercel", { method: "PATCH", path, body: projectDefaults });
    }
    const target: Target = {
      ...connected,
      ask: async (vendor, call) => {
        asked.push(call.method);
        const answer = await connected.ask(vendor, call);
        return /^\/api\/v1\/monitor\/\d+$/.test(call.path) ? body("options.brand_new", "secret words")(answer) : answer;
      },
    };
    const mark = markOf("0000ffff", new Date("2026-11-29T14:00:00Z"));
    const record = await compareLive({ account: target, emulator, stack, resources, mark, say: () => {} });
    expect(new Set(asked)).toEqual(new Set(["GET"]));
    expect(differences(record)).toEqual(['datadog monitor read: body.options.brand_new |  | "<text>"']);
    expect(record.notCompared).toEqual([]);
    expect(record.kinds.length).toBeGreaterThan(10);
  } finally {
    await live.close();
  }
});

it("tells what could not be compared, and says so by its exit code", async () => {
  const away: Target = {
    vendors: account.vendors,
    ask: (vendor, call) => {
      if (vendor === "stripe") throw new VendorUnreachable("Stripe", "Stripe could not be reached.");
      return account.ask(vendor, call);
    },
  };
  const record = await compare(away);
  expect(record.notCompared).toEqual([
    "stripe webhook-endpoint: Stripe could not be reached.",
    "stripe event-destination: Stripe could not be reached.",
  ]);
  expect(exitCodeOf(record)).toBe(3);
});
