import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTests, runTests } from "../../../src/app/alert-tests/run.ts";
import { finishInterrupted } from "../../../src/app/init/write.ts";
import { loadDefinitions } from "../../../src/project/definitions.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";
import { FirstDay, flags } from "./first-day.ts";

let day: FirstDay;
beforeEach(async () => {
  day = await FirstDay.begin();
});
afterEach(() => day.end());

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

describe("a first day", () => {
  beforeEach(() => day.commit());

  test("with everything found: examples go, the stack file is filled in, lint is clean", async () => {
    const { code, output } = await day.init([...flags, "--yes", "--starters", "--health", "tips=/api/readyz"]);
    expect(code, output).toBe(0);
    expect(output).toContain("no problems");
    const { definitions } = await loadDefinitions(day.folder);
    const { report } = runTests(readTests(day.folder, definitions).tests, definitions);
    expect([report.tests.filter(({ ok }) => !ok), report.untested]).toEqual([[], []]);
    expect(definitions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["cliply-web/5xx-rate", "tips/5xx-rate", "tips/health"]),
    );
    const files = await day.files();
    expect(Object.keys(files).filter((file) => /^(alerts|synthetics|test)\//.test(file))).toEqual([
      ...["alerts/cliply-web.ts", "alerts/routes.ts", "alerts/tips.ts", "synthetics/README.md"],
      ...["test/alerts/cliply-web.test.yaml", "test/alerts/tips.test.yaml"],
    ]);
    expect(files["Pulumi.prod.yaml"]).not.toContain("<");
    expect(files["Pulumi.prod.yaml"]).toMatch(/slackIntegration: "55"[\s\S]*errorMonitor: "50"[\s\S]*id: prj_tips/);
    expect(files["Pulumi.prod.yaml"]).toMatch(/founder:\s+mail: founder@example.com\s+sentryUser: "7"/);
    expect(files["Pulumi.staging.yaml"]).toContain("npx tocsin init --stack staging");
    expect(files["test/playbooks.yaml"]).toBeUndefined();
    // It only asks: nothing is written at a vendor.
    expect(day.calls.filter((call) => !call.includes(" GET "))).toEqual([]);
  });

  test("a second stack leaves what all share alone", async () => {
    await day.init([...flags, "--ticket", "#tickets", "--yes", "--starters"]);
    const before = await day.files();
    const staging = flags.map((flag) => (flag === "prod" ? "staging" : flag.replace("#alerts", "#alerts-staging")));
    const { code, output } = await day.init([...staging, "--yes"]);
    expect(code, output).toBe(0);
    const after = await day.files();
    const differing = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(differing).toEqual(["Pulumi.staging.yaml", "init.yaml"]);
    expect(after["Pulumi.staging.yaml"]).toContain('page: "#alerts-staging"');
  });

  test("at a terminal, each question is asked, and a wrong answer is asked again", async () => {
    const { code, output, asked } = await day.init(
      [],
      [
        ...["Prod!", "prod", "sentry,vercel", "acme", "", "team_acme", "#alerts, founder@example.com", "", "", ""],
        ...["not an address", "https://docs.example/runbooks", "web", ""],
      ],
    );
    expect(code, output).toBe(0);
    expect(asked.filter((text) => text.startsWith("Name of the stack"))).toHaveLength(2);
    expect(asked).toContain("Who gets tickets [#alerts]: ");
    const settings = await day.read("Pulumi.prod.yaml");
    expect(settings).toMatch(/projects:\s+web:/);
    expect(settings).toContain("environment: production");
  });

  test("a vendor's text is data: no escape sequence reaches the terminal or ends a string", async () => {
    const { datadog } = {
      datadog: { "DD-API-KEY": day.env.DD_API_KEY ?? "", "DD-APPLICATION-KEY": day.env.DD_APP_KEY ?? "" },
    };
    const name = 'odd \u001b[31m "quotes" `ticks` {x} </script>\n<placeholder>';
    await day.send("datadog", "/api/v1/monitor", {
      method: "POST",
      headers: { ...datadog, "content-type": "application/json" },
      body: JSON.stringify({
        name,
        type: "query alert",
        query: "avg(last_5m):avg:a.b{*} > 1",
        message: "<who is told?>",
        options: { thresholds: { critical: 1 } },
      }),
    });
    const { code, output } = await day.init([...flags, "--yes"]);
    expect(code, output).toBe(0);
    expect(output).not.toContain("\u001b[31m");
    expect(await day.read("alerts/kept/prod/datadog.ts")).toContain('message: "<who is told?>"');
  });
});

