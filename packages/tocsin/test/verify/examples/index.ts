import type { JsonObject, Resource } from "../../../src/model/resource.ts";
import * as datadog from "../../../src/vendors/datadog/client.ts";
import {
  liveChannel,
  liveDashboard,
  liveDowntime,
  liveMonitor,
  liveObjective,
  livePipeline,
  liveTest,
  liveVariable,
} from "../../../src/vendors/datadog/live.ts";
import type { LiveObject } from "../../../src/vendors/live.ts";
import * as sentry from "../../../src/vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../../src/vendors/sentry/live.ts";
import * as stripe from "../../../src/vendors/stripe/client.ts";
import { liveDestination, liveEndpoint } from "../../../src/vendors/stripe/live.ts";
import * as vercel from "../../../src/vendors/vercel/client.ts";
import {
  liveCrons,
  liveDeployment,
  liveVariable as liveEnvironmentVariable,
  liveProject,
} from "../../../src/vendors/vercel/live.ts";
import { liveMonitor as liveVercelMonitor } from "../../../src/vendors/vercel/live-monitors.ts";
import type { EmulatedKind } from "../../support/kinds.ts";
import {
  channel,
  channelAnswer,
  dashboard,
  dashboardAnswer,
  monitor,
  monitorAnswer,
  objective,
  objectiveAnswer,
  pipeline,
  pipelineAnswer,
  syntheticsTest,
  testAnswer,
  variable,
  variableAnswer,
  window,
  windowAnswer,
} from "./datadog.ts";
import { policy, policyLive, routing, routingLive } from "./on-call.ts";
import { detector, detectorAnswer, workflow, workflowAnswer } from "./sentry.ts";
import {
  crons,
  deployment,
  deploymentAnswer,
  destination,
  destinationAnswer,
  endpoint,
  endpointAnswer,
  environmentVariable,
  environmentVariableAnswer,
  ownProjectAnswer,
  project,
  projectAnswer,
  vercelMonitor,
  vercelMonitorAnswer,
  vercelNotifications,
} from "./vercel-stripe.ts";

/*
 * One resource of every kind, and the vendor's answer that shows it live and unchanged, with all that the vendor adds and
 * rewrites. Tests change one thing and look at what is said.
 */

export { detectorAnswer, environmentVariable, monitor, monitorAnswer, testAnswer, workflowAnswer };

/** What a vendor answers, with any member changed. Each test makes its own. */
export const live: Record<EmulatedKind, (changes?: JsonObject) => LiveObject[]> = {
  monitor: (changes) => liveMonitor(datadog.listedMonitor.parse({ ...monitorAnswer, ...changes })),
  "synthetics-test": (changes) => [liveTest(datadog.listedTest.parse({ ...testAnswer, ...changes }))],
  "global-variable": (changes) => [liveVariable(datadog.listedVariable.parse({ ...variableAnswer, ...changes }))],
  "slack-channel": (changes) => [liveChannel("acme", datadog.listedChannel.parse({ ...channelAnswer, ...changes }))],
  "logs-pipeline": (changes) => [livePipeline(datadog.listedPipeline.parse({ ...pipelineAnswer, ...changes }))],
  dashboard: (changes) => [liveDashboard(datadog.readDashboard.parse({ ...dashboardAnswer, ...changes }))],
  slo: (changes) => [liveObjective(datadog.listedObjective.parse({ ...objectiveAnswer, ...changes }))],
  downtime: (changes) => [liveDowntime(windowAnswer(changes))],
  "on-call-policy": (changes) => [policyLive(changes)],
  "on-call-routing": (changes) => [routingLive(changes)],
  detector: (changes) => [liveDetector("acme", sentry.listedDetector.parse({ ...detectorAnswer, ...changes }))],
  workflow: (changes) => [liveWorkflow("acme", sentry.listedWorkflow.parse({ ...workflowAnswer, ...changes }))],
  "project-crons": (changes) => liveCrons(vercel.listedProject.parse({ ...projectAnswer, ...changes })),
  "environment-variable": (changes) => [
    liveEnvironmentVariable("prj_tips", vercel.listedVariable.parse({ ...environmentVariableAnswer, ...changes })),
  ],
  project: (changes) => [liveProject(vercel.listedProject.parse({ ...ownProjectAnswer, ...changes }))],
  deployment: (changes) => [
    liveDeployment("tocsin-probe", vercel.listedDeployment.parse({ ...deploymentAnswer, ...changes })),
  ],
  "alert-rule": (changes) => [
    liveVercelMonitor(vercel.listedMonitor.parse({ ...vercelMonitorAnswer, ...changes }), vercelNotifications),
  ],
  "webhook-endpoint": (changes) => [liveEndpoint(stripe.listedEndpoint.parse({ ...endpointAnswer, ...changes }))],
  "event-destination": (changes) => [
    liveDestination(stripe.listedDestination.parse({ ...destinationAnswer, ...changes })),
  ],
};

export const resources: Record<EmulatedKind, Resource> = {
  monitor,
  "synthetics-test": syntheticsTest,
  "global-variable": variable,
  "slack-channel": channel,
  "logs-pipeline": pipeline,
  dashboard,
  slo: objective,
  downtime: window,
  "on-call-policy": policy,
  "on-call-routing": routing,
  detector,
  workflow,
  "project-crons": crons,
  "environment-variable": environmentVariable,
  project,
  deployment,
  "alert-rule": vercelMonitor,
  "webhook-endpoint": endpoint,
  "event-destination": destination,
};

export const all = Object.values(resources);

export const allKinds: EmulatedKind[] = Object.keys(resources).filter((kind): kind is EmulatedKind => kind in live);
