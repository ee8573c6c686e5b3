import pulumi from "@pulumi/pulumi";
import type { Owner } from "./owner.ts";

type Nothing = Record<string, never>;

/** What makes the alert notify; exactly one member. */
export interface AlertTrigger {
  /** A new issue. */
  firstSeenEvent?: Nothing;
  /** An issue escalates. */
  reappearedEvent?: Nothing;
  /** A resolved issue comes back. */
  regressionEvent?: Nothing;
  /** An issue is resolved. */
  issueResolvedTrigger?: Nothing;
}

interface Frequency {
  value: pulumi.Input<number>;
  /** `1min`, `5min`, `15min`, `1h`, `1d`, `1w` or `30d`. */
  interval: pulumi.Input<string>;
  /** Only events with these tags or attributes are counted; `match` as in `taggedEvent`. */
  filters?: pulumi.Input<
    pulumi.Input<{
      key?: pulumi.Input<string>;
      attribute?: pulumi.Input<string>;
      match: pulumi.Input<string>;
      value?: pulumi.Input<string>;
    }>[]
  >;
}

/** A filter; exactly one member. */
interface AlertCondition {
  /** `match`: `eq`, `ne`, `sw`, `nsw`, `ew`, `new`, `co`, `nc`, `in`, `nin`, `is` (set), `ns` (not set). */
  taggedEvent?: { key: pulumi.Input<string>; match: pulumi.Input<string>; value?: pulumi.Input<string> };
  eventAttribute?: { attribute: pulumi.Input<string>; match: pulumi.Input<string>; value?: pulumi.Input<string> };
  /** `level`: 50 fatal, 40 error, 30 warning, 20 info, 10 debug. `match`: `eq`, `gte` or `lte`. */
  level?: { level: pulumi.Input<number>; match: pulumi.Input<string> };
  /** `comparisonType`: `older` or `newer`. `time`: `minute`, `hour`, `day` or `week`. */
  ageComparison?: { comparisonType: pulumi.Input<string>; value: pulumi.Input<number>; time: pulumi.Input<string> };
  issueOccurrences?: { value: pulumi.Input<number> };
  eventFrequencyCount?: Frequency;
  eventUniqueUserFrequencyCount?: Frequency;
  /** 75 high, 50 medium, 25 low. */
  issuePriorityGreaterOrEqual?: { comparison: pulumi.Input<number> };
  issuePriorityDeescalating?: Nothing;
  latestRelease?: Nothing;
  /** A filter without a name here, in Sentry's own form. */
  other?: { type: pulumi.Input<string>; comparison: pulumi.Input<unknown> };
}

/** Whom the alert notifies; exactly one member. */
export interface AlertAction {
  /** `targetType`: `user`, `team` (both with `targetId`) or `issue_owners`. */
  email?: { targetType: pulumi.Input<string>; targetId?: pulumi.Input<string>; fallthroughType?: pulumi.Input<string> };
  /** Through the Slack integration of the organization. `tags` are names separated by commas. */
  slack?: {
    integrationId: pulumi.Input<string>;
    channelName: pulumi.Input<string>;
    channelId?: pulumi.Input<string>;
    tags?: pulumi.Input<string>;
    notes?: pulumi.Input<string>;
  };
  /** An action without a name here, in Sentry's own form. */
  other?: {
    type: pulumi.Input<string>;
    integrationId?: pulumi.Input<string>;
    config: pulumi.Input<Record<string, unknown>>;
    data: pulumi.Input<Record<string, unknown>>;
  };
}

interface AlertFilter {
  /** How the conditions go together: `any`, `any-short`, `all` or `none`. */
  logicType: pulumi.Input<string>;
  /** None: every issue passes. */
  conditions?: pulumi.Input<pulumi.Input<AlertCondition>[]>;
  actions: pulumi.Input<pulumi.Input<AlertAction>[]>;
}

export interface AlertArgs {
  /** Slug of the organization. A change makes another alert. */
  organization: pulumi.Input<string>;
  /** At most 256 characters. */
  name: pulumi.Input<string>;
  /** Default: true. */
  enabled?: pulumi.Input<boolean>;
  /** All environments when absent. */
  environment?: pulumi.Input<string>;
  owner?: pulumi.Input<Owner>;
  /** Ids of the monitors whose issues it looks at. Without order. */
  monitorIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Minutes for which one issue does not notify again: 0, 5, 10, 30, 60, 180, 720 or 1440. */
  frequencyMinutes: pulumi.Input<number>;
  /** Any of them. Without order. */
  triggerConditions?: pulumi.Input<pulumi.Input<AlertTrigger>[]>;
  /** Sentry's names of triggers that have none here. */
  legacyTriggerConditions?: pulumi.Input<pulumi.Input<string>[]>;
  actionFilters: pulumi.Input<pulumi.Input<AlertFilter>[]>;
}

/** Who is notified of the issues of monitors, and when. Import it by `organization/id`. */
export class Alert extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: AlertArgs, options?: pulumi.CustomResourceOptions) {
    super("tocsin:sentry:Alert", name, { ...args }, options);
  }
}
