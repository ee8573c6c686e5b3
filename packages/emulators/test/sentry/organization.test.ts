import { expect, test } from "vitest";
import { startSentry } from "./client.ts";

test.each([
  ["none", {}, "Authentication credentials were not provided."],
  ["a wrong one", { authorization: "Bearer sntryu_wrong" }, "Invalid token"],
])("without the token (%s) the answer is 401, as to every path", async (_, headers, detail) => {
  const { sentry } = startSentry();
  const answer = await sentry.app.request("/api/0/organizations/acme/detectors/", { headers });
  expect([answer.status, await answer.json()]).toEqual([401, { detail }]);
  for (const path of ["/api/0/internal/health/", "/api/0/nowhere/", "/"]) {
    expect((await sentry.app.request(path, { headers })).status, path).toBe(401);
  }
});

test.each([
  "/projects/acme/web/rules/",
  "/projects/acme/web/rules/12/",
  "/projects/acme/web/alert-rules/",
  "/organizations/acme/alert-rules/7/",
  "/organizations/acme/combined-rules/",
])("the retired %s answers 410 and says what took its place", async (path) => {
  const { call } = startSentry();
  const answer = await call("GET", path);
  expect([answer.status, answer.body]).toEqual([410, { message: "This API no longer exists." }]);
  expect(answer.headers.get("x-sentry-deprecation-date")).toBe("2026-05-14T00:00:00+00:00");
  expect(answer.headers.get("x-sentry-replacement-endpoint")).toMatch(/(workflows|detectors)\/$/);
});

test.each([
  "/organizations/other/detectors/",
  "/projects/acme/nope/",
  "/projects/acme/nope/keys/",
  "/organizations/acme/projects/nope/detectors/",
  "/organizations/acme/unknown/",
])("%s does not exist", async (path) => {
  const { call } = startSentry();
  const answer = await call(path.endsWith("nope/detectors/") ? "POST" : "GET", path);
  expect([answer.status, answer.body]).toEqual([404, { detail: "The requested resource does not exist" }]);
});

test("look-ups show the account, and every answer carries the rate limit", async () => {
  const { call, sentry } = startSentry();
  const get = async (path: string) => (await call("GET", path)).body;
  expect(await get("/organizations/acme/")).toMatchObject({ id: "1", slug: "acme" });
  expect(await get("/organizations/acme/projects/")).toMatchObject([{ slug: "web" }, { slug: "worker" }]);
  expect(await get("/organizations/acme/members/")).toMatchObject([
    { email: "founder@example.com", user: { id: "7" } },
  ]);
  expect(await get("/organizations/acme/teams/")).toMatchObject([{ id: "3", slug: "backend" }]);
  expect(await get("/organizations/acme/integrations/?provider_key=slack")).toMatchObject([
    { id: "55", status: "active" },
  ]);
  expect(await get("/organizations/acme/integrations/?provider_key=pagerduty")).toEqual([]);
  expect(await get("/projects/acme/worker/keys/")).toMatchObject([{ isActive: true, projectId: 2 }]);
  const { headers } = await call("GET", "/organizations/acme/");
  expect(Number(headers.get("x-sentry-rate-limit-remaining"))).toBeGreaterThan(0);
  expect(headers.get("x-sentry-rate-limit-reset")).toMatch(/^\d+$/);
  expect(sentry.describe("http://127.0.0.1:4000")).toMatchObject({
    organization: "acme",
    dsn: { web: expect.stringMatching(/^http:\/\/[0-9a-f]{32}@127\.0\.0\.1:4000\/1$/) },
  });
});
