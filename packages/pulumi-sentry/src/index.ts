/**
 * Typed classes of the Sentry resources in the plugin `tocsin` (`packages/tocsin/src/providers`). Names and meanings of the
 * properties are those of the Terraform provider jianyuan/sentry 0.15, in camel case. The plugin checks values; types here say
 * only their shape.
 */
export { Alert, type AlertAction, type AlertTrigger } from "./alert.ts";
export { Monitor } from "./monitor.ts";
export { Provider } from "./provider.ts";
