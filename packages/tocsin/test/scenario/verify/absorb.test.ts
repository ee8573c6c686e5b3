import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { absorption } from "../../../src/absorb/outcome.ts";
import type { JsonObject } from "../../../src/model/resource.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { absorbing, original } from "./absorbing.ts";
import { ownWorld } from "./by-hand.ts";
import { startGitHub } from "./github.ts";

const world = ownWorld();
const { root, run, edits } = absorbing(world);

const optionsOf = (answer: JsonObject): JsonObject => jsonObject.parse(answer.options);

it("writes what was changed by hand into the definitions, and the next look finds it no more", async () => {
  const rate = world().of("web-api/5xx-rate", "monitor");
  await world().call("datadog", "PUT", `/api/v1/monitor/${rate.id}`, {
    query: String(rate.answer.query).replace('last("5m") > 5', 'last("10m") > 8'),
    options: { ...optionsOf(rate.answer), thresholds: { critical: 8, critical_recovery: 6 } },
  });
  const errors = world().of("web-api/high-error-rate", "detector");
  const conditions = [
    { type: "gt", comparison: 80, conditionResult: 75 },
    { type: "lte", comparison: 80, conditionResult: 0 },
  ];
  const detector = `/api/0/organizations/acme/detectors/${errors.id}/`;
  await world().call("sentry", "PUT", detector, { conditionGroup: { logicType: "any", conditions } });
  const endpoint = world().one("webhook-endpoint");
  await world().call("stripe", "POST", `/v1/webhook_endpoints/${endpoint.id}`, {
    enabled_events: ["customer.subscription.created", "customer.subscription.deleted", "invoice.payment_failed"],
  });
  await world().deploy("prj_cliplyweb", [{ path: "/api/cron/scan-schedules", schedule: "*/5 * * * *" }]);
  const disk = world().of("database/disk", "monitor");
  await world().call("datadog", "PUT", `/api/v1/monitor/${disk.id}`, {
    message: String(disk.answer.message).replace(/^1\. .*$/m, "1. Enlarge the disk first"),
    options: { ...optionsOf(disk.answer), locked: true },
  });

  const { text, code } = await run(["--absorb"]);
  expect(text.slice(text.indexOf("absorbed ("))).toMatchInlineSnapshot(`
    "absorbed (7)
      billing/stripe-webhook signal.events: [… 3 equal, "customer.subscription.updated", "invoice.payment_succeeded"] is now [… 3 equal]  (alerts/billing.ts:15)
      database/disk firstChecks.0: "Which tables are largest, and which grew this week?" is now "Enlarge the disk first"  (alerts/database.ts:105)
      web-api/5xx-rate condition.critical: 5 is now 8  (alerts/web-api.ts:25)
      web-api/5xx-rate condition.recovery: 4 is now 6  (alerts/web-api.ts:25)
      web-api/5xx-rate condition.window: 300 is now 600  (alerts/web-api.ts:25)
      web-api/high-error-rate condition.critical: 50 is now 80  (alerts/web-api.ts:3)
      cliply-web/crons signal.crons.0.schedule: "* * * * *" is now "*/5 * * * *"  (synthetics/crons.ts:8)

    not absorbed (1)
      database/disk: datadog monitor options.locked: no field of the definition says it

    follows from it, and is written by the next update (3)
      web-api/5xx-rate: datadog monitor message
      web-api/high-error-rate: sentry detector description
      web-api/high-error-rate: sentry workflow actionFilters.0.actions.1.data.notes

    Every stack takes the changed definitions. Look at them, then run \`tocsin up --stack local --refresh\`.
    "
  `);
  expect(code).toBe(1);
  expect(edits()).toMatchInlineSnapshot(`
    [
      "-      "customer.subscription.updated",",
      "-      "invoice.payment_succeeded",",
      "-    "Which tables are largest, and which grew this week?",",
      "+    "Enlarge the disk first",",
      "-  condition: above(50, { per: minutes(5) }),",
      "+  condition: above(80, { per: minutes(5) }),",
      "-  condition: above(5, { per: minutes(5), recovery: 4, noData: "ok" }),",
      "+  condition: above(8, { per: minutes(10), recovery: 6, noData: "ok" }),",
      "-    crons: [{ path: "/api/cron/scan-schedules", schedule: "* * * * *", maxDuration: minutes(1) }],",
      "+    crons: [{ path: "/api/cron/scan-schedules", schedule: "*/5 * * * *", maxDuration: minutes(1) }],",
    ]
  `);

  // The page shows what is written.
  const page = await readFile(path.join(original, "docs/reference/verify.md"), "utf8");
  for (const line of edits().filter((one) => one.includes("noData"))) expect(page).toContain(line);

  const after = await run(["--absorb", "--json"]);
  const left = absorption.parse(JSON.parse(after.text).absorb);
  expect(left.changes).toEqual([]);
  expect(left.refused.map(({ definition, path: at }) => `${definition} ${at}`).sort()).toMatchInlineSnapshot(`
    [
      "dashboards/errors widgets.0.definition.widgets.5.definition.content",
      "dashboards/vercel widgets.1.definition.widgets.8.definition.markers.0.label",
      "dashboards/vercel widgets.1.definition.widgets.8.definition.markers.0.value",
      "dashboards/vercel widgets.1.definition.widgets.8.definition.requests.0.queries.0.compute.interval",
      "dashboards/vercel widgets.1.definition.widgets.8.definition.requests.0.queries.1.compute.interval",
      "database/disk options.locked",
      "web-api/5xx-rate message",
      "web-api/high-error-rate actionFilters.0.actions.1.data.notes",
      "web-api/high-error-rate description",
    ]
  `);
});

