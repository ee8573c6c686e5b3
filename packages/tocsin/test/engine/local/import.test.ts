/**
 * What was made by hand becomes code, with the commands as a user types them: import, fill in, up. The next update changes
 * nothing but what says whose it is; then verify finds nothing.
 */
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Json, JsonObject } from "../../../src/model/resource.ts";
import { importOpen } from "../../../src/project/imported.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { ended } from "../../support/child.ts";
import { typed } from "../../support/typed.ts";
import { variablesOf } from "./variables.ts";
import { filesUnder, root, startWorld, type World, writesIn } from "./world.ts";

let world: World;
let project: string;
const secret = "whsec_told_to_us_long_ago";

/** A project with definitions of its own; everything else is the checkout's. */
async function newProject(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-import-"));
  for (const name of ["alerts", "synthetics", "Pulumi.yaml", "Pulumi.local.yaml", "exceptions.yaml", "package.json"]) {
    await cp(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  for (const name of ["infra", "node_modules", "tsconfig.json"]) {
    await symlink(path.join(root, name), path.join(folder, name));
  }
  return folder;
}

beforeAll(async () => {
  [world, project] = await Promise.all([startWorld(), newProject()]);
});
afterAll(async () => {
  await world?.close();
  await rm(project, { recursive: true, force: true });
});

async function tocsin(...args: string[]): Promise<{ code: number; output: string }> {
  return tocsinWith({ TOCSIN_SECRET_STRIPE_WEBHOOK_SECRET: secret }, ...args);
}

async function tocsinWith(env: Record<string, string>, ...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...typed, ...args], {
    cwd: project,
    env: { ...world.childEnvironment(), ...env },
  });
  return ended(child);
}

/** A call at a vendor, as a hand makes it. */
async function call(vendor: "datadog" | "sentry" | "stripe" | "vercel", method: string, where: string, body?: object) {
  const { url, ...own } = { ...world.vendors[vendor] };
  const token = "token" in own ? own.token : "";
  const headers: Record<string, string> =
    vendor === "datadog"
      ? { "DD-API-KEY": world.vendors.datadog.apiKey, "DD-APPLICATION-KEY": world.vendors.datadog.appKey }
      : { authorization: `Bearer ${vendor === "stripe" ? world.vendors.stripe.apiKey : token}` };
  if (vendor !== "stripe") headers["content-type"] = "application/json";
  const init: RequestInit = { method, headers };
  if (body) init.body = vendor === "stripe" ? new URLSearchParams(Object.entries(body)) : JSON.stringify(body);
  const answer = await fetch(`${url}${where}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${vendor} ${method} ${where}: ${answer.status} ${text}`);
  return jsonObject.parse(JSON.parse(text));
}

/** Paths at which two versions of an object differ. */
function changed(before: Json | undefined, after: Json | undefined, at = ""): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const plain = (node: Json | undefined): node is JsonObject | Json[] => typeof node === "object" && node !== null;
  if (!plain(before) || !plain(after) || Array.isArray(before) !== Array.isArray(after)) return [at];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const member = (node: JsonObject | Json[], key: string) => (Array.isArray(node) ? node[Number(key)] : node[key]);
  return keys.flatMap((key) => changed(member(before, key), member(after, key), at === "" ? key : `${at}.${key}`));
}

const organization = "/api/0/organizations/acme";
const idOf = (object: JsonObject) => z.union([z.string(), z.number().transform(String)]).parse(object.id);