describe("what could not be told is said, and left open", () => {
  beforeEach(() => day.commit());

  test.each<[string, () => unknown, RegExp]>([
    ["no credentials", () => Reflect.deleteProperty(day.env, "SENTRY_AUTH_TOKEN"), /Set SENTRY_AUTH_TOKEN/],
    ["a wrong token", () => day.faults.set("sentry", () => json(401, { detail: "Invalid token" })), /Sentry refused/],
    ["a vendor that is down", () => day.faults.set("sentry", () => json(503, {})), /Sentry/],
    ["a rate limit", () => day.faults.set("sentry", () => json(429, {}, { "retry-after": "3600" })), /Sentry/],
    [
      "an answer of another form",
      () => day.faults.set("sentry", () => json(200, [{ id: 7 }])),
      /Sentry.*(unexpected|expected)/,
    ],
  ])("%s: the rest goes on, exit code 3", async (_name, wrong, sentence) => {
    wrong();
    const { code, output } = await day.init([...flags, "--yes", "--sentry-projects", "web,worker"]);
    expect(code, output).toBe(3);
    expect(output).toMatch(/Could not be told/);
    expect(output).toMatch(sentence);
    expect(output).toContain("the error monitor of Sentry's project web");
    const settings = await day.read("Pulumi.prod.yaml");
    expect(settings).toContain("errorMonitor: <id of its error monitor>");
    expect(settings).toContain("id: prj_tips");
    expect(output).not.toContain(day.env.DD_API_KEY);
  });

  test("one list that may not be read hides none of the others", async () => {
    day.faults.set("datadog", (where) =>
      where.startsWith("/api/v1/slo") ? json(403, { errors: ["Forbidden"] }) : undefined,
    );
    const { code, output } = await day.init([...flags, "--yes"]);
    expect(code, output).toBe(3);
    expect(output).toMatch(/Datadog refused to list objectives/);
    expect(output).not.toContain("refused to list monitors");
  });
});