it("opens a pull request in place of editing, once", async () => {
  const github = await startGitHub();
  try {
    execFileSync("git", ["checkout", "-q", "."], { cwd: root() });
    for (const file of [
      "alerts/billing.ts",
      "alerts/database.ts",
      "alerts/database-platform.ts",
      "alerts/web-api.ts",
      "synthetics/crons.ts",
    ]) {
      github.files.set(file, await readFile(path.join(root(), file), "utf8").catch(() => ""));
    }
    const { text } = await run(["--absorb", "--pull-request"], github.env);
    expect(text).toContain("Pull request: https://github.example/acme/alerts/pull/1\n");
    expect(edits()).toEqual([]);
    const again = await run(["--absorb", "--pull-request"], github.env);
    expect(again.text).toContain("/pull/1\n");
    expect(github.pulls.map(({ title, base }) => [title, base])).toMatchInlineSnapshot(`
      [
        [
          "Take over what was changed in local: billing/stripe-webhook and 4 more",
          "main",
        ],
      ]
    `);
    expect(github.pulls[0]?.body).toMatchInlineSnapshot(`
      "Somebody changed these alerts of local at the vendor. With this pull request the definitions say the same; closed, the next update restores what the code says.

      \`\`\`text
      billing/stripe-webhook signal.events: ["customer.subscription.created","customer.subscription.updated","customer.subscription.deleted","invoice.payment_succeeded","invoice.payment_failed"] -> ["customer.subscription.created","customer.subscription.deleted","invoice.payment_failed"]
      database/disk firstChecks.0: "Which tables are largest, and which grew this week?" -> "Enlarge the disk first"
      web-api/5xx-rate condition.critical: 5 -> 8
      web-api/5xx-rate condition.recovery: 4 -> 6
      web-api/5xx-rate condition.window: 300 -> 600
      web-api/high-error-rate condition.critical: 50 -> 80
      cliply-web/crons signal.crons.0.schedule: "* * * * *" -> "*/5 * * * *"
      \`\`\`

      Not absorbed:

      \`\`\`text
      database/disk options.locked: no field of the definition says it
      \`\`\`

      A definition holds for every stack."
    `);
    const [[branch, files] = []] = github.branches;
    expect(branch).toMatch(/^tocsin\/absorb-local-[0-9a-f]{12}$/);
    expect(files?.get("alerts/web-api.ts")).toContain("above(80, { per: minutes(5) })");

    github.files.set("alerts/web-api.ts", "// somebody was here first\n");
    await expect(run(["--absorb", "--pull-request"], github.env)).rejects.toThrow(
      "alerts/web-api.ts on main is not what this checkout has: check out main, and absorb again.",
    );
    await expect(run(["--absorb", "--pull-request"], { ...github.env, GITHUB_TOKEN: "" })).rejects.toThrow(
      "--pull-request needs GITHUB_TOKEN (with `contents: write, pull-requests: write`) and GITHUB_REPOSITORY (owner/name).",
    );
    await expect(run(["--pull-request"], github.env)).rejects.toThrow("--pull-request goes with --absorb.");
  } finally {
    github.close();
  }
});