async function makeByHand() {
  const monitor = await call("datadog", "POST", "/api/v1/monitor", {
    name: "Tips uploads fail",
    type: "log alert",
    query:
      'logs("source:vercel @environment:production service:tips @proxy.path:\\"/api/uploads\\" @proxy.statusCode:[500 TO 599]").index("*").rollup("count").last("10m") > 7',
    message: "Somebody look! @slack-acme-alerts-local @founder@example.com",
    tags: ["service:tips", "team:web"],
    priority: 3,
    options: { thresholds: { critical: 7, warning: 3 }, include_tags: true, notify_audit: false, new_host_delay: 300 },
  });
  const conditions = [
    { type: "gt", comparison: 25, conditionResult: 75 },
    { type: "lte", comparison: 10, conditionResult: 0 },
  ];
  const detector = await call("sentry", "POST", `${organization}/projects/web/detectors/`, {
    type: "metric_issue",
    name: "Exports fail",
    projectId: "web",
    description: null,
    enabled: true,
    owner: null,
    dataSources: [
      {
        aggregate: "count()",
        dataset: "events",
        eventTypes: ["default", "error"],
        query: 'feature:[export, "export later"]',
        queryType: 0,
        environment: "local",
        timeWindow: 600,
        extrapolationMode: null,
      },
    ],
    conditionGroup: { logicType: "any", conditions },
    config: { detectionType: "static" },
  });
  const trigger = (type: string) => ({ type, comparison: true, conditionResult: true });
  const states = ["first_seen_event", "reappeared_event", "regression_event", "issue_resolved_trigger"];
  const slack = { targetType: "specific", targetIdentifier: "", targetDisplay: "#alerts-local" };
  const workflow = await call("sentry", "POST", `${organization}/workflows/`, {
    name: "Tell about exports",
    enabled: true,
    environment: "local",
    config: { frequency: 0 },
    detectorIds: [idOf(detector)],
    triggers: { logicType: "any-short", conditions: states.map(trigger) },
    actionFilters: [
      {
        logicType: "any",
        conditions: [],
        actions: [
          { type: "email", config: { targetType: "user", targetIdentifier: "7" }, data: {} },
          { type: "slack", integrationId: "55", config: slack, data: { notes: "exports!", tags: "service" } },
        ],
      },
    ],
  });
  const endpoint = await call("stripe", "POST", "/v1/webhook_endpoints", {
    url: "https://tips.example/api/webhooks/stripe",
    "enabled_events[0]": "payment_intent.succeeded",
    "enabled_events[1]": "charge.refunded",
    api_version: "2026-10-28.endive",
    description: "Tips payments",
  });
  const variable = await call("vercel", "POST", `/v10/projects/prj_tips/env?teamId=${world.vendors.vercel.team}`, {
    key: "STRIPE_WEBHOOK_SECRET",
    value: secret,
    type: "sensitive",
    target: ["production"],
  });
  return { monitor, detector, workflow, endpoint, variable: jsonObject.parse(variable.created) };
}

type ByHand = Awaited<ReturnType<typeof makeByHand>>;

async function readAll(made: ByHand): Promise<ByHand> {
  return {
    monitor: await call("datadog", "GET", `/api/v1/monitor/${idOf(made.monitor)}`),
    detector: await call("sentry", "GET", `${organization}/detectors/${idOf(made.detector)}/`),
    workflow: await call("sentry", "GET", `${organization}/workflows/${idOf(made.workflow)}/`),
    endpoint: await call("stripe", "GET", `/v1/webhook_endpoints/${idOf(made.endpoint)}`),
    variable: await call(
      "vercel",
      "GET",
      `/v1/projects/prj_tips/env/${idOf(made.variable)}?teamId=${world.vendors.vercel.team}`,
    ),
  };
}

/** As a person would: every placeholder becomes something. */
async function fillIn(file: string): Promise<void> {
  const text = await readFile(path.join(project, file), "utf8");
  const filled = text
    .replaceAll("<name of a page in runbooks>", "stripe-webhooks")
    .replace(/"<one of: [^"]*>"/g, '"founder-and-alerts"')
    .replace(/owner: "<[^"]*>"/g, 'owner: "founder"')
    .replace(/"<[^"]*>"/g, '"said by somebody who knows"');
  await writeFile(path.join(project, file), filled);
}

/** What a vendor notes by itself at every change: times, the state of evaluation, ids of parts. */
const bookkeeping =
  /^(modified|dateUpdated|updatedAt|overall_state(_modified)?)$|^(triggers|conditionGroup|actionFilters\.\d+)(\.(conditions|actions)\.\d+)?\.id$/;

/** Calls that could change something at a vendor. */
const writes = async () => writesIn(await world.requests());

it("an id that its vendor does not have is told, on a stack without any state too, and nothing is made", async () => {
  const monitor = world.resources.find(({ kind }) => kind === "monitor")?.name ?? "";
  const run = world.run((engine) => importOpen(engine, new Map([[monitor, "99999999"]])));
  await expect(run).rejects.toThrow(`imported.yaml, ${monitor}: its vendor has no resource 99999999.`);
  expect(await writes()).toEqual([]);
});

