import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { lintCommand } from "../../src/cli/commands/lint.ts";
import { ConfigurationError } from "../../src/model/problem.ts";
import { UsageError } from "../../src/shared/usage-error.ts";
import { dayFromNow } from "../support/days.ts";
import { printed } from "../support/printed.ts";

const language = "tocsin";
const all = mkdtempSync(join(tmpdir(), "tocsin-lint-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));

const alertText = `import { above, alert, logCount, minutes, route, vercelLogs } from ${JSON.stringify(language)};
export const r = route({ name: "everybody", mail: ["founder"], slack: ["alerts"] });
export const errors = alert({
  id: "shop/errors",
  source: ["monitoring 3.1"],
  title: "Errors",
  service: "shop",
  owner: "nobody",
  severity: "ticket",
  signal: logCount({ source: vercelLogs("shop"), filter: { phrases: ["x"] } }),
  condition: above(5, { per: minutes(5), noData: "zero" }),
  route: "everybody",
  why: "w", causes: ["c"], firstChecks: ["f"], recovered: "r", runbook: "shop",
});
`;
const stackText = `config:
  tocsin:allowDrills: true
  tocsin:runbooks: https://example.com
  tocsin:datadog: { slackAccount: acme, locations: [aws:eu-central-1] }
  tocsin:sentry: { organization: acme, environment: staging, slackIntegration: 1, projects: {} }
  tocsin:vercel: { team: t, projects: { shop: { id: p, name: shop, logEnvironment: production, url: "https://shop.example" } } }
  tocsin:supabase: { shop: { projectRef: r, connectionPool: 60 } }
  tocsin:stripe: { apiVersion: "1" }
  tocsin:people: { founder: { mail: founder@example.com, sentryUser: 7 } }
  tocsin:channels: { alerts: "#alerts-staging" }
`;

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(all, "p-"));
  mkdirSync(join(root, "alerts"));
  writeFileSync(join(root, "alerts", "shop.ts"), alertText);
  writeFileSync(join(root, "Pulumi.staging.yaml"), stackText);
});

async function run(...argv: string[]) {
  const outcome = { text: "", code: 0 };
  const program = new Command("tocsin").exitOverride();
  lintCommand(program.command("lint"), {
    root,
    env: { NO_COLOR: "1" },
    print: (text) => {
      outcome.text += text;
    },
    setExitCode: (code) => {
      outcome.code = code;
    },
  });
  await program.parseAsync(["node", "tocsin", "lint", ...argv]);
  return outcome;
}

describe("tocsin lint", () => {
  it("shows the line and the field, in text, JSON and for GitHub", async () => {
    const { text, code } = await run();
    expect(code).toBe(1);
    expect(text).toContain('error[alert/owner-unknown] shop/errors: its owner "nobody"');
    expect(text).toContain('--> alerts/shop.ts:8:3\n  |\n8 |   owner: "nobody",\n  |   ^^^^^^^^^^^^^^^\n');
    const report = printed("lint", (await run("--json")).text);
    expect(report).toMatchObject({ definitions: 1, stacks: ["staging"], complete: true, notChecked: [], calls: {} });
    expect(report.problems).toMatchObject([
      {
        rule: "alert/owner-unknown",
        line: 8,
        column: 3,
        stacks: ["staging"],
        docs: "docs/rules/alert-owner-unknown.md",
      },
    ]);
    expect((await run("--format", "github")).text).toMatch(
      /^::error file=alerts\/shop\.ts,line=8,col=3,title=alert\/owner-unknown::/,
    );
  });

  it("ends with 0 once it is suppressed, and keeps telling the reason", async () => {
    writeFileSync(
      join(root, "exceptions.yaml"),
      `- { id: alert/owner-unknown, at: shop/errors, until: ${dayFromNow(30)}, reason: the new one starts soon }`,
    );
    const { text, code } = await run();
    expect(code).toBe(0);
    expect(text).toContain("the new one starts soon");
    expect(text).toContain("1 definitions (compiled for staging), no problems.");
  });

  it("refuses an exceptions.yaml that cannot be used", async () => {
    writeFileSync(join(root, "exceptions.yaml"), "- { id: alert/everything }");
    await expect(run()).rejects.toThrow(ConfigurationError);
  });

  it("judges a definition that is impossible not twice, and calls no suppression unused that it could not try", async () => {
    writeFileSync(join(root, "alerts", "shop.ts"), alertText.replace("above(5,", "above(-5,"));
    writeFileSync(
      join(root, "exceptions.yaml"),
      `- { id: alert/owner-unknown, at: shop/errors, until: ${dayFromNow(30)}, reason: the new one starts soon }`,
    );
    const { problems } = printed("lint", (await run("--json")).text);
    expect(problems.map(({ rule }) => rule)).toEqual(["model/always-true"]);
  });

  it("leaves a stack file alone that is not filled in, and wants it filled in when it is named", async () => {
    writeFileSync(join(root, "Pulumi.prod.yaml"), stackText.replace("team: t,", "team: <team id>,"));
    const problems = async (...argv: string[]) => printed("lint", (await run("--json", ...argv)).text).problems;
    expect((await problems()).map(({ rule }) => rule)).toEqual(
      ["stack/shared-channel", "alert/owner-unknown"].slice(1),
    );
    expect((await problems("--stack", "prod")).map(({ rule }) => rule)).toEqual(["stack/placeholder"]);
  });

  it("finds a channel that production has too, although production is not filled in", async () => {
    const prod = stackText.replace("team: t,", "team: <team id>,").replace("allowDrills: true", "allowDrills: false");
    writeFileSync(join(root, "Pulumi.prod.yaml"), prod);
    const { problems } = printed("lint", (await run("--json")).text);
    expect(problems.map(({ rule, file, line, column }) => [rule, file, line, column])).toContainEqual([
      "stack/shared-channel",
      "Pulumi.staging.yaml",
      10,
      22,
    ]);
  });

  it("judges by a history how often it fires", async () => {
    const values = Array.from({ length: 60 * 24 * 7 }, (_, i) => (i % 60 === 0 ? 100 : 0));
    const file = join(root, "history.json");
    const series = { lines: [{ from: "2026-11-01T00:00:00Z", values }] };
    writeFileSync(file, JSON.stringify({ definitions: { "shop/errors": { series } } }));
    const report = printed("lint", (await run("--json", "--history", file)).text);
    expect(report.problems.map(({ rule }) => rule)).toEqual(["alert/owner-unknown", "alert/fires-too-often"]);
    writeFileSync(file, JSON.stringify({ definitions: { "shop/other": { series } } }));
    const without = printed("lint", (await run("--json", "--history", file)).text);
    expect(without.notChecked.join()).toContain("1 definitions");
  });

  it.each([
    [["--online"], "--online needs --stack"],
    [["--base", "x.json"], "--base goes with --online"],
    [["--online", "--stack", "staging", "--base", "missing.json"], "missing.json cannot be read: no such file."],
    // Of the vendors that its alerts are at: nobody needs credentials of another.
    [
      ["--online", "--stack", "staging"],
      "Set DD_API_KEY, DD_APP_KEY in the environment: without them datadog cannot be read.",
    ],
  ])("refuses %j", async (argv, message) => {
    const refused = run(...argv);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });
});
