import { atDatadog } from "./datadog.ts";
import type { ConformanceKind, Story } from "./kind.ts";
import { atSentry } from "./sentry.ts";
import { atSlack } from "./slack.ts";
import { atStripe } from "./stripe.ts";
import { atVercel } from "./vercel.ts";
import { storiesAtVercel } from "./vercel-stories.ts";

/**
 * One resource of each kind that can be made for a moment. Of Datadog On-Call none can: there is no list of escalation policies by
 * which one that was left would be found, and routing rules are the team's own.
 */
export const conformanceKinds: readonly (ConformanceKind | Story)[] = [
  ...atDatadog,
  ...atSentry,
  ...atVercel,
  ...storiesAtVercel,
  ...atStripe,
  ...atSlack,
];
