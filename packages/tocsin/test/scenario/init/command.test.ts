import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { projectFiles } from "../../../../create-tocsin/src/project-files.ts";
import { choices } from "../../../../create-tocsin/test/choices.ts";
import { readTests, runTests } from "../../../src/app/alert-tests/run.ts";
import { finishInterrupted } from "../../../src/app/files/write-all.ts";
import { loadDefinitions } from "../../../src/project/definitions.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";
import { FirstDay, flags } from "./first-day.ts";

/** Flags about a stack's vendors, for a project that has routes. */
const vendorFlags = (stack: string) => {
  const routes = flags.indexOf("--page");
  return flags
    .map((flag) => (flag === "prod" ? stack : flag))
    .filter((flag, at) => at < routes || /runbooks/.test(flag));
};
/** What the routes of a first run name: the channel of pages, and the one of tickets where it is another. */
const bound = (page: string, ticket?: string) => [
  ...["--channel", `page=${page}`, ...(ticket === undefined ? [] : [`ticket=${ticket}`])],
  ...["--person", "founder=founder@example.com"],
];

let day: FirstDay;
beforeEach(async () => {
  day = await FirstDay.begin();
});
afterEach(() => day.end());

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

describe("a first day", () => {
  beforeEach(() => day.commit());

  test("with everything found: the stack file is filled in, lint is clean", async () => {
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
      ...["alerts/cliply-web.ts", "alerts/routes.ts", "alerts/tips.ts"],
      ...["test/alerts/cliply-web.test.yaml", "test/alerts/tips.test.yaml"],
    ]);
    expect(files["Pulumi.prod.yaml"]).not.toContain("<");
    expect(files["Pulumi.prod.yaml"]).toMatch(/slackIntegration: "55"[\s\S]*errorMonitor: "50"[\s\S]*id: prj_tips/);
    expect(files["Pulumi.prod.yaml"]).toMatch(/founder:\s+mail: founder@example.com\s+sentryUser: "7"/);
    expect(files["Pulumi.staging.yaml"]).toContain("npx tocsin init --stack staging");
    // It only asks: nothing is written at a vendor. A question about log lines does not fit into an address.
    const question = "datadog POST /api/v2/logs/analytics/aggregate";
    expect(day.calls.filter((call) => !call.includes(" GET ") && call !== question)).toEqual([]);
  });

  test("an account with names of its own: the stack file says them, and what Vercel does not forward is told", async () => {
    const line = { ddsource: "vercel", service: "tips", projectName: "tips", source: "lambda", message: "GET / 200" };
    const named = { ...line, ddtags: "env:production", vercel: { requestId: "r1" } };
    const headers = { "dd-api-key": day.env.DD_API_KEY ?? "", "content-type": "application/json" };
    await day.send("datadog", "/api/v2/logs", { method: "POST", headers, body: JSON.stringify([named]) });
    const drain = { name: "Datadog", schemas: { log: {} }, sampling: [{ type: "head_sampling", rate: 0.25 }] };
    day.faults.set("vercel", (where) => (where.startsWith("/v1/drains") ? json(200, { drains: [drain] }) : undefined));
    const { code, output } = await day.init([...flags, "--yes", "--starters"]);
    expect(code, output).toBe(0);
    const { "Pulumi.prod.yaml": prod = "", "Pulumi.staging.yaml": staging = "" } = await day.files();
    expect(prod).toMatch(/vercelLogs:\s+requestId: "@vercel.requestId"\s+environment: env\n/);
    expect(staging).not.toContain("vercelLogs");
    expect(output).toContain("request id: @vercel.requestId, environment: env");
    expect(output).toContain("log lines of tips: the drain Datadog forwards 25 % of the lines.");
    expect(output).toContain("no problems");
  });

  test("a second stack leaves what all share alone", async () => {
    await day.init([...flags, "--ticket", "#tickets", "--yes", "--starters"]);
    const before = await day.files();
    const staging = [...vendorFlags("staging"), ...bound("#alerts-staging", "#tickets-staging")];
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
    expect(await day.read("alerts/imported/prod/datadog.ts")).toContain('message: "<who is told?>"');
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
    expect(output).toMatch(/Could not be read/);
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
    expect(output).toMatch(/Would be written[\s\S]*replace +Pulumi\.prod\.yaml[\s\S]*create +alerts\/routes\.ts/);
    expect(await day.files()).toEqual(before);
  });

  test("when a stack file was filled in by hand and not committed", async () => {
    await day.write("Pulumi.prod.yaml", 'config: { "tocsin:runbooks": "https://mine.example" }\n');
    before = await day.files();
    await refused([...flags, "--yes"], /would be lost:\n {2}Pulumi\.prod\.yaml\n/);
    const { code, output } = await day.init([...flags, "--yes", "--force"]);
    expect(code, output).toBe(0);
    expect(await day.read(".local/replaced/Pulumi.prod.yaml")).toContain("mine.example");
  });

  test("for flags about routes where the project has its own", async () => {
    await day.init([...flags, "--yes"]);
    before = await day.files();
    await refused(
      [...flags, "--yes"],
      /has routes already, which stay: say --channel page=#channel --person founder=address/,
    );
  });

  test("for names of routes where there is none", async () => {
    await refused(
      [...flags, "--yes", "--channel", "alerts=#alerts"],
      /--channel does not apply\. There is no route yet/,
    );
  });

  test("when the stack file was changed since the last run", async () => {
    await day.init([...flags, "--yes"]);
    await day.write(
      "Pulumi.prod.yaml",
      (await day.read("Pulumi.prod.yaml")).replace("logEnvironment: production", "logEnvironment: preview"),
    );
    before = await day.files();
    await refused([...vendorFlags("prod"), ...bound("#alerts"), "--yes"], /would be lost:\n {2}Pulumi\.prod\.yaml/);
  });
});

