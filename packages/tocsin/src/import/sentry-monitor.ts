import { z } from "zod";
import type { Condition } from "../model/condition.ts";
import { type JsonObject, textAt } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";

import { placeOf } from "./address.ts";
import { Inexpressible, type Watched } from "./draft.ts";
import { readMetric } from "./sentry-metric.ts";

/** What a monitor of Sentry's watches, in the words of the language: of every type that a definition can have. */

/**
 * @param project its name in the stack file
 * @throws Inexpressible where no signal says it
 */
export function readMonitorBody(body: JsonObject, project: string, stack: StackConfig): Watched {
  const type = textAt(body, "type");
  const read = readers[type];
  if (read === undefined) throw new Inexpressible(`its type "${type}" is none that a definition has`);
  return read(body, project, stack);
}

type Reader = (body: JsonObject, project: string, stack: StackConfig) => Watched;
const readers: Readonly<Record<string, Reader>> = {
  metric_issue: readMetric,
  uptime_domain_failure: readUptime,
  monitor_check_in_failure: readCheckIns,
};

const uptime = z.object({
  dataSources: z.tuple([
    z.object({
      url: z.string(),
      method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
      intervalSeconds: z.number(),
      timeoutMs: z.number(),
      headers: z.array(z.tuple([z.string(), z.string()])).default([]),
      body: z.string().nullish(),
      assertion: z.json().optional(),
      traceSampling: z.boolean().nullish(),
    }),
  ]),
  config: z.object({ downtimeThreshold: z.number(), recoveryThreshold: z.number() }),
});

function readUptime(body: JsonObject, project: string, stack: StackConfig): Watched {
  const parsed = uptime.safeParse(body);
  if (!parsed.success) throw new Inexpressible("it has another form than Sentry's uptime monitors");
  const [asked] = parsed.data.dataSources;
  const { downtimeThreshold, recoveryThreshold } = parsed.data.config;
  if (asked.assertion != null)
    throw new Inexpressible("it asserts more than that an answer comes, which no definition says");
  if (asked.traceSampling === true)
    throw new Inexpressible("it samples traces of its requests, which no definition says");
  return {
    signal: {
      ...{ kind: "sentry-uptime", project, ...placeOf(asked.url, stack), method: asked.method },
      ...{ every: asked.intervalSeconds, timeout: asked.timeoutMs / 1000, headers: Object.fromEntries(asked.headers) },
      ...(asked.body == null ? {} : { body: asked.body }),
    },
    condition: failures(downtimeThreshold, recoveryThreshold),
  };
}

const failures = (count: number, recoverAfter: number): Condition => ({
  ...{ kind: "consecutive-failures", failures: count },
  ...(recoverAfter === 1 ? {} : { recoverAfter }),
});

const minutes = z.number().nullish();
const schedule = z.union([
  z.object({ schedule_type: z.literal("crontab"), schedule: z.string() }),
  z.object({
    schedule_type: z.literal("interval"),
    schedule: z.tuple([z.number(), z.enum(["minute", "hour", "day", "week", "month", "year"])]),
  }),
]);
const checkIns = z.object({
  dataSources: z.tuple([
    z.object({
      slug: z.string(),
      config: z
        .object({
          timezone: z.string().default("UTC"),
          checkin_margin: minutes,
          max_runtime: minutes,
          failure_issue_threshold: minutes,
          recovery_threshold: minutes,
        })
        .and(schedule),
    }),
  ]),
});

/** Times are in minutes; what is not stated Sentry assumes (its specification of monitors): a margin of 1, a run of 30. */
function readCheckIns(body: JsonObject, project: string): Watched {
  const parsed = checkIns.safeParse(body);
  if (!parsed.success) throw new Inexpressible("it has another form than Sentry's cron monitors");
  const [{ slug, config }] = parsed.data.dataSources;
  return {
    signal: {
      ...{ kind: "check-ins", project, slug, timezone: config.timezone },
      schedule:
        config.schedule_type === "crontab"
          ? { crontab: config.schedule }
          : { every: config.schedule[0], unit: config.schedule[1] },
      margin: 60 * (config.checkin_margin ?? 1),
      maxRuntime: 60 * (config.max_runtime ?? 30),
    },
    condition: failures(config.failure_issue_threshold ?? 1, config.recovery_threshold ?? 1),
  };
}
