import { absent, present, type Recording } from "./recording.ts";

/** Dashboards, objectives, pipelines and variables. */
export const viewRecordings: readonly Recording[] = [
  {
    kind: "global-variable",
    source: "terraform",
    file: "TestAccDatadogSyntheticsAPITest_Basic.yaml",
    rows: [
      ["type", absent, present],
      ["id", absent, present],
      ["last_error", absent, present],
      ["is_fido", false, absent],
      ["is_totp", false, absent],
    ],
  },
  {
    kind: "global-variable",
    source: "terraform",
    file: "TestAccDatadogSyntheticsGlobalVariableSecure_Basic.yaml",
    rows: [["value.value", present, absent]],
  },
  {
    kind: "logs-pipeline",
    source: "terraform",
    file: "TestAccDatadogLogsPipelineDefaultTags.yaml",
    rows: [
      ["id", absent, present],
      ["type", absent, present],
      ["is_read_only", absent, present],
      [
        "tags",
        ["key2:value2", "default_key:default_value", "key1:value1"],
        ["default_key:default_value", "key1:value1", "key2:value2"],
      ],
    ],
  },
  {
    kind: "logs-pipeline",
    source: "go",
    file: "v1/Feature_Logs_Pipelines/Scenario_Create_a_pipeline_with_Array_Map_Processor_returns_OK_response.yaml",
    rows: [["is_enabled", absent, false]],
  },
  {
    kind: "dashboard",
    source: "terraform",
    file: "TestAccDatadogDashboardAlertGraph.yaml",
    rows: [
      ["url", absent, present],
      ["author_handle", absent, present],
      ["author_name", absent, present],
      ["created_at", absent, present],
      ["modified_at", absent, present],
      ["widgets.*.id", absent, present],
    ],
  },
  {
    kind: "dashboard",
    source: "terraform",
    file: "TestAccDatadogDashboardDatasource.yaml",
    rows: [["is_read_only", absent, false]],
  },
  {
    kind: "dashboard",
    source: "terraform",
    file: "TestAccDatadogDashboardJSONNotifyListDiff.yaml",
    rows: [
      [
        "notify_list",
        ["z-user1@example.com", "a-user@example.com", "k-user@example.com"],
        ["a-user@example.com", "k-user@example.com", "z-user1@example.com"],
      ],
    ],
  },
  {
    kind: "dashboard",
    source: "terraform",
    file: "TestAccDatadogDashboardJSONTab.yaml",
    rows: [["id", absent, present]],
  },
  {
    kind: "dashboard",
    source: "terraform",
    file: "TestAccDatadogDashboardSunburst.yaml",
    rows: [["widgets.*.definition.widgets.*.id", absent, present]],
  },
  {
    kind: "dashboard",
    source: "go",
    file: "v1/Feature_Dashboards/Scenario_Clients_deserialize_a_dashboard_with_a_empty_time_object.yaml",
    rows: [
      ["description", absent, null],
      ["template_variables", absent, null],
      ["notify_list", absent, null],
    ],
  },
  {
    kind: "dashboard",
    source: "go",
    file: "v1/Feature_Dashboards/Scenario_Clients_deserialize_a_dashboard_with_a_empty_time_object.yaml",
    rows: [["restricted_roles", absent, []]],
  },
  {
    kind: "slo",
    source: "terraform",
    file: "TestAccDatadogServiceLevelObjectiveDatasource.yaml",
    rows: [
      ["id", absent, present],
      ["created_at", absent, present],
      ["modified_at", absent, present],
      ["creator", absent, present],
      ["type_id", absent, present],
      ["thresholds.*.target_display", absent, present],
      ["thresholds.*.warning_display", absent, present],
      ["monitor_tags", absent, present],
      [
        "tags",
        [
          "foo:tf_testaccdatadogservicelevelobjectivedatasource_local_1699286761",
          "tf_testaccdatadogservicelevelobjectivedatasource_local_1699286761",
        ],
        [
          "tf_testaccdatadogservicelevelobjectivedatasource_local_1699286761",
          "foo:tf_testaccdatadogservicelevelobjectivedatasource_local_1699286761",
        ],
      ],
    ],
  },
  {
    kind: "slo",
    source: "terraform",
    file: "TestAccDatadogServiceLevelObjective_BadEventsToMetricQueryTransition.yaml",
    rows: [["sli_specification.count", absent, present]],
  },
  {
    kind: "slo",
    source: "terraform",
    file: "TestAccDatadogSloCorrection_Basic.yaml",
    rows: [
      ["timeframe", absent, present],
      ["target_threshold", absent, present],
      ["warning_threshold", absent, present],
    ],
  },
  {
    kind: "slo",
    source: "go",
    file: "v1/Feature_Dashboards/Scenario_Create_a_new_dashboard_with_a_change_widget_using_formulas_and_functions_slo_query.yaml",
    rows: [
      ["description", absent, ""],
      ["tags", absent, []],
    ],
  },
];
