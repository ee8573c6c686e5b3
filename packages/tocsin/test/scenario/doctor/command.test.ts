import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { printed } from "../../support/printed.ts";
import { run } from "../drill/command.ts";
import { Stand } from "../drill/stand.ts";

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());

it("finds the local stack ready", async () => {
  const { code, out, err } = await run(stand.directory, ["doctor", "--stack", "local"]);
  expect(code, out + err).toBe(0);
  expect(out).toMatch(/^local: \d+ ok\.$/m);
  expect(out).not.toContain("To do");
});

it("finds a channel that the bot has left, and says what to do", async () => {
  const { channels } = await stand.slack("conversations.list");
  const [channel] = (Array.isArray(channels) ? channels : []).flatMap((one) =>
    one !== null && typeof one === "object" && !Array.isArray(one) && one.name === "alerts-local"
      ? [String(one.id)]
      : [],
  );
  await stand.slack("conversations.leave", { channel: channel ?? "" });
  const { code, out } = await run(stand.directory, ["doctor", "--stack", "local", "--json"]);
  const report = printed("doctor", out);
  expect(code).toBe(1);
  expect(report.lines.filter(({ verdict }) => verdict !== "ok")).toEqual([
    expect.objectContaining({
      area: "routes",
      verdict: "wrong",
      remedy: "Invite the bot into the channel in Slack.",
    }),
  ]);
});

it("tells a vendor that is down in one line, with all that is not known of it", async () => {
  await run(stand.directory, ["local", "fault", "vendor", "sentry", "--status", "503"]);
  const { code, out } = await run(stand.directory, ["doctor", "--stack", "local"]);
  await run(stand.directory, ["local", "fault", "clear"]);
  expect(code).toBe(3);
  const told = out.split("\n").filter((line) => line.includes("it answered 503"));
  expect(told, out).toEqual([
    expect.stringMatching(
      /^ {2}\w[\w-]* +\d+ questions +Sentry could not be read: .* Not known: alerts:read .*; tags and transactions\.$/,
    ),
  ]);
});

it("lists every setting that is left to fill in", async () => {
  const { code, out } = await run(stand.directory, ["doctor", "--stack", "staging"]);
  expect(code).toBe(1);
  expect(out).toMatch(/wrong +Pulumi\.staging\.yaml:\d+ +tocsin:vercel\.team still holds a placeholder/);
  expect(out).toContain("1. Put the real value there.");
});

it("refuses a secret that no header can carry, and does not show it", async () => {
  vi.stubEnv("TOCSIN_SECRET_GRAPHQL_TOKEN", "s3cret-token\n");
  vi.stubEnv("TOCSIN_SECRET_MONITORING_PASSWORD", "whole");
  const foundry = path.join(import.meta.dirname, "../../projects/foundry");
  const { code, out } = await run(stand.directory, ["doctor", "--stack", "staging"], foundry);
  vi.unstubAllEnvs();
  expect(code).toBe(1);
  expect(out).toMatch(/wrong +secrets of the definitions +TOCSIN_SECRET_GRAPHQL_TOKEN set\n/);
  expect(out).toContain(
    "White space at an end of TOCSIN_SECRET_GRAPHQL_TOKEN: no header can carry it. Set it again without it.",
  );
  expect(out).not.toContain("s3cret");
});

it("says that a stack is not there", async () => {
  const { code, out } = await run(stand.directory, ["doctor", "--stack", "nowhere"]);
  expect([code, out]).toEqual([1, expect.stringContaining('There is no stack "nowhere"')]);
});
