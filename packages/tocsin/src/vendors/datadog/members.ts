import { membersOf } from "../members.ts";

/**
 * What Datadog's specification knows of each kind (DataDog/datadog-api-client-go, .generator/schemas/v1/openapi.yaml of 2026-11), and
 * what answers have beside it, from recordings of terraform-provider-datadog 701d55bc and datadog-sync-cli 949a444c.
 */

export const monitorMembers = membersOf({
  "": `id org_id created created_at modified modified_at creator deleted multi overall_state state matching_downtimes
    assets draft_status message name options priority query restricted_roles tags type overall_state_modified run_as
    restricted restriction_policy creation_source`,
  options: `aggregation device_ids enable_logs_sample enable_samples escalation_message evaluation_delay
    group_retention_duration groupby_simple_monitor include_tags locked min_failure_duration min_location_failed
    new_group_delay new_host_delay no_data_timeframe notification_preset_name notify_audit notify_by notify_no_data
    on_missing_data renotify_interval renotify_occurrences renotify_statuses require_full_window scheduling_options
    silenced synthetics_check_id threshold_windows thresholds timeout_h variables`,
  "options.thresholds": `critical critical_query critical_recovery critical_recovery_query ok unknown warning warning_recovery`,
});

/** Options from `allowApplicationCrash` on are those of tests on mobile devices. */
export const syntheticsTestMembers = membersOf({
  "": `id org_id created created_at modified modified_at creator created_by modified_by creation_source public_id
    monitor_id deleted_at overall_state overall_state_modified config locations message metadata name options status
    steps subtype tags type`,
  config: `assertions configVariables request setCookie steps variables variablesFromScript initialApplicationArguments`,
  options: `accept_self_signed allow_insecure blockedRequestPatterns captureNetworkPayloads checkCertificateRevocation ci
    device_ids disableAiaIntermediateFetching disableCors disableCsp enableProfiling enableSecurityTesting
    follow_redirects httpVersion ignoreServerCertificateError ignore_certificate_validation initialNavigationTimeout
    min_failure_duration min_location_failed monitor_name monitor_options monitor_priority noScreenshot
    restricted_roles retry rumSettings scheduling tick_every downtime_ids bits_ai_auto_investigate
    allowApplicationCrash bindings defaultStepTimeout disableAutoAcceptAlert mobileApplication verbosity`,
  "options.retry": "count interval",
});

export const globalVariableMembers = membersOf({
  "": `id org_id created created_at modified modified_at creator created_by modified_by creation_source attributes
    description editor is_fido is_totp last_error name parse_test_options parse_test_public_id tags type value`,
  value: "options secure value",
});

export const slackChannelMembers = membersOf({
  "": "display name",
  display: "message mute_buttons notified snapshot tags",
});

export const logsPipelineMembers = membersOf({
  "": "description filter id is_enabled is_read_only name processors tags type",
});

export const dashboardMembers = membersOf({
  "": `author_handle author_info author_name created_at default_timeframe description id is_read_only layout_type
    modified_at notify_list reflow_type restricted_roles tabs tags template_variable_presets template_variables
    title url widgets`,
});

export const objectiveMembers = membersOf({
  "": `id org_id created created_at modified modified_at creator created_by modified_by configured_alert_ids
    description groups monitor_ids monitor_tags name overall_status query sli_specification tags target_threshold
    thresholds timeframe type type_id warning_threshold`,
  "thresholds.*": "target target_display timeframe warning warning_display",
});

export const onCallPolicyMembers = membersOf({
  "": "name resolve_page_on_policy_end retries steps tags",
});

export const onCallRoutingMembers = membersOf({
  "": "rules",
});

export const downtimeMembers = membersOf({
  "": `canceled created display_timezone message modified monitor_identifier mute_first_recovery_notification
    notify_end_states notify_end_types schedule scope status`,
  schedule: "current_downtime recurrences timezone",
});
