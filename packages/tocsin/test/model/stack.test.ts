import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseStack } from "../../src/model/parse-stack.ts";
import { ConfigurationError } from "../../src/model/problem.ts";
import { vercelNames } from "../support/definitions.ts";

const source = readFileSync("Pulumi.local.yaml", "utf8");
const config = (): Record<string, unknown> => parse(source).config;

function problemsOf(values: Record<string, unknown>, text = "") {
  try {
    parseStack("s", values, "Pulumi.s.yaml", text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("a stack's settings", () => {
  it("reads a complete file and keeps numbers that are ids as text", () => {
    const stack = parseStack(
      "local",
      { ...config(), "tocsin:people": { founder: { mail: "a@example.com", sentryUser: 7 } } },
      "f",
    );
    expect(stack.name).toBe("local");
    expect(stack.people.founder?.sentryUser).toBe("7");
  });

  it("shows a setting at its own line, whatever else is called like a part of its path", () => {
    const text = [
      "config:",
      '  datadog:validate: "false"',
      "  tocsin:datadog:",
      "    slackAccount: acme",
      "    # locations: of the account",
      "    locations: aws:eu-central-1",
      "    lokations: []",
      "  tocsin:chanels: {}",
      "",
    ].join("\n");
    const told = problemsOf(parse(text).config, text).map(({ line, message }) => [line, message]);
    expect(told).toContainEqual([6, expect.stringMatching(/^tocsin:datadog\.locations is wrong/)]);
    expect(told).toContainEqual([7, "tocsin:datadog.lokations is no setting"]);
    expect(told).toContainEqual([8, "tocsin:chanels is no setting"]);
    expect(told).toContainEqual([null, "tocsin:channels is missing"]);
  });

  it("tells every placeholder at once, with its line", () => {
    const text = readFileSync("Pulumi.staging.yaml", "utf8");
    const problems = problemsOf(parse(text).config, text);
    const open =
      text
        .split("\n")
        .filter((line) => !line.trim().startsWith("#"))
        .join("\n")
        .match(/<[^>]+>/g) ?? [];
    expect(problems).toHaveLength(open.length);
    expect(new Set(problems.map((p) => p.rule))).toEqual(new Set(["stack/placeholder"]));
    for (const problem of problems) expect(text.split("\n")[(problem.line ?? 0) - 1]).toMatch(/<.+>/);
  });

  it("tells missing and wrong settings together", () => {
    const values = config();
    delete values["tocsin:supabase"];
    values["tocsin:channels"] = { alerts: "alerts" };
    values["tocsin:people"] = { founder: { mail: "nobody", sentryUser: "7" } };
    const problems = problemsOf(values).map((p) => `${p.rule} ${p.message}`);
    expect(problems).toHaveLength(3);
    expect(problems.join("\n")).toMatch(/stack\/missing tocsin:supabase/);
    expect(problems.join("\n")).toMatch(/stack\/invalid tocsin:channels.alerts .* begins with #/);
    expect(problems.join("\n")).toMatch(/stack\/invalid tocsin:people.founder.mail/);
  });

  it("asks for what the published pipeline of Vercel's integration makes, but for the names that are given", () => {
    const datadog = { slackAccount: "acme", locations: ["aws:eu-central-1"] };
    const read = (more: object) =>
      parseStack("s", { ...config(), "tocsin:datadog": { ...datadog, ...more } }, "f").datadog;
    expect(read({})).toMatchObject(vercelNames);
    expect(
      read({ vercelLogs: { environment: "env" }, vercelMetrics: { environment: "deployment_env" } }),
    ).toMatchObject({
      vercelLogs: { requestId: "@requestId", environment: "env" },
      vercelMetrics: { environment: "deployment_env", statusCode: "status_code" },
    });
    const told = (more: object) =>
      problemsOf({ ...config(), "tocsin:datadog": { ...datadog, ...more } }).map(({ message }) => message);
    expect(told({ vercelLogs: { requestId: "requestId" } })[0]).toMatch(
      /vercelLogs.requestId is wrong: .*begins with @/,
    );
    expect(told({ vercelMetrics: { environment: "@environment" } })[0]).toMatch(/it is the key of a tag/);
    expect(told({ requestId: "@requestId" })[0]).toMatch(/requestId/);
  });

  it("refuses a setting that it does not know, so that a slip of the pen is not silence", () => {
    expect(problemsOf({ ...config(), "tocsin:chanels": {} })[0]?.message).toMatch(/chanels/);
  });
});