describe("nothing is written", () => {
  let before: Record<string, string>;
  beforeEach(async () => {
    day.commit();
    before = await day.files();
  });
  const refused = async (args: readonly string[], reason: RegExp, answers: readonly string[] | null = null) => {
    const run = day.init(args, answers);
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(reason);
    expect(await day.files()).toEqual(before);
  };

  test("without a terminal, answers or --yes: every flag that is missing is named at once", async () => {
    await refused([], /--stack: [\s\S]*--vendors: [\s\S]*--page: [\s\S]*--owner: [\s\S]*--services: /);
    expect(day.calls).toEqual([]);
  });

  test("with --yes, for what nobody can guess", async () => {
    await refused(["--yes", "--stack", "prod"], /--sentry-organization: [\s\S]*--vercel-team: [\s\S]*--page: /);
  });

  test.each<[string, string[], RegExp]>([
    ["a stack that is none", ["--stack", "Prod!"], /--stack: a stack is named/],
    ["a vendor that is none", ["--vendors", "pingdom"], /--vendors: use some of/],
    ["a recipient that is none", ["--page", "everybody"], /--page: "everybody" is neither/],
    ["a key of the other mode", ["--stripe-mode", "live"], /--stripe-mode: STRIPE_API_KEY is a key of test mode/],
    ["an address that is none", ["--url", "web=ftp:x"], /--url: "web=ftp:x" is not of the form/],
  ])("for %s", async (_name, args, reason) => {
    await refused([...flags, "--yes", ...args], reason);
  });

  test("when the answers end in the middle", async () => {
    await refused([], /Nobody answers any more/, ["prod"]);
  });

  test("with --dry-run, which shows what would be", async () => {
    const { code, output } = await day.init([...flags, "--yes", "--dry-run"]);
    expect(code).toBe(0);
    expect(output).toMatch(/Would be written[\s\S]*replace +Pulumi\.prod\.yaml[\s\S]*remove +alerts\/billing\.ts/);
    expect(await day.files()).toEqual(before);
  });

  test("when an example was changed and not committed", async () => {
    await day.write("alerts/billing.ts", `${await day.read("alerts/billing.ts")}\n// mine\n`);
    await day.write("alerts/new.ts", "// mine too\n");
    before = await day.files();
    await refused([...flags, "--yes"], /would be lost:\n {2}alerts\/billing\.ts\n {2}alerts\/new\.ts\n/);
    const { code, output } = await day.init([...flags, "--yes", "--force"]);
    expect(code, output).toBe(0);
    expect(await day.read(".local/replaced/alerts/billing.ts")).toContain("// mine");
  });

  test("when alerts/ holds definitions of the team's own", async () => {
    const text = (await day.read("alerts/web-api.ts")).replaceAll('service: "cliply-web"', 'service: "shop"');
    await day.write("alerts/web-api.ts", text);
    day.commit();
    before = await day.files();
    await refused([...flags, "--yes"], /hold definitions of your own \(/);
  });

  test("when the stack file was changed since the last run", async () => {
    await day.init([...flags, "--yes"]);
    await day.write(
      "Pulumi.prod.yaml",
      (await day.read("Pulumi.prod.yaml")).replace("connectionPool: 60", "connectionPool: 90"),
    );
    before = await day.files();
    await refused([...flags, "--yes"], /would be lost:\n {2}Pulumi\.prod\.yaml/);
  });
});

test("without git nothing is lost: what is replaced is kept beside", async () => {
  const { code, output } = await day.init([...flags, "--yes"]);
  expect(code, output).toBe(0);
  expect(await day.read(".local/replaced/alerts/billing.ts")).toContain("billing/webhook-handler-errors");
});

test("what a hand has changed since stays, and is told", async () => {
  day.commit();
  await day.init([...flags, "--yes"]);
  await day.write("alerts/routes.ts", `${await day.read("alerts/routes.ts")}\n// ours\n`);
  const { code, output } = await day.init([...flags, "--ticket", "#tickets", "--yes"]);
  expect(code, output).toBe(0);
  expect(output).toMatch(/Left as you have changed them\n {2}alerts\/routes\.ts/);
  expect(await day.read("alerts/routes.ts")).toContain("// ours");
  expect(await day.read("Pulumi.prod.yaml")).toContain('ticket: "#tickets"');
});

test("a run that was killed while it wrote is finished by the next command", async () => {
  const folder = path.join(day.folder, ".local", "init");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "1"), "second\n");
  const journal = [
    { path: "lint.yaml", staged: "0" },
    { path: "runbooks/first-look.md", staged: "1" },
    { path: "alerts/billing.ts", staged: null },
  ];
  // The first file is in its place already: the kill came after it.
  await day.write("lint.yaml", "[]\n");
  await writeFile(path.join(folder, "journal.json"), JSON.stringify(journal));
  expect(finishInterrupted(day.folder)).toBe(true);
  const files = await day.files();
  expect(files["lint.yaml"]).toBe("[]\n");
  expect(files["runbooks/first-look.md"]).toBe("second\n");
  expect(files["alerts/billing.ts"]).toBeUndefined();
  expect(finishInterrupted(day.folder)).toBe(false);
});
