import type { LocalContext } from "../../context.ts";
import type { Json } from "../config/stored.ts";
import type { Monitor } from "../monitors/model.ts";
import type { SyntheticsTest } from "./model.ts";

/**
 * The monitor that Datadog makes for a synthetic test and keeps in step with it (recorded: monitor 150677868 of
 * datadog-api-client-typescript). It carries the test's tags and its own: where the test runs, what it is (`api` for HTTP,
 * `api-ssl` and the like for others), whether it is paused, and what a failure in CI means.
 */
export function monitorOf(test: SyntheticsTest, context: LocalContext, before?: Monitor): Monitor {
  const { body } = test;
  const now = context.now();
  return {
    id: test.monitorId,
    type: "synthetics alert",
    name: body.options.monitor_name || `[Synthetics] ${body.name}`,
    message: body.message,
    tags: [
      ...body.tags,
      ...body.locations.map((location) => `probe_dc:${location}`),
      `check_type:${body.type}`,
      `check_status:${test.status}`,
      `ci_execution_rule:${executionRule(test)}`,
    ],
    query: "no_query",
    parsed: { kind: "synthetics" },
    notEvaluated: test.notRun,
    options: optionsOf(test),
    defaultMissingData: false,
    priority: body.options.monitor_priority ?? null,
    restrictedRoles: null,
    draftStatus: "published",
    assets: [],
    createdAt: before?.createdAt ?? now,
    modifiedAt: now,
    overallState: before?.overallState ?? "No Data",
    overallStateModified: before?.overallStateModified ?? null,
  };
}

/** What a failure means to a pipeline; `blocking` unless the test says otherwise. */
function executionRule({ body }: SyntheticsTest): string {
  return body.options.ci?.executionRule ?? "blocking";
}

function optionsOf({ publicId, body }: SyntheticsTest): Json {
  const { monitor_options: monitorOptions, min_failure_duration, min_location_failed } = body.options;
  return {
    ...monitorOptions,
    ...(min_failure_duration === undefined ? {} : { min_failure_duration }),
    ...(min_location_failed === undefined ? {} : { min_location_failed }),
    on_missing_data: "show_no_data",
    notify_audit: false,
    new_host_delay: 300,
    include_tags: true,
    synthetics_check_id: publicId,
    silenced: {},
  };
}