it("imported objects stay what they are: the next update adds only our identity, and verify is clean", async () => {
  expect((await tocsin("up", "--stack", "local")).code).toBe(0);
  const made = await makeByHand();
  const before = await readAll(made);
  await world.clearRequests();

  const importOne = async (...args: string[]) => {
    const { code, output } = await tocsin("import", ...args, "--stack", "local");
    expect(code, output).toBe(0);
    return output;
  };
  const monitor = await importOne("datadog", idOf(made.monitor));
  expect(monitor).toContain("is imported as tips/tips-uploads-fail: alerts/imported.ts, imported.yaml.");
  expect(monitor).toMatch(/monitor \d+: tags: \[… 1 equal, "team:web"\] -> \[… 1 equal, "env:local", /);
  expect(monitor).not.toMatch(/: (query|options\.thresholds|priority)/);
  const detector = await importOne("sentry", idOf(made.detector), "--as", "web/exports");
  expect(detector).toContain("manages 2 resources, and changes only:");
  expect(detector).toContain(`alert ${idOf(made.workflow)}: name: "Tell about exports"`);
  const endpoint = await importOne("stripe", idOf(made.endpoint), "--as", "tips/payments");
  expect(endpoint).toContain("set TOCSIN_SECRET_STRIPE_WEBHOOK_SECRET");
  expect([monitor, detector, endpoint].join()).not.toContain(secret);

  const lint = await tocsin("lint");
  expect(lint.code).toBe(1);
  expect(lint.output).toMatch(
    /error\[model\/placeholder\] web\/exports: why still holds a placeholder\n {2}--> alerts\/imported\.ts:\d+/,
  );
  expect(lint.output).not.toContain("model/schema");
  expect((await tocsin("up", "--stack", "local")).code).toBe(2);
  expect(await writes()).toEqual([]);
  await fillIn("alerts/imported.ts");
  expect((await tocsin("lint")).output).toContain("no problems");

  const preview = await tocsin("preview", "--stack", "local");
  expect(preview.output).toMatch(
    / = tips\/tips-uploads-fail\/monitor: import\n[\s\S]*\d to import[\s\S]*by the ids in imported\.yaml/,
  );
  expect(preview.output).not.toContain("+ tips/tips-uploads-fail");
  expect(await writes()).toEqual([]);

  const up = await tocsin("up", "--stack", "local");
  expect(up.code, up.output).toBe(0);
  expect(up.output).toContain("Imported, as imported.yaml says:");
  const after = await readAll(made);
  const differing = (name: keyof ByHand) =>
    [...new Set(changed(before[name], after[name]).map((place) => place.replace(/^tags\.\d+$/, "tags")))]
      .filter((place) => !bookkeeping.test(place))
      .sort();
  // Datadog drops an option that is stated as it is by default, and otherwise shows it. What missing data means is stated.
  expect(differing("monitor")).toEqual([
    "message",
    "name",
    "options.enable_logs_sample",
    "options.on_missing_data",
    "tags",
  ]);
  expect(differing("detector")).toEqual(["description", "name"]);
  const notes = "actionFilters.0.actions.1.data";
  expect(differing("workflow")).toEqual([
    ...[`${notes}.notes`, `${notes}.tags`, "actionFilters.0.conditions.0", "actionFilters.0.logicType"],
    ...["actionFilters.1", "name"],
  ]);
  const marks = ["metadata.managed_by", "metadata.tocsin_env", "metadata.tocsin_id"];
  expect(differing("endpoint").filter((place) => !/^enabled_events\.\d$/.test(place))).toEqual([
    "description",
    ...marks,
  ]);
  const events = ({ endpoint: { enabled_events: list } }: ByHand) => z.array(z.string()).parse(list).sort();
  expect(events(after)).toEqual(events(before));
  expect(differing("variable")).toEqual(["comment"]);
  const written = (await world.requests("vercel")).filter(
    ({ method, path: where }) => method === "PATCH" && /\/env\//.test(where),
  );
  expect(written.map(({ request }) => jsonObject.parse(request).value)).toEqual(["[secret]"]);
  expect(Object.values(await variablesOf(world.vendors, "tips"))).toContain(secret);

  const verify = await tocsin("verify", "--stack", "local", "--json");
  expect(
    z.object({ findings: z.array(z.unknown()), complete: z.boolean() }).parse(JSON.parse(verify.output)),
  ).toMatchObject({
    findings: [],
    complete: true,
  });
  expect((await tocsin("preview", "--stack", "local", "--expect-no-changes")).code).toBe(0);
  const files = [...(await filesUnder(world.directory)), ...(await filesUnder(path.join(project, "alerts")))];
  expect(files.filter(({ content }) => content.includes(secret)).map(({ file }) => file)).toEqual([]);

  const unasked = await tocsinWith({}, "up", "--stack", "local");
  expect(unasked.code).toBe(2);
  expect(unasked.output).toContain("TOCSIN_SECRET_STRIPE_WEBHOOK_SECRET");
  const again = await tocsin("import", "stripe", idOf(made.endpoint), "--stack", "local");
  expect(again.code).toBe(2);
  expect(again.output).toContain("is managed already: it is marked as tips/payments");
}, 600_000);
