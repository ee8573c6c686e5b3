import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Resource } from "../../src/model/resource.ts";
import * as datadog from "../../src/vendors/datadog/client.ts";
import { liveChannel, liveMonitor, livePipeline, liveTest, liveVariable } from "../../src/vendors/datadog/live.ts";
import { diff } from "../../src/vendors/diff.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import { kinds } from "../../src/vendors/kinds.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import * as sentry from "../../src/vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../src/vendors/sentry/live.ts";
import * as vercel from "../../src/vendors/vercel/client.ts";
import { liveCrons, liveVariable as liveEnvironmentVariable } from "../../src/vendors/vercel/live.ts";

/*
 * What the official clients sent, against what they were answered: every object that was created must look unchanged in its
 * own answer, and every one that was changed must differ exactly in what was changed.
 */

const call = z.object({
  method: z.string(),
  path: z.string(),
  request: jsonObject.optional(),
  response: z.json().optional(),
});

function calls(file: string) {
  const lines = readFileSync(new URL(`../fixtures/recorded/${file}`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.flatMap((line) => {
    const parsed = call.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  });
}

type Reader = { file: string; kind: Resource["kind"]; path: RegExp; live: (answer: unknown) => LiveObject[] };

const readers: Reader[] = [
  {
    file: "datadog-plugin.jsonl",
    kind: "monitor",
    path: /^\/api\/v1\/monitor$/,
    live: (answer) => liveMonitor(datadog.listedMonitor.parse(answer)),
  },
  {
    file: "datadog-plugin.jsonl",
    kind: "synthetics-test",
    path: /^\/api\/v1\/synthetics\/tests\/api$/,
    live: (answer) => [liveTest(datadog.listedTest.parse(answer))],
  },
  {
    file: "datadog-plugin.jsonl",
    kind: "global-variable",
    path: /^\/api\/v1\/synthetics\/variables$/,
    live: (answer) => [liveVariable(datadog.listedVariable.parse(answer))],
  },
  {
    file: "datadog-plugin.jsonl",
    kind: "slack-channel",
    path: /\/slack\/configuration\/accounts\/acme\/channels$/,
    live: (answer) => [liveChannel("acme", datadog.listedChannel.parse(answer))],
  },
  {
    file: "datadog-plugin.jsonl",
    kind: "logs-pipeline",
    path: /^\/api\/v1\/logs\/config\/pipelines$/,
    live: (answer) => [livePipeline(datadog.listedPipeline.parse(answer))],
  },
  {
    file: "sentry-provider.jsonl",
    kind: "detector",
    path: /\/detectors\/$/,
    live: (answer) => [liveDetector("acme", sentry.listedDetector.parse(answer))],
  },
  {
    file: "sentry-provider.jsonl",
    kind: "workflow",
    path: /\/workflows\/$/,
    live: (answer) => [liveWorkflow("acme", sentry.listedWorkflow.parse(answer))],
  },
  {
    file: "vercel-provider.jsonl",
    kind: "environment-variable",
    path: /^\/v10\/projects\/prj_1\/env\?/,
    live: (answer) => {
      const { created } = z.object({ created: vercel.listedVariable }).parse(answer);
      return [liveEnvironmentVariable("prj_1", created)];
    },
  },
];

describe.each(readers)("recorded $kind", ({ file, kind, path, live }) => {
  const created = calls(file).filter((one) => one.method === "POST" && path.test(one.path));

  it("is not said to differ from its own answer", () => {
    expect(created.length).toBeGreaterThan(0);
    for (const { request, response } of created) {
      const objects = live(response);
      expect(objects).toHaveLength(1);
      for (const { body } of objects) expect(diff(request ?? {}, body, kinds[kind].quirks)).toEqual([]);
    }
  });

  it("differs in exactly one place after one edit of a plain value", () => {
    for (const { request, response } of created) {
      const [object] = live(response);
      const edited = kind === "environment-variable" ? "comment" : "name";
      const differences = diff({ ...request, [edited]: "another" }, object?.body ?? {}, kinds[kind].quirks);
      expect(differences.map((difference) => difference.path)).toEqual([edited]);
    }
  });
});

it("recorded cron switch is off after the provider switched it off", () => {
  const states = calls("vercel-provider.jsonl")
    .filter((one) => one.method === "PATCH" && one.path.includes("/crons"))
    .map(({ request, response }) => [request, liveCrons(vercel.listedProject.parse(response))[0]?.body]);
  expect(states).toEqual([
    [{ enabled: true }, { enabled: true }],
    [{ enabled: false }, { enabled: false }],
  ]);
});

it("recorded change of a threshold is found at its path", () => {
  const all = calls("sentry-provider.jsonl");
  const before = all.find(({ method, request }) => method === "POST" && request?.name === "High error rate (web API)");
  const after = all.find(({ method, request }) => method === "PUT" && request?.type === "metric_issue");
  const { body } = liveDetector("acme", sentry.listedDetector.parse(after?.response));
  const differences = diff(before?.request ?? {}, body, kinds.detector.quirks).map(({ path }) => path);
  expect(differences).toEqual(["conditionGroup.conditions.0.comparison", "conditionGroup.conditions.1.comparison"]);
});
