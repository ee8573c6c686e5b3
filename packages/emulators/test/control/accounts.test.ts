/** What a team adds while its emulated vendors run, and what it cannot change then. */
import { expect, test } from "vitest";
import { z } from "zod";
import { acme } from "../../src/accounts.ts";
import { createControl } from "../../src/control.ts";
import { createWorld } from "../world.ts";

function start(changed?: () => Promise<void>) {
  const world = createWorld();
  const { context, vendors } = world;
  const control = createControl({ context, vendors, shutdown: () => {}, ...(changed && { changed }) });
  const put = async (body: object) => {
    const headers = { authorization: `Bearer ${context.tokens.control.token}`, "content-type": "application/json" };
    const answer = await control.request("/accounts", { method: "PUT", headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  return { ...world, put };
}

test("projects, channels and routes that are added are there, and what was there stays", async () => {
  const { context, put, call, slack, app } = start();
  const { accounts } = context;
  const { sentry, vercel } = accounts;
  const listed = await call("sentry", "GET", "/organizations/acme/detectors/");
  const before = z
    .array(z.object({ id: z.string(), type: z.string() }))
    .min(2)
    .parse(listed.body);
  const answer = await put({
    ...accounts,
    slack: { ...accounts.slack, channels: [...accounts.slack.channels, "watch"] },
    sentry: { ...sentry, projects: [...sentry.projects, { slug: "ferry", errorMonitor: "90" }] },
    vercel: { ...vercel, projects: [...vercel.projects, { id: "prj_ferry", name: "ferry" }] },
    app: { checks: [{ path: "/healthz", body: { afloat: true } }] },
  });
  expect(answer).toEqual({ status: 200, body: { ok: true } });
  const { body: detectors } = await call("sentry", "GET", "/organizations/acme/detectors/");
  const kept = [...before, { id: "90", type: "error" }];
  expect(detectors).toMatchObject(kept);
  expect(await call("vercel", "GET", "/v9/projects/prj_ferry")).toMatchObject({ status: 200 });
  expect(await call("vercel", "GET", "/v9/projects/prj_tips")).toMatchObject({ status: 200 });
  expect(slack.workspace.channels.map(({ name }) => name)).toEqual([
    "alerts-local",
    "alerts-staging",
    "alerts",
    "watch",
  ]);
  expect(await (await app.app.request("/healthz")).json()).toEqual({ afloat: true });
  expect((await app.app.request("/api/readyz")).status).toBe(404);
});

test("what everything hangs on is not changed: the answer names it, and nothing is done", async () => {
  const { context, put } = start();
  const before = context.accounts;
  const answer = await put({ ...before, stack: "staging", slack: { ...before.slack, account: "harbor" } });
  expect(answer).toEqual({ status: 409, body: { fixed: ["stack", "slack.account"] } });
  expect(context.accounts).toBe(before);
});

test("what describes no accounts is refused with what is wrong", async () => {
  const { put } = start();
  expect(await put({ ...acme, app: { requests: [{ path: "orders" }] } })).toMatchObject({
    status: 400,
    body: { errors: expect.arrayContaining([expect.stringContaining("app.requests.0.path: a path begins with /")]) },
  });
});

test("what cannot be written down is told in the words of the disk", async () => {
  const { context, put } = start(() => Promise.reject(new Error("ENOSPC: no space left on device, write")));
  expect(await put(context.accounts)).toEqual({
    status: 500,
    body: { errors: ["ENOSPC: no space left on device, write"] },
  });
});
