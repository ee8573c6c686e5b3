/** A team that has nothing but vendors, and somebody who wants to know what is wrong with the alerts that are live. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditReport } from "../../../src/audit/report.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { typed } from "../cli/tocsin.ts";
import { ownWorld } from "../verify/by-hand.ts";

const world = ownWorld();
/** No project, no repository: an empty folder. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "tocsin-audit-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Keys and addresses as somebody has them in the environment. */
function keys(): Record<string, string> {
  const { datadog, sentry, vercel, stripe } = world().connections;
  return {
    DD_HOST: datadog.url,
    DD_API_KEY: datadog.apiKey,
    DD_APP_KEY: datadog.appKey,
    SENTRY_BASE_URL: sentry.url,
    SENTRY_AUTH_TOKEN: sentry.token,
    SENTRY_ORG: "acme",
    VERCEL_BASE_URL: vercel.url,
    VERCEL_API_TOKEN: vercel.token,
    VERCEL_TEAM: vercel.team,
    STRIPE_API_BASE: stripe.url,
    STRIPE_API_KEY: stripe.apiKey,
  };
}

/** `tocsin audit` in a process of its own, with these variables only. */
function audit(args: string[], env: Record<string, string> = keys()) {
  const { PATH = "", HOME = "" } = process.env;
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: folder, env: { PATH, HOME, NO_COLOR: "1", ...env } };
    const child = execFile(process.execPath, [...typed, "audit", ...args], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

it("finds nothing wrong with what was provisioned", async () => {
  const { code, out } = await audit([]);
  expect(out).toBe(
    "56 Datadog monitors, 2 synthetic tests, 16 Sentry monitors, 14 Sentry alerts, 3 Vercel projects, 1 Stripe webhook endpoint, 0 Stripe event destinations: nothing is wrong.\n",
  );
  expect(code).toBe(0);
});

it("finds what somebody did by hand at each vendor, as text, JSON, SARIF and a page", async () => {
  const monitor = world().of("tips/handle-races", "monitor");
  const options = { ...jsonObject.parse(monitor.answer.options), silenced: { "*": null } };
  await world().call("datadog", "PUT", `/api/v1/monitor/${monitor.id}`, { options });
  const redirected = world().of("web-api/5xx-rate", "monitor");
  const message = "High 5xx rate @slack-acme-gone";
  await world().call("datadog", "PUT", `/api/v1/monitor/${redirected.id}`, { message });
  const test = world().one("synthetics-test");
  await world().call("datadog", "PUT", `/api/v1/synthetics/tests/${test.id}/status`, { new_status: "paused" });
  await world().call("sentry", "DELETE", "/api/0/organizations/acme/members/70/");
  const crons = world().one("project-crons").resource.parent.projectId;
  await world().call("vercel", "PATCH", `/v1/projects/${crons}/crons?teamId=team_acme`, { enabled: false });
  const endpoint = world().one("webhook-endpoint");
  await world().call("stripe", "POST", `/v1/webhook_endpoints/${endpoint.id}`, { disabled: "true" });

  const { code, out } = await audit(["--json"]);
  const report = auditReport.parse(JSON.parse(out));
  expect(code).toBe(1);
  const told = report.findings.map(({ rule, vendor, id }) => `${rule} ${vendor} ${id}`);
  expect(told).toContain(`muted-without-end datadog ${monitor.id}`);
  expect(told).toContain(`dead-destination datadog ${redirected.id}`);
  expect(told).toContain(`disabled datadog ${test.id}`);
  expect(told).toContain(`disabled vercel ${crons}`);
  expect(told).toContain(`endpoint-disabled stripe ${endpoint.id}`);
  expect(told.filter((one) => one.startsWith("dead-destination sentry")).length).toBeGreaterThan(5);
  expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(
    new Set(["muted-without-end", "dead-destination", "disabled", "endpoint-disabled"]),
  );

  const asSarif = await audit(["--sarif", "--vendors", "stripe,vercel"]);
  expect(JSON.parse(asSarif.out).runs[0].results).toHaveLength(2);
  const page = await audit(["--vendors", "datadog", "--html", "audit.html"]);
  expect(page).toMatchObject({ code: 1, err: "Page: audit.html\n" });
  expect(page.out).toContain(
    `(datadog monitor ${redirected.id}): it notifies @slack-acme-gone, which Datadog does not know\n`,
  );
  expect(await readFile(path.join(folder, "audit.html"), "utf8")).toContain("It is muted, and nothing ends that");
});

it("could not tell where a vendor refuses or is away, and goes on with the others", async () => {
  const refused = await audit(["--json"], { ...keys(), SENTRY_AUTH_TOKEN: "wrong-token" });
  const report = auditReport.parse(JSON.parse(refused.out));
  expect([refused.code, report.complete]).toEqual([3, false]);
  expect(report.notRead).toEqual([
    expect.stringMatching(/^Sentry refuses the credential in SENTRY_AUTH_TOKEN \(401\)\. .*Sentry's alerts, /),
  ]);
  expect(report.read).toMatchObject({ "Datadog monitors": 56 });
  expect(refused.out).not.toContain("wrong-token");
});

it("says what is missing or mistyped, and asks no vendor", async () => {
  const { SENTRY_ORG: _, ...withoutOrganization } = keys();
  expect(await audit([], withoutOrganization)).toEqual({
    code: 2,
    out: "",
    err: "Which Sentry organization? Set SENTRY_ORG in the environment, or --sentry-organization.\n",
  });
  expect(await audit(["--vendors", "datadog,newrelic"])).toEqual({
    code: 2,
    out: "",
    err: 'There is no vendor "newrelic": --vendors takes datadog, sentry, vercel, stripe.\n',
  });
  expect((await audit(["--vendors", "stripe"], {})).err).toBe(
    "Set STRIPE_API_KEY in the environment: without it stripe cannot be read.\n",
  );
  expect(await audit([], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining("No key of a vendor is in the environment."),
  });
  expect(await audit(["--local"], {})).toMatchObject({
    code: 2,
    err: expect.stringContaining("The emulated vendors are not running."),
  });
});
