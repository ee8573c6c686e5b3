import { expect, it } from "vitest";
import { askLinks } from "../../../src/app/lint/links.ts";
import { answer, serve } from "../verify/server.ts";
import { impatient, ownStand } from "./stand.ts";

const { world, look, changed } = ownStand({ lives: false });
const validate = { path: "/monitor/validate$" };
const seen = (rules: readonly { rule: string }[]) =>
  rules.map(({ rule }) => rule).filter((rule) => rule !== "signal/never-seen");
const broken = () => changed("web-api/5xx-rate", { query: "avg(last_5m):nonsense > 5", type: "query alert" });

it("waits for a vendor that limits our rate, and is complete", async () => {
  const headers = { "x-ratelimit-reset": "1" };
  world().context.faults.add({ vendor: "datadog", match: validate, status: 429, headers, times: 1 });
  const { complete, findings } = await look(broken());
  expect([complete, seen(findings)]).toEqual([true, ["datadog/query-invalid"]]);
});

it("does not wait for ever: what was not checked is named, and the rest is told", async () => {
  const headers = { "x-ratelimit-reset": "600" };
  world().context.faults.add({ vendor: "datadog", match: validate, status: 429, headers });
  const { complete, notChecked, findings } = await look(broken(), { limits: impatient });
  expect([complete, seen(findings)]).toEqual([false, []]);
  expect(notChecked.join("\n")).toMatch(/asks to wait 600 s.*Monitor web-api\/5xx-rate\/monitor was not checked\./);
  world().context.faults.clear();
});

it.each([
  ["fails", { status: 500 }],
  ["answers in another shape", { status: 200, body: "[1]" }],
  ["breaks off", { drop: true }],
] as const)(
  "a vendor that %s at every call is named once for each thing, and nothing is called clean",
  async (_, way) => {
    for (const vendor of ["datadog", "sentry", "slack"] as const)
      world().context.faults.add({ vendor, match: {}, ...way });
    const { complete, notChecked, live } = await look(undefined, { limits: impatient });
    world().context.faults.clear();
    expect(complete).toBe(false);
    for (const name of ["Datadog", "Sentry", "Slack"]) expect(notChecked.join("\n")).toContain(name);
    expect([live.monitors, live.channels, live.sentry]).toEqual([null, null, null]);
  },
);

it("names the credential that is refused, and not the credential", async () => {
  const { connections } = world();
  const refused = { ...connections, datadog: { ...connections.datadog, appKey: "a-wrong-key-that-nobody-may-see" } };
  const told = await look(undefined, { connections: refused });
  expect(told.complete).toBe(false);
  expect(told.notChecked.join("\n")).toContain("DD_APP_KEY");
  expect(JSON.stringify(told.notChecked)).not.toContain("a-wrong-key");
});

it("tells a dead link from a page that could not be read", async () => {
  const server = await serve((request, response) => {
    const status = Number(/\d+/.exec(request.url ?? "")?.[0]);
    if (status === 302) answer(response, 302, "", { location: "/200" });
    else if (Number.isNaN(status)) request.socket.destroy();
    else answer(response, status, "page");
  });
  const { stack, definitions, resources } = world().project;
  const linking = (path: string) => {
    const [monitor] = resources.filter(({ kind }) => kind === "monitor");
    if (monitor === undefined) throw new Error("there is no monitor");
    return [
      { ...monitor, body: { ...monitor.body, message: `Runbook: ${server.url}${path} @slack-acme-alerts-local` } },
    ];
  };
  const of = (path: string) => look({ config: stack, definitions, resources: linking(path) });
  try {
    const dead = await of("/404");
    expect(dead.complete).toBe(true);
    expect(seen(dead.findings)).toEqual(["alert/runbook-link"]);
    expect(dead.findings.map(({ subject }) => subject)).toContain(`${server.url}/404`);
    expect(seen((await of("/302")).findings)).toEqual([]);
    for (const path of ["/503", "/403", "/nothing"]) {
      const unread = await of(path);
      expect([unread.complete, seen(unread.findings)]).toEqual([false, []]);
      expect(unread.notChecked.join("\n")).toContain(`${server.url}${path} could not be read`);
    }
  } finally {
    await server.close();
  }
});

it("gives up a page that never answers", async () => {
  const server = await serve(() => undefined);
  const answers = await askLinks([`${server.url}/slow`], { timeoutMs: 100, tries: 2, waitMs: 1 });
  await server.close();
  expect(answers).toMatchObject({ unanswered: [{ problem: "no answer within 0.1 s" }], calls: 2 });
});
