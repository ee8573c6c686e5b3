/**
 * Typed classes of the Sentry resources in the plugin `tocsin` (`packages/tocsin/src/providers`). Each takes the body of Sentry's
 * own REST interface; the plugin checks it.
 */
export { Alert, type AlertArgs } from "./alert.ts";
export { Monitor, type MonitorArgs } from "./monitor.ts";
export { Provider } from "./provider.ts";
