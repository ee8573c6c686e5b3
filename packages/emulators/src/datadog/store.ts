import type { MonitorState } from "./alerting/model.ts";
import type { EscalationPolicy, RoutingRules } from "./config/on-call-schema.ts";
import type { SlackChannel } from "./config/slack-channel.ts";
import type { Stored } from "./config/stored.ts";
import type { Downtime } from "./downtimes/model.ts";
import { CheckStore } from "./intake/check-store.ts";
import { LogStore } from "./intake/log-store.ts";
import type { StoredEvent } from "./intake/model.ts";
import { SeriesStore } from "./intake/series-store.ts";
import type { Monitor } from "./monitors/model.ts";
import type { GlobalVariable, SyntheticsTest, TestRuns } from "./synthetics/model.ts";

/** Everything that the emulated organisation holds, in memory. Maps keep the order of creation. */
export class DatadogStore {
  readonly monitors = new Map<number, Monitor>();
  /** What evaluation remembers of each monitor, by its id. */
  readonly states = new Map<number, MonitorState>();
  /** By public id. The monitor of a test is in `monitors`. */
  readonly tests = new Map<string, SyntheticsTest>();
  /** What running remembers of each test, by its public id. */
  readonly testRuns = new Map<string, TestRuns>();
  readonly globalVariables = new Map<string, GlobalVariable>();
  readonly downtimes = new Map<string, Downtime>();
  readonly slackChannels = new Map<string, SlackChannel>();
  readonly dashboards = new Map<string, Stored>();
  readonly slos = new Map<string, Stored>();
  readonly logsMetrics = new Map<string, Stored>();
  readonly logsPipelines = new Map<string, Stored>();
  readonly escalationPolicies = new Map<string, EscalationPolicy>();
  /** By team. */
  readonly routingRules = new Map<string, RoutingRules>();
  readonly series = new SeriesStore();
  readonly logs = new LogStore();
  readonly checks = new CheckStore();
  readonly events: StoredEvent[] = [];

  /** How many objects of each kind there are. */
  counts(): Record<string, number> {
    return {
      monitors: this.monitors.size,
      synthetics_tests: this.tests.size,
      global_variables: this.globalVariables.size,
      downtimes: this.downtimes.size,
      slack_channels: this.slackChannels.size,
      dashboards: this.dashboards.size,
      slos: this.slos.size,
      logs_metrics: this.logsMetrics.size,
      logs_pipelines: this.logsPipelines.size,
      escalation_policies: this.escalationPolicies.size,
      routing_rules: [...this.routingRules.values()].flat().length,
      series: this.series.size,
      logs: this.logs.length,
      check_runs: this.checks.length,
      events: this.events.length,
    };
  }
}