describe("a folder with other files", () => {
  const manifest =
    '{ "name": "shop", "type": "module", "scripts": { "test": "vitest" }, "devDependencies": { "typescript": "5.9.3" } }\n';

  test("becomes a project: what is there stays, what it lacks is written", async () => {
    await day.end();
    day = await FirstDay.begin(
      new Map([
        ["package.json", manifest],
        ["README.md", "# Shop\n"],
      ]),
    );
    const { code, output } = await day.init([...flags, "--yes", "--starters"]);
    expect(code, output).toBe(0);
    const files = await day.files();
    expect([files["README.md"], files["package.json"]]).toEqual(["# Shop\n", manifest]);
    // Its own script keeps its name, and what it depends on already is not asked for again.
    expect(output).toMatch(/npm install .*@pulumi\/pulumi@\S+ .*tocsin@/);
    expect(output).toMatch(/npm install -D tocsin-emulators@\S+ tocsin-fake-providers@\S+\n/);
    expect(output).toContain('npm pkg set "scripts.start=tocsin start"');
    expect(output).toContain('npm pkg set "scripts.alerts:test=tocsin lint');
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        ...["Pulumi.yaml", "infra/index.ts", "Pulumi.local.yaml", "Pulumi.staging.yaml", "Pulumi.prod.yaml"],
        ...[".github/workflows/alerts.yml", "alerts/routes.ts", "tsconfig.json"],
      ]),
    );
  });
});

describe("a project as it was created", () => {
  const created = projectFiles(choices(["datadog", "sentry", "vercel"]));
  const names = ["--channel", "alerts=#alerts-staging", "--person", "oncall=founder@example.com"];
  const services = [
    "--services",
    "shop=cliply-web,back-office=tips",
    "--sentry-projects",
    "shop=web,back-office=worker",
  ];

  test("gets a stack filled in, and keeps its alerts and routes", async () => {
    await day.end();
    day = await FirstDay.begin(created);
    day.commit();
    const { code, output } = await day.init([...vendorFlags("staging"), ...names, ...services, "--yes"]);
    expect(code, output).toBe(0);
    const files = await day.files();
    const differing = Object.keys(files).filter((file) => files[file] !== created.get(file));
    expect(differing).toEqual(["Pulumi.staging.yaml", "init.yaml"]);
    expect(files["Pulumi.staging.yaml"]).not.toContain("<");
    expect(files["Pulumi.staging.yaml"]).toMatch(/alerts: "#alerts-staging"/);
    expect(files["Pulumi.staging.yaml"]).toMatch(/shop:\s+slug: web/);
  });

  test("every name that is not bound is asked for at once", async () => {
    await day.end();
    day = await FirstDay.begin(created);
    await expect(day.init([...vendorFlags("staging"), ...services, "--yes"])).rejects.toThrow(
      /--channel alerts: [\s\S]*--person oncall: /,
    );
  });
});

test("what Sentry makes by itself and bare crons are no estate: a team with nothing gets first alerts", async () => {
  const { code, output } = await day.init([...flags, "--yes"]);
  expect(code, output).toBe(0);
  expect(output).toContain("monitors: 4");
  expect(Object.keys(await day.files())).toEqual(expect.arrayContaining(["alerts/cliply-web.ts", "alerts/tips.ts"]));
});

test("without git nothing is lost: what is replaced is kept beside", async () => {
  const { code, output } = await day.init([...flags, "--yes"]);
  expect(code, output).toBe(0);
  expect(await day.read(".local/replaced/Pulumi.prod.yaml")).toContain("<https address>");
});

test("what a hand has changed since stays", async () => {
  day.commit();
  await day.init([...flags, "--yes"]);
  await day.write("alerts/routes.ts", `${await day.read("alerts/routes.ts")}\n// ours\n`);
  const { code, output } = await day.init([...vendorFlags("prod"), ...bound("#tickets"), "--yes"]);
  expect(code, output).toBe(0);
  expect(await day.read("alerts/routes.ts")).toContain("// ours");
  expect(await day.read("Pulumi.prod.yaml")).toContain('page: "#tickets"');
});

test("a run that was killed while it wrote is finished by the next command", async () => {
  const folder = path.join(day.folder, ".local", "writing");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "1"), "second\n");
  const journal = [
    { path: "exceptions.yaml", staged: "0" },
    { path: "runbooks/first-look.md", staged: "1" },
  ];
  // The first file is in its place already: the kill came after it.
  await day.write("exceptions.yaml", "[]\n");
  await writeFile(path.join(folder, "journal.json"), JSON.stringify(journal));
  expect(finishInterrupted(day.folder)).toBe(true);
  const files = await day.files();
  expect(files["exceptions.yaml"]).toBe("[]\n");
  expect(files["runbooks/first-look.md"]).toBe("second\n");
  expect(finishInterrupted(day.folder)).toBe(false);
});
