import {
  anyObject,
  boolean,
  closed,
  filledString,
  id,
  list,
  logicType,
  looseId,
  nullable,
  one,
  ownerObject,
  ownerText,
  type Schema,
  string,
  timestamp,
} from "./parts.ts";

/**
 * Sentry's alerts ("workflows") by its published specification: `POST /organizations/{org}/workflows/` and what the workflow
 * calls answer.
 */

const match = one("eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin", "is", "ns");
const count: Schema = { type: "integer", minimum: 0 };
const interval = one("1m", "5m", "15m", "1h", "1d", "1w", "30d");

/** Filters and the form that each one's comparison has. `is` and `ns` ask whether a tag is there: they have no value. */
const comparisons: Record<string, Schema> = {
  tagged_event: {
    oneOf: [
      closed({ key: filledString, match: one("is", "ns") }),
      closed({
        key: filledString,
        match: one("eq", "ne", "sw", "nsw", "ew", "new", "co", "nc", "in", "nin"),
        value: filledString,
      }),
    ],
  },
  event_attribute: closed({ attribute: filledString, match, value: string }, ["attribute", "match"]),
  level: closed({ level: { type: "integer", minimum: 0, maximum: 50 }, match: one("eq", "gte", "lte") }),
  age_comparison: closed({
    comparison_type: one("older", "newer"),
    value: count,
    time: one("minute", "hour", "day", "week"),
  }),
  issue_occurrences: closed({ value: count }),
  event_frequency_count: closed({ value: count, interval }),
  event_unique_user_frequency_count: closed({ value: count, interval }),
  issue_priority_greater_or_equal: one(25, 50, 75),
  // The example of the specification is `true`; Sentry's source takes a priority (`IssuePriorityDeescalatingConditionHandler`).
  issue_priority_deescalating: one(true, 25, 50, 75),
};
const filters = (more: Record<string, Schema>): Schema => ({
  oneOf: Object.entries(comparisons).map(([type, comparison]) =>
    closed({ ...more, type: one(type), comparison, conditionResult: boolean }),
  ),
});

const trigger = {
  type: one("first_seen_event", "regression_event", "reappeared_event", "issue_resolved_trigger"),
  comparison: one(true),
  conditionResult: boolean,
};

/** Mail goes to members and teams; Slack goes through an installed integration, to one channel. */
const emailConfig = closed(
  {
    targetType: one("user", "team", "issue_owners"),
    targetIdentifier: nullable(string),
    targetDisplay: nullable(string),
  },
  ["targetType"],
);
const slackConfig = closed({ targetType: one("specific"), targetIdentifier: string, targetDisplay: filledString });
const slackData = closed({ notes: string, tags: string }, []);
const emailData = closed({ fallthroughType: one("ActiveMembers", "AllMembers", "NoOne") }, []);
const status = one("active", "disabled");

const action: Schema = {
  oneOf: [
    closed({ type: one("email"), config: emailConfig, data: emailData, integrationId: { type: "null" }, status }, [
      "type",
      "config",
      "data",
    ]),
    closed({ type: one("slack"), config: slackConfig, data: slackData, integrationId: id, status }, [
      "type",
      "config",
      "data",
      "integrationId",
    ]),
  ],
};
const storedAction: Schema = {
  oneOf: [
    closed({
      id: looseId,
      type: one("email"),
      config: emailConfig,
      data: emailData,
      integrationId: { type: "null" },
      status,
    }),
    closed({ id: looseId, type: one("slack"), config: slackConfig, data: slackData, integrationId: id, status }),
  ],
};

const common = {
  name: { type: "string", minLength: 1, maxLength: 256 },
  enabled: boolean,
  environment: nullable(filledString),
  // Minutes.
  config: closed({ frequency: one(0, 5, 10, 30, 60, 180, 720, 1_440) }),
  detectorIds: list(id, { uniqueItems: true }),
};

const requested = {
  ...common,
  owner: ownerText,
  triggers: closed({ logicType: one("any-short"), conditions: list(closed(trigger)) }),
  actionFilters: list(closed({ logicType, conditions: list(filters({})), actions: list(action) })),
};

/** The body of a create or update call. */
export const workflowRequest = closed(
  requested,
  Object.keys(requested).filter((name) => name !== "owner" && name !== "environment"),
);

const group = { id, organizationId: id };
/** An alert as every workflow call answers it. */
export const workflowResponse = closed({
  ...common,
  ...group,
  owner: ownerObject,
  createdBy: nullable(id),
  dateCreated: timestamp,
  dateUpdated: timestamp,
  lastTriggered: nullable(timestamp),
  triggers: closed({
    ...group,
    logicType: one("any-short"),
    conditions: list(closed({ id: looseId, ...trigger })),
    actions: { type: "array", maxItems: 0 },
  }),
  actionFilters: list(
    closed({ ...group, logicType, conditions: list(filters({ id: looseId })), actions: list(storedAction) }),
  ),
});

/** `GET /organizations/{org}/integrations/`. */
export const integrations = list(
  closed({
    id,
    name: string,
    icon: nullable(string),
    domainName: nullable(string),
    accountType: nullable(string),
    scopes: nullable(list(string)),
    status: string,
    provider: closed({
      key: string,
      slug: string,
      name: string,
      canAdd: boolean,
      canDisable: boolean,
      features: list(string),
      aspects: anyObject,
    }),
    configOrganization: { type: "array" },
    configData: nullable(anyObject),
    externalId: string,
    organizationId: { type: "integer" },
    organizationIntegrationStatus: string,
    gracePeriodEnd: nullable(string),
  }),
);
