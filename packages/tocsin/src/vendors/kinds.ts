import type { ResourceKind } from "../model/resource.ts";
import { datadogKinds } from "./datadog/live.ts";
import type { Kind } from "./live.ts";
import { sentryKinds } from "./sentry/live.ts";
import { stripeKinds } from "./stripe/live.ts";
import { vercelKinds } from "./vercel/live.ts";

/** Every kind of object that the product manages. The compiler holds it complete. */
export const kinds: Record<ResourceKind, Kind> = { ...datadogKinds, ...sentryKinds, ...vercelKinds, ...stripeKinds };
