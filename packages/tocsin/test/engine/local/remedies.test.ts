/** Whatever `verify` tells somebody to do, done: afterwards it finds nothing. The commands on the real engine. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Vendors } from "../../../src/app/local/files.ts";
import type { ResourceKind } from "../../../src/model/resource.ts";
import type { Finding } from "../../../src/vendors/finding.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { remedyFor } from "../../../src/verify/remedies.ts";
import { type RunningStack, startStack } from "./running-stack.ts";

let stack: RunningStack;
let vendors: Vendors;
beforeAll(async () => {
  stack = await startStack();
  vendors = stack.vendors;
});
afterAll(() => stack?.close());
const tocsin = (...args: string[]) => stack.tocsin(...args);
const findings = () => stack.findings();

type Called = "datadog" | "sentry" | "vercel" | "stripe" | "slack";

function credentials(vendor: Called): { url: string; headers: Record<string, string> } {
  if (vendor === "datadog") {
    const { url, apiKey, appKey } = vendors.datadog;
    return { url, headers: { "dd-api-key": apiKey, "dd-application-key": appKey } };
  }
  if (vendor === "stripe") return { url: vendors.stripe.url, headers: bearer(vendors.stripe.apiKey) };
  const { url = "", token = "" } = vendors[vendor] ?? {};
  return { url, headers: bearer(token) };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function call(vendor: Called, method: string, where: string, body?: unknown): Promise<unknown> {
  const { url, headers } = credentials(vendor);
  const team = vendor === "vercel" ? `${where.includes("?") ? "&" : "?"}teamId=${vendors.vercel.team}` : "";
  const form = typeof body === "string";
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  const answer = await fetch(`${url}${where}${team}`, {
    method,
    headers: body === undefined ? headers : { ...headers, "content-type": type },
    body: body === undefined ? null : form ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

const objects = z.array(jsonObject);
const idOf = (answer: unknown) => String(jsonObject.parse(answer).id);
const monitors = async () => objects.parse(await call("datadog", "GET", "/api/v1/monitor"));
async function monitor(definition: string) {
  const tag = `tocsin-id:${definition}`;
  const found = (await monitors()).find(
    ({ tags, type }) => type !== "synthetics alert" && Array.isArray(tags) && tags.includes(tag),
  );
  return jsonObject.parse(found);
}
async function test(definition: string) {
  const { tests } = z.object({ tests: objects }).parse(await call("datadog", "GET", "/api/v1/synthetics/tests"));
  return jsonObject.parse(tests.find(({ tags }) => Array.isArray(tags) && tags.includes(`tocsin-id:${definition}`)));
}
const named = async (vendor: Called, where: string, member: string | null, name: RegExp, by = "name") => {
  const answer = await call(vendor, "GET", where);
  const all = objects.parse(member === null ? answer : jsonObject.parse(answer)[member]);
  return jsonObject.parse(all.find((one) => name.test(String(one[by]))));
};
const organization = "/api/0/organizations/acme";

/** What is done to the stack, and how verify calls it. */
interface Deed {
  what: string;
  found: [Finding["class"], kind: ResourceKind | string];
  act: () => Promise<unknown>;
}

/** A deed that somebody has to take back at the vendor; `undo` does what the remedy says. */
interface Undone extends Deed {
  remedy: RegExp;
  undo: () => Promise<unknown>;
}

