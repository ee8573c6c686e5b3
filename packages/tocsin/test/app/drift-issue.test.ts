import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { issueTarget, keepIssue } from "../../src/app/drift-issue.ts";
import type { Finding } from "../../src/vendors/finding.ts";
import type { Report } from "../../src/verify/report.ts";

interface Issue {
  number: number;
  title: string;
  body: string;
  state: string;
  labels: string[];
  comments: string[];
}

/** What we use of GitHub's issues. */
let issues: Issue[];
let server: Server;
let status: number | null;
let env: Record<string, string>;

beforeEach(async () => {
  issues = [];
  status = null;
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const answer = handle(request.method ?? "", new URL(request.url ?? "", "http://x"), text);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  env = { GITHUB_TOKEN: "planted-token", GITHUB_REPOSITORY: "acme/alerts", GITHUB_API_URL: `http://127.0.0.1:${port}` };
});
afterEach(() => server.close());

const patch = z.object({ title: z.string(), body: z.string(), state: z.string() }).partial();

function handle(method: string, { pathname, searchParams }: URL, text: string): { status: number; body: unknown } {
  if (status !== null) return { status, body: {} };
  const view = (one: Issue) => ({ ...one, html_url: `https://github.example/acme/alerts/issues/${one.number}` });
  const [, number, comments] = /^\/repos\/acme\/alerts\/issues(?:\/(\d+))?(\/comments)?$/.exec(pathname) ?? [];
  if (method === "GET") {
    const size = Number(searchParams.get("per_page"));
    const from = (Number(searchParams.get("page")) - 1) * size;
    const wanted = searchParams.get("labels") ?? "";
    const open = issues.filter((one) => one.state === searchParams.get("state") && one.labels.includes(wanted));
    return { status: 200, body: open.slice(from, from + size).map(view) };
  }
  if (method === "POST" && number === undefined) {
    const made = z.object({ title: z.string(), body: z.string(), labels: z.array(z.string()) }).parse(JSON.parse(text));
    issues.push({ ...made, number: issues.length + 1, state: "open", comments: [] });
    return { status: 201, body: view(issues.at(-1) ?? fail()) };
  }
  const found = issues.find((one) => one.number === Number(number));
  if (found === undefined) return { status: 404, body: {} };
  if (comments !== undefined) found.comments.push(z.object({ body: z.string() }).parse(JSON.parse(text)).body);
  else Object.assign(found, patch.parse(JSON.parse(text)));
  return { status: 200, body: view(found) };
}

function fail(): never {
  throw new Error("no issue was made");
}

const finding = (message: string): Finding => ({
  class: "muted",
  vendor: "datadog",
  kind: "monitor",
  vendorId: "7",
  definition: "shop/errors",
  path: null,
  expected: null,
  actual: null,
  message,
});

const report = (findings: Finding[], over: Partial<Report> = {}): Report => ({
  stack: "prod",
  checkedAt: "2026-11-21T00:00:00.000Z",
  complete: true,
  calls: {},
  resources: 2,
  signalCalls: {},
  singleCalls: {},
  findings,
  accepted: [],
  mutes: [],
  pending: [],
  breakGlass: [],
  notChecked: [],
  ...over,
});

const keep = (one: Report) => keepIssue(issueTarget(env), one, { tries: 1 });

it("opens one issue a stack, brings it up to date, and closes it when all is clean", async () => {
  expect(await keep(report([]))).toBe("No issue is open, and none is needed.");
  expect(await keep(report([finding("one")]))).toMatch(/^Opened .*issues\/1$/);
  expect(await keep(report([finding("one"), finding("two")]))).toMatch(/^Brought up to date .*issues\/1$/);
  expect(await keep(report([finding("one")], { stack: "staging" }))).toMatch(/^Opened .*issues\/2$/);
  expect(issues[0]).toMatchObject({ title: "prod: drift, 2 findings", labels: ["tocsin-drift"] });
  expect(await keep(report([]))).toMatch(/^Closed .*issues\/1$/);
  expect(issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  expect(issues[0]?.comments).toEqual(["Clean since 2026-11-21T00:00:00.000Z."]);
  expect(await keep(report([finding("again")]))).toMatch(/^Opened .*issues\/3$/);
});

it("leaves it as it is when not everything could be looked at", async () => {
  await keep(report([finding("one")]));
  expect(await keep(report([], { complete: false }))).toMatch(/left as it is/);
  expect(issues[0]?.state).toBe("open");
});

it("keeps it open for what runs behind broken glass", async () => {
  const digest = `sha256:${"0".repeat(64)}`;
  const breakGlass = [{ definition: "shop/errors", digest, reason: "fire", at: "2026-11-21T00:00:00.000Z" }];
  await keep(report([], { breakGlass }));
  expect(issues[0]).toMatchObject({ state: "open", title: "prod: 1 running under a break-glass override" });
});

it("does not touch what somebody else made to look like ours", async () => {
  const body = "<!-- tocsin drift prod -->";
  issues.push({ number: 1, title: "mine", body, state: "open", labels: [], comments: [] });
  await keep(report([finding("one")]));
  expect(issues.map(({ title }) => title)).toEqual(["mine", "prod: drift, 1 finding"]);
});

it("finds it behind a hundred others", async () => {
  const other = {
    title: "x",
    body: "<!-- tocsin drift other -->",
    state: "open",
    labels: ["tocsin-drift"],
    comments: [],
  };
  for (let number = 1; number <= 100; number++) issues.push({ ...other, number });
  await keep(report([finding("one")]));
  expect(await keep(report([finding("one")]))).toMatch(/issues\/101$/);
});

it("shows text of vendors as text, and has room for any number of findings", async () => {
  await keep(report([finding("``` @everyone <img>"), ...Array.from({ length: 3000 }, () => finding("x".repeat(200)))]));
  const body = issues[0]?.body ?? "";
  expect(body).toMatch(/````text\n[\s\S]*``` @everyone <img>[\s\S]*more lines: see the run\n````/);
  expect(body.length).toBeLessThan(65_536);
});

it.each([
  [403, /GitHub answered 403 to GET .*GITHUB_TOKEN needs `issues: write`/],
  [502, /GitHub could not be asked: GET .*: it answered 502/],
])("says what is wrong when GitHub answers %s, and shows no token", async (code, reason) => {
  status = code;
  const failed = keep(report([finding("one")]));
  await expect(failed).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(reason) });
  await expect(failed).rejects.not.toThrow("planted-token");
});

it("names what is missing in the environment", () => {
  expect(() => issueTarget({})).toThrow(/GITHUB_TOKEN .*GITHUB_REPOSITORY/);
  expect(() => issueTarget({ ...env, GITHUB_REPOSITORY: "../x/y" })).toThrow(/GITHUB_REPOSITORY/);
});
