import { absent, present, type Recording } from "./recording.ts";

/** Monitors, synthetic tests and downtimes. */
export const monitorRecordings: readonly Recording[] = [
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogDowntime_BasicWithMonitor.yaml",
    rows: [
      ["id", absent, present],
      ["org_id", absent, present],
      ["created", absent, present],
      ["created_at", absent, present],
      ["modified", absent, present],
      ["creator", absent, present],
      ["deleted", absent, present],
      ["multi", absent, present],
      ["overall_state", absent, present],
      ["overall_state_modified", absent, present],
      ["restriction_policy", absent, present],
      ["options.silenced", absent, {}],
      ["options.notify_audit", absent, false],
    ],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitorJSONBasic.yaml",
    rows: [["draft_status", absent, "published"]],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_AggregateAugmentedQuery.yaml",
    rows: [["type", "query alert", "metric alert"]],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_Assets.yaml",
    rows: [
      ["assets.*.monitor_id", absent, present],
      ["assets.*.template_variables", absent, {}],
      ["assets.*.options", absent, {}],
    ],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_BasicNoTreshold.yaml",
    rows: [["options.thresholds", {}, absent]],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_DataQuality_Basic.yaml",
    rows: [
      ["run_as", absent, present],
      ["restricted", absent, present],
    ],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_FormulaFunction.yaml",
    rows: [["options.groupby_simple_monitor", absent, false]],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_Import_OnMissingData_Conflict.yaml",
    rows: [["tags", absent, []]],
  },
  {
    kind: "monitor",
    source: "terraform",
    file: "TestAccDatadogMonitor_TrimWhitespace.yaml",
    rows: [
      [
        "query",
        "avg(last_1h):avg:aws.ec2.cpu{environment:foo,host:foo} by {host} > 2\n",
        "avg(last_1h):avg:aws.ec2.cpu{environment:foo,host:foo} by {host} > 2",
      ],
      [
        "options.escalation_message",
        "the situation has escalated @pagerduty\n",
        "the situation has escalated @pagerduty",
      ],
    ],
  },
  {
    kind: "monitor",
    source: "go",
    file: "v1/Feature_Monitors/Scenario_Create_a_Cost_Monitor_returns_OK_response.yaml",
    rows: [
      ["options.new_host_delay", absent, 300],
      ["options.notify_no_data", absent, false],
    ],
  },
  {
    kind: "monitor",
    source: "go",
    file: "v1/Feature_Monitors/Scenario_Create_a_Data_Jobs_monitor_returns_OK_response.yaml",
    rows: [["options.include_tags", absent, true]],
  },
  {
    kind: "monitor",
    source: "go",
    file: "v1/Feature_Monitors/Scenario_Create_a_ci-pipelines_monitor_returns_OK_response.yaml",
    rows: [["options.locked", absent, false]],
  },
  {
    kind: "monitor",
    source: "go",
    file: "v1/Feature_Monitors/Scenario_Create_a_metric_monitor_with_a_custom_schedule_returns_OK_response.yaml",
    rows: [["options.on_missing_data", "default", absent]],
  },
  {
    kind: "synthetics-test",
    source: "terraform",
    file: "TestAccDatadogMonitor_ComposeWithSyntheticsTest.yaml",
    rows: [
      ["org_id", absent, present],
      ["created_at", absent, present],
      ["modified_at", absent, present],
      ["created_by", absent, present],
      ["modified_by", absent, present],
      ["public_id", absent, present],
      ["monitor_id", absent, present],
      ["deleted_at", absent, present],
      ["creation_source", absent, present],
    ],
  },
  {
    kind: "synthetics-test",
    source: "terraform",
    file: "TestAccDatadogSyntheticsAPITest_BasicNewAssertionsOptions.yaml",
    rows: [
      ["options.monitor_options.include_tags", absent, true],
      ["options.monitor_options.new_host_delay", absent, 300],
      ["options.monitor_options.notify_audit", absent, false],
      ["options.monitor_options.on_missing_data", absent, "show_no_data"],
    ],
  },
  {
    kind: "synthetics-test",
    source: "terraform",
    file: "TestAccDatadogSyntheticsAPITest_Updated.yaml",
    rows: [
      ["overall_state", absent, present],
      ["overall_state_modified", absent, present],
    ],
  },
  {
    kind: "synthetics-test",
    source: "terraform",
    file: "TestAccDatadogSyntheticsBrowserTest_Basic.yaml",
    rows: [["options.bits_ai_auto_investigate", absent, present]],
  },
  {
    kind: "synthetics-test",
    source: "terraform",
    file: "TestAccDatadogSyntheticsMobileTest_NoSteps.yaml",
    rows: [["tags", absent, []]],
  },
  {
    kind: "synthetics-test",
    source: "go",
    file: "v1/Feature_Monitors/Scenario_Get_a_synthetics_monitors_details.yaml",
    rows: [["status", absent, "live"]],
  },
  {
    kind: "synthetics-test",
    source: "go",
    file: "v1/Feature_Synthetics/Scenario_Get_an_API_test_result_returns_result_with_failure_object.yaml",
    rows: [
      ["options.monitor_options.locked", absent, false],
      ["options.monitor_options.notify_no_data", absent, false],
    ],
  },
  {
    kind: "downtime",
    source: "terraform",
    file: "TestAccDowntimeScheduleBasicOneTime.yaml",
    rows: [
      ["canceled", absent, present],
      ["created", absent, present],
      ["modified", absent, present],
      ["status", absent, present],
    ],
  },
  {
    kind: "downtime",
    source: "terraform",
    file: "TestAccDowntimeScheduleBasicRecurring.yaml",
    rows: [["schedule.current_downtime", absent, present]],
  },
];