const restored: Deed[] = [
  {
    what: "a monitor says something else",
    found: ["changed", "monitor"],
    act: async () => {
      const { id, message } = await monitor("database/high-cpu");
      await call("datadog", "PUT", `/api/v1/monitor/${id}`, { message: `All is well. ${message}` });
    },
  },
  {
    what: "a monitor is deleted",
    found: ["missing", "monitor"],
    act: async () => call("datadog", "DELETE", `/api/v1/monitor/${(await monitor("database/disk")).id}?force=true`),
  },
  {
    what: "a monitor gets an option that no definition names",
    found: ["changed", "monitor"],
    act: async () => {
      const { id, options } = await monitor("database/down");
      await call("datadog", "PUT", `/api/v1/monitor/${id}`, {
        options: { ...jsonObject.parse(options), timeout_h: 4 },
      });
    },
  },
  {
    what: "a test that an objective counts is deleted by force",
    found: ["missing", "synthetics-test"],
    act: async () => {
      const { public_id: id } = await test("cliply-web/readyz");
      const body = { public_ids: [id], force_delete_dependencies: true };
      await call("datadog", "POST", "/api/v1/synthetics/tests/delete", body);
    },
  },
  {
    what: "a dashboard is deleted",
    found: ["missing", "dashboard"],
    act: async () => {
      const { id } = await named("datadog", "/api/v1/dashboard", "dashboards", /^\[local\] /, "title");
      await call("datadog", "DELETE", `/api/v1/dashboard/${id}`);
    },
  },
  {
    what: "a log pipeline is switched off",
    found: ["disabled", "logs-pipeline"],
    act: async () => {
      const pipeline = await named("datadog", "/api/v1/logs/config/pipelines", null, /./);
      const { id, type: _type, is_read_only: _read, ...body } = pipeline;
      await call("datadog", "PUT", `/api/v1/logs/config/pipelines/${id}`, { ...body, is_enabled: false });
    },
  },
  {
    what: "a Slack channel is taken out of the integration",
    found: ["missing", "slack-channel"],
    act: async () => {
      const where = "/api/v1/integration/slack/configuration/accounts/acme/channels";
      const { name } = await named("datadog", where, null, /alerts-local/);
      await call("datadog", "DELETE", `${where}/${encodeURIComponent(String(name))}`);
    },
  },
  {
    what: "a Sentry alert is switched off",
    found: ["disabled", "workflow"],
    act: async () => {
      const alert = await named("sentry", `${organization}/workflows/`, null, /tocsin:/);
      await call("sentry", "PUT", `${organization}/workflows/${alert.id}/`, { ...alert, enabled: false });
    },
  },
  {
    what: "a Sentry monitor is deleted",
    found: ["missing", "detector"],
    act: async () => {
      const { id } = await named("sentry", `${organization}/detectors/`, null, /tocsin:/);
      await call("sentry", "DELETE", `${organization}/detectors/${id}/`);
    },
  },
  {
    what: "a Stripe endpoint gets fewer events",
    found: ["changed", "webhook-endpoint"],
    act: async () => {
      const { id } = await named("stripe", "/v1/webhook_endpoints", "data", /./, "url");
      await call("stripe", "POST", `/v1/webhook_endpoints/${id}`, "enabled_events[0]=charge.failed");
    },
  },
  {
    what: "the crons of a project are switched off",
    found: ["disabled", "project-crons"],
    act: () => call("vercel", "PATCH", "/v1/projects/prj_tips/crons", { enabled: false }),
  },
];

it("an update with --refresh restores what verify says that it restores", async () => {
  expect(await findings()).toEqual([]);
  for (const { act } of restored) await act();
  const found = await findings();
  for (const {
    what,
    found: [named, kind],
  } of restored) {
    const own = found.filter((one) => one.class === named && one.kind === kind);
    expect(own, what).not.toEqual([]);
    for (const one of own) expect(remedyFor(one, "local"), what).toContain("`tocsin up --stack local --refresh`");
  }
  const { code, stderr } = await tocsin("up", "--stack", "local", "--refresh");
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(await findings()).toEqual([]);
});

