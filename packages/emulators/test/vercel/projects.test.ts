import { expect, test } from "vitest";
import { startVercel } from "./client.ts";

test.each([
  ["none", {}, { missingToken: true }],
  ["a wrong one", { authorization: "Bearer abcdefghijklmnopqrstuvwx" }, { invalidToken: true }],
])("without the token (%s) every call is forbidden", async (_, headers, more) => {
  const { vercel } = startVercel();
  const answer = await vercel.app.request("/v9/projects?teamId=team_acme", { headers });
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: "forbidden", ...more } }]);
});

test("the team is checked, and without it the personal account is empty", async () => {
  const { call, context, vercel } = startVercel();
  expect(await call("GET", "/v9/projects?teamId=team_other")).toMatchObject({
    status: 403,
    body: { error: { code: "forbidden" } },
  });
  expect(await call("GET", "/v2/teams/acme")).toMatchObject({
    status: 200,
    body: { id: "team_acme", billing: { plan: "pro" } },
  });
  expect((await call("GET", "/v2/teams/other")).status).toBe(404);
  const headers = { authorization: `Bearer ${context.tokens.vercel.token}` };
  const list = await vercel.app.request("/v9/projects", { headers });
  expect(await list.json()).toMatchObject({ projects: [] });
  expect((await vercel.app.request("/v9/projects/cliply-web", { headers })).status).toBe(404);
});

test("projects that were there before carry the crons of their deployments, still off", async () => {
  const { call } = startVercel();
  expect((await call("GET", "/v9/projects/tips")).body).toMatchObject({
    id: "prj_tips",
    crons: {
      disabledAt: expect.any(Number),
      deploymentId: expect.stringMatching(/^dpl_/),
      definitions: [
        { host: "tips.vercel.app", path: "/api/cron/cleanup-photos", schedule: "0 3 * * *" },
        { path: "/api/cron/cleanup-idempotency-keys", schedule: "30 3 * * *" },
        { path: "/api/cron/billing-reconciliation", schedule: "0 4 * * *" },
      ],
    },
    targets: { production: { readyState: "READY", alias: ["tips.vercel.app"] } },
  });
});

test("the crons are switched off and on, and a switch that changes nothing changes nothing", async () => {
  const { call } = startVercel();
  const before = Object((await call("GET", "/v10/projects/prj_tips")).body).crons;
  expect(Object((await call("PATCH", "/v1/projects/prj_tips/crons", { enabled: false })).body).crons).toEqual(before);
  expect((await call("PATCH", "/v1/projects/prj_tips/crons", { enabled: true })).body).toMatchObject({
    crons: { disabledAt: null },
  });
  expect((await call("PATCH", "/v1/projects/prj_tips/crons", { enabled: false })).body).toMatchObject({
    crons: { disabledAt: expect.any(Number) },
  });
  for (const body of [{}, { enabled: "yes" }, { enabled: true, definitions: [] }]) {
    expect(await call("PATCH", "/v1/projects/prj_tips/crons", body)).toMatchObject({
      status: 400,
      body: { error: { code: "bad_request" } },
    });
  }
});

test.each([
  ["no name", {}, 400, "bad_request"],
  ["a name in capitals", { name: "Monitoring" }, 400, "bad_request"],
  ["a name with three dashes", { name: "a---b" }, 400, "bad_request"],
  ["a name that is taken", { name: "tips" }, 409, "conflict"],
  ["an unknown setting", { name: "monitoring", colour: "red" }, 400, "bad_request"],
  ["a Node version that is gone", { name: "monitoring", nodeVersion: "12.x" }, 400, "bad_request"],
])("a project with %s is refused", async (_, body, status, code) => {
  const { call, vercel } = startVercel();
  expect(await call("POST", "/v11/projects", body)).toMatchObject({ status, body: { error: { code } } });
  expect(vercel.store.projects.size).toBe(2);
});

test("broken JSON and unknown places are told in the vendor's form", async () => {
  const { call, send } = startVercel();
  expect(await send("POST", "/v11/projects", { body: "{" })).toMatchObject({
    status: 400,
    body: { error: { code: "invalid_json" } },
  });
  expect(await call("GET", "/v9/projects/nope")).toEqual({
    status: 404,
    body: { error: { code: "not_found", message: "Project not found." } },
  });
  expect(await call("GET", "/v9/unknown")).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
});

test("the list is paged from the newest to the oldest", async () => {
  const { call, context } = startVercel();
  for (let n = 0; n < 4; n += 1) {
    context.clock.shift(1000);
    await call("POST", "/v11/projects", { name: `p${n}` });
  }
  const names: string[] = [];
  let until: number | null = null;
  do {
    const page: unknown = (await call("GET", `/v10/projects?limit=2${until === null ? "" : `&until=${until}`}`)).body;
    names.push(...Object(page).projects.map((one: { name: string }) => one.name));
    until = Object(page).pagination.next;
  } while (until !== null);
  expect(names.slice(0, 4)).toEqual(["p3", "p2", "p1", "p0"]);
  expect(new Set(names.slice(4))).toEqual(new Set(["tips", "cliply-web"]));
  expect((await call("GET", "/v10/projects?limit=0")).status).toBe(400);
});

test("a webhook tells its secret once", async () => {
  const { call } = startVercel();
  const made = await call("POST", "/v1/webhooks", { url: "https://example.com/hook", events: ["deployment.error"] });
  expect(made.body).toMatchObject({ secret: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(Object((await call("GET", "/v1/webhooks")).body)[0]).not.toHaveProperty("secret");
  expect(
    (await call("POST", "/v1/webhooks", { url: "http://example.com/hook", events: ["deployment.error"] })).status,
  ).toBe(400);
  expect((await call("POST", "/v1/webhooks", { url: "https://example.com/hook", events: ["everything"] })).status).toBe(
    400,
  );
  expect((await call("DELETE", `/v1/webhooks/${Object(made.body).id}`)).status).toBe(204);
});

test("a project is made with its variables, and not with one that is refused", async () => {
  const { call } = startVercel();
  const variable = { key: "TOKEN", value: "x", type: "plain", target: ["production"] };
  const made = { name: "with-variables", environmentVariables: [variable] };
  expect((await call("POST", "/v11/projects", made)).status).toBe(200);
  const { body } = await call("GET", "/v10/projects/with-variables/env");
  expect(body).toMatchObject({ envs: [{ key: "TOKEN", target: ["production"] }] });
  const wrong = { name: "other", environmentVariables: [{ ...variable, key: "1X" }] };
  expect((await call("POST", "/v11/projects", wrong)).status).toBe(400);
  expect((await call("GET", "/v10/projects/other")).status).toBe(404);
});
