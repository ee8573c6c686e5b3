import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const resultSchema = z.object({ flushed: z.boolean(), statuses: z.array(z.number().optional()) });
const issueSchema = z.object({
  id: z.string(),
  title: z.string(),
  count: z.string(),
  level: z.string(),
  project: z.object({ slug: z.string() }),
});
const eventSchema = z.object({ tags: z.array(z.object({ key: z.string(), value: z.string() })) });

/** Runs an app that uses the SDK until its events have been sent. */
async function runApp(dsn: string): Promise<z.output<typeof resultSchema>> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "sdk-child.mjs"), dsn]);
  return resultSchema.parse(JSON.parse(stdout));
}

async function ask(path: string): Promise<unknown> {
  const { url, token, organization } = section("sentry");
  const answer = await fetch(`${url}/api/0/organizations/${organization}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  return await answer.json();
}

const issuesOf = async (query: string) =>
  z.array(issueSchema).parse(await ask(`/issues/?query=${encodeURIComponent(query)}`));

test("what the SDK captures arrives as events with their tags, grouped into issues", async () => {
  expect(await runApp(section("sentry").dsn.web)).toEqual({ flushed: true, statuses: [200, 200, 200] });

  const [issue, ...others] = await issuesOf("is:unresolved severity:critical feature:publishing");
  expect(others).toEqual([]);
  expect(issue).toMatchObject({
    title: "TypeError: cannot publish",
    count: "2",
    level: "error",
    project: { slug: "web" },
  });
  const events = z.array(eventSchema).parse(await ask(`/issues/${issue?.id}/events/`));
  expect(events).toHaveLength(2);
  for (const { tags } of events) {
    expect(tags).toEqual(
      expect.arrayContaining([
        { key: "service", value: "api" },
        { key: "environment", value: "local" },
      ]),
    );
  }
  expect(await issuesOf("service:worker level:warning")).toMatchObject([
    { title: "quota is running out", level: "warning", count: "1" },
  ]);
});

test("what the SDK tells of a job's run is a check-in of its monitor", async () => {
  const { url, token, organization, dsn } = section("sentry");
  const config = {
    schedule_type: "crontab",
    schedule: "0 3 * * *",
    checkin_margin: 5,
    max_runtime: 5,
    timezone: "UTC",
  };
  const dataSources = [{ name: "Nightly, by the SDK", slug: "nightly-by-sdk", config }];
  const made = await fetch(`${url}/api/0/organizations/${organization}/projects/web/detectors/`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Nightly", type: "monitor_check_in_failure", dataSources }),
  });
  expect(made.status).toBe(201);
  await runApp(dsn.web);
  expect(await issuesOf("issue.type:monitor_check_in_failure")).toMatchObject([
    { title: "Monitor failure: Nightly, by the SDK", count: "1", level: "error", project: { slug: "web" } },
  ]);
});

test("a DSN with another key is refused, and nothing is stored", async () => {
  const before = await issuesOf("");
  const dsn = new URL(section("sentry").dsn.worker);
  dsn.username = "0".repeat(32);
  expect((await runApp(dsn.href)).statuses).toEqual([403, 403, 403]);
  expect(await issuesOf("")).toEqual(before);
});

test("a DSN of a project that there is not is refused", async () => {
  const dsn = new URL(section("sentry").dsn.web);
  dsn.pathname = "/999";
  expect((await runApp(dsn.href)).statuses).toEqual([403, 403, 403]);
});