let made = "";
const undone: Undone[] = [
  {
    what: "a monitor is cloned",
    found: ["duplicate", "monitor"],
    remedy: /^Delete the copy at the vendor/,
    act: async () => {
      const { name, type, query, message, tags, options } = await monitor("database/high-cpu");
      made = idOf(await call("datadog", "POST", "/api/v1/monitor", { name, type, query, message, tags, options }));
    },
    undo: () => call("datadog", "DELETE", `/api/v1/monitor/${made}`),
  },
  ...(
    [
      ["a monitor is made by hand", ["env:local"], /^Import it with `tocsin import`, or delete it/],
      [
        "a monitor of a removed definition is left",
        ["env:local", "managed-by:tocsin", "tocsin-id:database/gone"],
        /^If its definition was just removed/,
      ],
    ] as const
  ).map(
    ([what, tags, remedy]): Undone => ({
      what,
      found: ["unmanaged", "monitor"],
      remedy,
      act: async () => {
        const body = { type: "query alert", query: "avg(last_5m):avg:system.cpu.user{*} > 90", message: "" };
        made = idOf(await call("datadog", "POST", "/api/v1/monitor", { name: "CPU of some host", ...body, tags }));
      },
      undo: () => call("datadog", "DELETE", `/api/v1/monitor/${made}`),
    }),
  ),
  {
    what: "a global variable is made by hand",
    found: ["unmanaged", "global-variable"],
    remedy: /^Delete it at the vendor, or accept it/,
    act: async () => {
      const body = { name: "BY_HAND", description: "", tags: ["env:local"], value: { secure: false, value: "x" } };
      made = idOf(await call("datadog", "POST", "/api/v1/synthetics/variables", body));
    },
    undo: () => call("datadog", "DELETE", `/api/v1/synthetics/variables/${made}`),
  },
  {
    what: "a downtime silences a monitor",
    found: ["muted", "monitor"],
    remedy: /^End the mute at the vendor/,
    act: async () => {
      const monitor_id = (await monitor("database/high-cpu")).id;
      const attributes = { monitor_identifier: { monitor_id }, scope: "*" };
      const answer = await call("datadog", "POST", "/api/v2/downtime", { data: { type: "downtime", attributes } });
      made = idOf(jsonObject.parse(answer).data);
    },
    undo: () => call("datadog", "DELETE", `/api/v2/downtime/${made}`),
  },
  ...(
    [
      ["is made a draft", ["muted", "monitor"], { draft_status: "draft" }, { draft_status: "published" }, /^Publish/],
      [
        "is restricted to a role",
        ["changed", "monitor"],
        { restricted_roles: ["r-1"] },
        { restricted_roles: [] },
        /^Take it out at Datadog/,
      ],
    ] as const
  ).map(
    ([what, found, change, back, remedy]): Undone => ({
      what: `a monitor ${what}`,
      found: [...found],
      remedy,
      act: async () => call("datadog", "PUT", `/api/v1/monitor/${(await monitor("database/high-cpu")).id}`, change),
      undo: async () => call("datadog", "PUT", `/api/v1/monitor/${(await monitor("database/high-cpu")).id}`, back),
    }),
  ),
  {
    what: "the monitor of a test loses its message",
    found: ["changed", "synthetics-test"],
    remedy: /^Change the test's own monitor back at Datadog/,
    act: async () => {
      const { monitor_id: id, message } = await test("cliply-web/readyz");
      made = String(message);
      await call("datadog", "PUT", `/api/v1/monitor/${id}`, { message: "quiet" });
    },
    undo: async () => {
      const { monitor_id: id } = await test("cliply-web/readyz");
      await call("datadog", "PUT", `/api/v1/monitor/${id}`, { message: made });
    },
  },
  {
    what: "a DSN key is switched off",
    found: ["disabled", "project-key"],
    remedy: /^Switch the DSN key on/,
    act: async () => {
      made = idOf(await named("sentry", "/api/0/projects/acme/worker/keys/", null, /./, "id"));
      await call("sentry", "PUT", `/api/0/projects/acme/worker/keys/${made}/`, { isActive: false });
    },
    undo: () => call("sentry", "PUT", `/api/0/projects/acme/worker/keys/${made}/`, { isActive: true }),
  },
  {
    what: "the error monitor of a project is switched off",
    found: ["disabled", "error-monitor"],
    remedy: /^Switch the error monitor on in Sentry/,
    act: () => errorMonitor(false),
    undo: () => errorMonitor(true),
  },
  {
    what: "a deployment runs a cron at another time",
    found: ["changed", "cron"],
    remedy: /^An update does not change crons/,
    act: () => deploy([{ path: "/api/cron/scan-schedules", schedule: "*/5 * * * *" }]),
    undo: async () => {
      const { stdout } = await tocsin("crons", "--service", "cliply-web");
      await deploy(objects.parse(jsonObject.parse(JSON.parse(stdout)).crons));
    },
  },
];

const errorMonitor = (enabled: boolean) =>
  call("sentry", "PUT", `${organization}/detectors/50/`, { name: "Error Monitor", type: "error", enabled });

function deploy(crons: object[]): Promise<unknown> {
  const files = [{ file: "vercel.json", data: JSON.stringify({ crons }) }];
  return call("vercel", "POST", "/v13/deployments", { project: "prj_cliplyweb", target: "production", files });
}

it.each(undone)("$what: $remedy", async ({ what, found: [named, kind], act, undo, remedy }) => {
  await act();
  const found = await findings();
  expect(
    found.map((one) => [one.class, one.kind]),
    what,
  ).toEqual([[named, kind]]);
  expect(
    found.map((one) => remedyFor(one, "local")),
    what,
  ).toEqual([expect.stringMatching(remedy)]);
  await undo();
  expect(await findings()).toEqual([]);
});
