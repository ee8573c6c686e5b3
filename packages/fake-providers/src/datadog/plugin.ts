import type { Plugin } from "tocsin/internal/provider";
import type { Rest } from "../shared/rest.ts";
import { datadogRest, datadogSettings, type Environment, validateKeys } from "./config.ts";
import { dashboardJson } from "./dashboard-json.ts";
import { downtimeSchedule } from "./downtime-schedule.ts";
import { globalVariable } from "./global-variable.ts";
import { logsMetric } from "./logs-metric.ts";
import { logsPipeline } from "./logs-pipeline.ts";
import { monitorJson } from "./monitor-json.ts";
import { escalationPolicy, routingRules } from "./on-call.ts";
import { slackChannel } from "./slack-channel.ts";
import { serviceLevelObjective } from "./slo.ts";
import { syntheticsTest } from "./synthetics-test.ts";

/**
 * The fake provider for the official plugin `datadog`: the same tokens, the same REST conversation, for the resource types that
 * the local stack uses. `version` must be the one that the installed SDK asks for.
 */
export function datadogPlugin(version: string, environment: Environment): Plugin {
  let configured: Rest | undefined;
  let keys: readonly string[] = [];
  const rest = () => {
    if (configured === undefined) throw new Error("The Datadog provider was used before it was configured.");
    return configured;
  };
  return {
    name: "datadog",
    version,
    resources: {
      "datadog:index/monitorJson:MonitorJson": monitorJson(rest),
      "datadog:index/downtimeSchedule:DowntimeSchedule": downtimeSchedule(rest),
      "datadog:index/onCallEscalationPolicy:OnCallEscalationPolicy": escalationPolicy(rest),
      "datadog:index/onCallTeamRoutingRules:OnCallTeamRoutingRules": routingRules(rest),
      "datadog:index/dashboardJson:DashboardJson": dashboardJson(rest),
      "datadog:index/syntheticsTest:SyntheticsTest": syntheticsTest(rest),
      "datadog:index/syntheticsGlobalVariable:SyntheticsGlobalVariable": globalVariable(rest),
      "datadog:index/serviceLevelObjective:ServiceLevelObjective": serviceLevelObjective(rest),
      "datadog:index/logsCustomPipeline:LogsCustomPipeline": logsPipeline(rest),
      "datadog:index/logsMetric:LogsMetric": logsMetric(rest),
      "datadog:slack/channel:Channel": slackChannel(rest),
    },
    secretValues: () => keys,
    async configure(config) {
      const settings = datadogSettings(config, environment);
      keys = [settings.apiKey, settings.appKey].filter((key) => key !== "");
      configured = datadogRest(settings);
      if (settings.validate) await validateKeys(configured);
    },
  };
}
