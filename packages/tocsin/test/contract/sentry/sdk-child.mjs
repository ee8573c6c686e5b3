/**
 * An app with Sentry's own SDK, in a process of its own because the SDK patches the process it is loaded into.
 * Arguments: the DSN. Prints as JSON whether all events have left, and what the intake answered each time.
 */
import * as Sentry from "@sentry/node";

const [dsn] = process.argv.slice(2);
/** @type {(number | undefined)[]} */
const statuses = [];

const client = Sentry.init({ dsn, environment: "local", release: "web@1.2.3", tracesSampleRate: 0 });
client?.on("afterSendEvent", (_event, response) => statuses.push(response.statusCode));

const tags = { service: "api", feature: "publishing", severity: "critical" };
Sentry.captureException(new TypeError("cannot publish"), { tags });
Sentry.captureException(new TypeError("cannot publish"), { tags });
Sentry.captureMessage("quota is running out", { level: "warning", tags: { service: "worker" } });
const checkInId = Sentry.captureCheckIn({ monitorSlug: "nightly-by-sdk", status: "in_progress" });
Sentry.captureCheckIn({ checkInId, monitorSlug: "nightly-by-sdk", status: "error", duration: 1 });
const flushed = await Sentry.flush(10_000);
process.stdout.write(JSON.stringify({ flushed, statuses }));
