/**
 * Typed classes for the Sentry plugin in `packages/tocsin/src/providers/sentry`. Names and meanings of the properties are those of the
 * Terraform provider jianyuan/sentry 0.15, in camel case. The plugin checks values; types here say only their shape.
 */
export { Alert, type AlertAction, type AlertTrigger } from "./alert.ts";
export { MetricMonitor } from "./metric-monitor.ts";
export { UptimeMonitor } from "./uptime-monitor.ts";
