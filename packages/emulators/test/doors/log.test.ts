/** What the request log shows: no credential, no variable's value, whichever interface took it. */
import { expect, test } from "vitest";
import { createStripe } from "../../src/stripe/app.ts";
import { createWorld } from "../world.ts";

const planted = "planted-3f9b1c77e2";

/** Emulated vendors, calls that carry the credentials, and what the log shows of all of it. */
function start() {
  const world = createWorld();
  const { context } = world;
  createStripe(context);
  const { tokens } = context;
  const headers = {
    datadog: { "dd-api-key": tokens.datadog.apiKey, "dd-application-key": tokens.datadog.appKey },
    sentry: { authorization: `Bearer ${tokens.sentry.token}` },
    vercel: { authorization: `Bearer ${tokens.vercel.token}` },
    stripe: { authorization: `Bearer ${tokens.stripe.apiKey}` },
    slack: { authorization: `Bearer ${tokens.slack.token}` },
    mail: { authorization: `Bearer ${tokens.control.token}` },
    app: {},
  };
  const send = async (vendor: keyof typeof headers, method: string, path: string, body?: object | string) => {
    const type = typeof body === "string" ? "application/x-www-form-urlencoded" : "application/json";
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const init = body === undefined ? {} : { body: text };
    await context.apps.get(vendor)?.request(path, {
      method,
      headers: { ...headers[vendor], ...(body === undefined ? {} : { "content-type": type }) },
      ...init,
    });
  };
  const shown = () => JSON.stringify(context.requests.list());
  const everyToken = Object.values(tokens).flatMap((one) => Object.values<string>(one));
  return { ...world, send, shown, everyToken };
}

type Sent = Parameters<ReturnType<typeof start>["send"]>;
const variable = { key: "WORD", value: planted, type: "plain", target: ["production"] };
const env = "/v10/projects/tips/env?teamId=team_acme";

test.each<[string, Sent]>([
  ["a project's variable", ["vercel", "POST", env, variable]],
  ["several of them", ["vercel", "POST", env, [variable, { ...variable, key: "OTHER", type: "sensitive" }]]],
  ["a changed one", ["vercel", "PATCH", "/v9/projects/tips/env/env_1?teamId=team_acme", { value: planted }]],
  [
    "a deployed file",
    ["vercel", "POST", "/v13/deployments", { project: "tips", files: [{ file: "a", data: planted }] }],
  ],
  ["a variable of a deployment", ["vercel", "POST", "/v13/deployments", { env: { A_TOKEN: planted } }]],
  [
    "a variable of synthetic tests",
    ["datadog", "POST", "/api/v1/synthetics/variables", { name: "A", value: { secure: true, value: planted } }],
  ],
  [
    "a local variable of a test",
    [
      "datadog",
      "POST",
      "/api/v1/synthetics/tests/api",
      { config: { configVariables: [{ name: "A", pattern: planted, example: planted }] } },
    ],
  ],
  [
    "headers and log-in of a test",
    [
      "datadog",
      "POST",
      "/api/v1/synthetics/tests/api",
      {
        config: {
          request: {
            url: `https://me:${planted}@host.example/`,
            headers: {
              Authorization: `Bearer ${planted}`,
              "X-Cron-Secret": planted,
              Cookie: planted,
              "x-api-key": planted,
            },
            basicAuth: { username: "me", password: planted, accessKey: planted, sessionToken: planted },
          },
        },
      },
    ],
  ],
  ["a key of the query", ["sentry", "POST", `/api/1/store/?sentry_key=${planted}`, {}]],
  ["a token of the query", ["slack", "GET", `/api/auth.test?token=${planted}`]],
  ["a token of a form", ["slack", "POST", "/api/chat.postMessage", `channel=%23alerts&text=hi&token=${planted}`]],
  ["a secret in a nested form", ["stripe", "POST", "/v1/webhook_endpoints", `metadata[api_key]=${planted}`]],
  [
    "a credential in the middle of a text",
    ["slack", "POST", "/api/chat.postMessage", { text: `call it with Bearer ${planted}` }],
  ],
  ["a signing secret in a text", ["mail", "POST", "/messages", { text: `whsec_${planted.replaceAll("-", "")}` }]],
  ["what anybody sends to the app", ["app", "POST", `/api/tips?name=${planted}`, { name: planted }]],
])("the log does not show %s", async (_, sent) => {
  const { send, shown, context } = start();
  await send(...sent);
  expect(context.requests.list()).toHaveLength(1);
  expect(shown()).not.toContain(planted);
  expect(shown()).not.toContain(planted.replaceAll("-", ""));
});

test("the log shows none of the run's credentials, wherever a client puts them", async () => {
  const { send, shown, everyToken, sentry, context } = start();
  const [project] = sentry.store.projects;
  const known = [...everyToken, project?.key.public ?? "", project?.key.secret ?? ""];
  for (const token of known) {
    await send("datadog", "POST", `/api/v1/events?note=${encodeURIComponent(token)}`, {
      title: "t",
      text: `it is ${token}.`,
    });
    await send("sentry", "GET", `/api/0/projects/acme/web/keys/${token}/`);
    await send("vercel", "POST", "/v13/deployments", { name: token, meta: { [token]: "x" } });
    await send("slack", "POST", "/api/chat.postMessage", `channel=x&text=${encodeURIComponent(`a ${token} b`)}`);
  }
  expect(context.requests.list().length).toBe(known.length * 4);
  expect(known.filter((token) => shown().includes(token))).toEqual([]);
});

test("the log still shows what was asked for", async () => {
  const { send, context } = start();
  await send("vercel", "POST", env, variable);
  const monitor = { name: "High load", query: "avg(last_5m):avg:load{*} > 4", type: "metric alert", tags: ["team:a"] };
  await send("datadog", "POST", "/api/v1/monitor?x=1", {
    ...monitor,
    options: { notify_no_data: false, renotify_interval: 10 },
  });
  expect(context.requests.list()).toMatchObject([
    { path: "/v10/projects/tips/env", request: { ...variable, value: "[secret]" }, status: 201 },
    { query: { x: "1" }, request: { ...monitor, options: { notify_no_data: false, renotify_interval: 10 } } },
  ]);
});

test("of a call without a credential nothing is kept but that it was made", async () => {
  const { context } = start();
  const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
  await context.apps.get("datadog")?.request(`/api/v1/${"monitor".repeat(1_000)}?a=b`, init);
  const [entry] = context.requests.list();
  expect(entry).toMatchObject({ vendor: "datadog", query: {}, request: null, status: 403 });
  expect(entry?.path.length).toBe(1_000);
});
