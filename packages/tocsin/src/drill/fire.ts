import { invertedFiring, logsFiring, metricFiring } from "./fire-datadog.ts";
import { eventsFiring, spansFiring } from "./fire-sentry.ts";
import { rowsFiring } from "./fire-supabase.ts";
import { troubleFiring } from "./fire-trouble.ts";
import { cronsFiring, vercelMonitorFiring } from "./fire-vercel.ts";
import type { Firing, Rig, Target } from "./firing.ts";

/** The firing of a definition, by what is to be injected. @throws Error when a connection or a live object is missing */
export function firingFor(rig: Rig, target: Target): Firing {
  const { injection } = target;
  switch (injection.kind) {
    case "logs":
      return logsFiring(rig, target, injection);
    case "metric":
      return metricFiring(rig, target, injection);
    case "inverted":
      return injection.what === "vercel-monitor"
        ? vercelMonitorFiring(rig, target, injection.why)
        : invertedFiring(rig, target, injection);
    case "events":
      return eventsFiring(rig, target, injection);
    case "spans":
      return spansFiring(rig, target, injection);
    case "rows":
      return rowsFiring(rig, target, injection);
    case "trouble":
      return troubleFiring(rig, target, injection);
    case "crons-off":
      return cronsFiring(rig, target, injection);
  }
}
