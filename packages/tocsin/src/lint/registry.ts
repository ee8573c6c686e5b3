import type { Rule } from "./rule.ts";
import { alertAlwaysTrue } from "./rules/alert-always-true.ts";
import { alertDuplicate } from "./rules/alert-duplicate.ts";
import { alertEnvironmentUnscoped } from "./rules/alert-environment-unscoped.ts";
import { alertFiresTooOften } from "./rules/alert-fires-too-often.ts";
import { alertHeartbeatSilent } from "./rules/alert-heartbeat-silent.ts";
import { alertImpossible } from "./rules/alert-impossible.ts";
import { alertNoDataUnstated } from "./rules/alert-no-data-unstated.ts";
import { alertOwnerUnknown } from "./rules/alert-owner-unknown.ts";
import { alertPageNotUrgent } from "./rules/alert-page-not-urgent.ts";
import { alertPageOnCause } from "./rules/alert-page-on-cause.ts";
import { alertPageWakesNobody } from "./rules/alert-page-wakes-nobody.ts";
import { alertPageWithoutPager } from "./rules/alert-page-without-pager.ts";
import { alertRatioMinimumTooSmall } from "./rules/alert-ratio-minimum-too-small.ts";
import { alertRatioWithoutMinimum } from "./rules/alert-ratio-without-minimum.ts";
import { alertRecipientsMissing } from "./rules/alert-recipients-missing.ts";
import { alertRecoveryMissing } from "./rules/alert-recovery-missing.ts";
import { alertRecoveryNotNotified } from "./rules/alert-recovery-not-notified.ts";
import { alertRecoverySide } from "./rules/alert-recovery-side.ts";
import { alertRunbookLink } from "./rules/alert-runbook-link.ts";
import { alertRunbookMissing } from "./rules/alert-runbook-missing.ts";
import { alertRunbookPage } from "./rules/alert-runbook-page.ts";
import { alertSingleSample } from "./rules/alert-single-sample.ts";
import { alertSourceUnknown } from "./rules/alert-source-unknown.ts";
import { alertWarningSide } from "./rules/alert-warning-side.ts";
import { alertWindowTooShort } from "./rules/alert-window-too-short.ts";
import { cronWindowTooShort } from "./rules/cron-window-too-short.ts";
import { dashboardShowsNothing } from "./rules/dashboard-shows-nothing.ts";
import { datadogCompositePartMissing } from "./rules/datadog-composite-part-missing.ts";
import { datadogCrawledWithoutDelay } from "./rules/datadog-crawled-without-delay.ts";
import { datadogDivisionDelay } from "./rules/datadog-division-delay.ts";
import { datadogFragileArithmetic } from "./rules/datadog-fragile-arithmetic.ts";
import { datadogHandleUnknown } from "./rules/datadog-handle-unknown.ts";
import { datadogLogAttributeRouting } from "./rules/datadog-log-attribute-routing.ts";
import { datadogMissingDataOptions } from "./rules/datadog-missing-data-options.ts";
import { datadogMutedTooLong } from "./rules/datadog-muted-too-long.ts";
import { datadogPerpetualDifference } from "./rules/datadog-perpetual-difference.ts";
import { datadogQueryInvalid } from "./rules/datadog-query-invalid.ts";
import { datadogRatioForm } from "./rules/datadog-ratio-form.ts";
import { datadogRenotify } from "./rules/datadog-renotify.ts";
import { datadogStuckInAlert } from "./rules/datadog-stuck-in-alert.ts";
import { datadogTemplateVariable } from "./rules/datadog-template-variable.ts";
import { datadogThresholdDiffersFromQuery } from "./rules/datadog-threshold-differs-from-query.ts";
import { objectiveBudgetTooSmall } from "./rules/objective-budget-too-small.ts";
import { objectiveUnwatched } from "./rules/objective-unwatched.ts";
import { sentryRecipientUnknown } from "./rules/sentry-recipient-unknown.ts";
import { signalNeverSeen } from "./rules/signal-never-seen.ts";
import { slackChannelUnreachable } from "./rules/slack-channel-unreachable.ts";
import { stackSharedChannel } from "./rules/stack-shared-channel.ts";
import { syntheticsFailureDuration } from "./rules/synthetics-failure-duration.ts";
import { syntheticsRetryOverlap } from "./rules/synthetics-retry-overlap.ts";
import { vercelMonitorLoses } from "./rules/vercel-monitor-loses.ts";

/** Every rule, in the order of their files. A new one is added here; test/lint/pages.test.ts asks for its page. */
export const rules: readonly Rule[] = [
  alertAlwaysTrue,
  alertDuplicate,
  alertEnvironmentUnscoped,
  alertFiresTooOften,
  alertHeartbeatSilent,
  alertImpossible,
  alertNoDataUnstated,
  alertOwnerUnknown,
  alertPageNotUrgent,
  alertPageOnCause,
  alertPageWakesNobody,
  alertPageWithoutPager,
  alertRatioMinimumTooSmall,
  alertRatioWithoutMinimum,
  alertRecipientsMissing,
  alertRecoveryMissing,
  alertRecoveryNotNotified,
  alertRecoverySide,
  alertRunbookLink,
  alertRunbookMissing,
  alertRunbookPage,
  alertSingleSample,
  alertSourceUnknown,
  alertWarningSide,
  alertWindowTooShort,
  cronWindowTooShort,
  dashboardShowsNothing,
  datadogCompositePartMissing,
  datadogCrawledWithoutDelay,
  datadogDivisionDelay,
  datadogFragileArithmetic,
  datadogHandleUnknown,
  datadogLogAttributeRouting,
  datadogMissingDataOptions,
  datadogMutedTooLong,
  datadogPerpetualDifference,
  datadogQueryInvalid,
  datadogRatioForm,
  datadogRenotify,
  datadogStuckInAlert,
  datadogTemplateVariable,
  datadogThresholdDiffersFromQuery,
  objectiveBudgetTooSmall,
  objectiveUnwatched,
  sentryRecipientUnknown,
  signalNeverSeen,
  slackChannelUnreachable,
  stackSharedChannel,
  syntheticsFailureDuration,
  syntheticsRetryOverlap,
  vercelMonitorLoses,
];
