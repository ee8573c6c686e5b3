import { createMonitoredApp } from "../src/app/app.ts";
import { EmulatedClock } from "../src/clock.ts";
import { createDatadog } from "../src/datadog/app.ts";
import { historyMs, replayHistory } from "../src/history.ts";
import { createMail } from "../src/mail/app.ts";
import { createSentry } from "../src/sentry/app.ts";
import { createSlack } from "../src/slack/app.ts";
import { createStatusPages } from "../src/status-pages/app.ts";
import { createVercel } from "../src/vercel/app.ts";
import { teamContext } from "./team.ts";

/** The emulated vendors together, without sockets, on a clock that tests move by `context.clock.advance`. */
export function createWorld(clock = new EmulatedClock()) {
  const context = teamContext(clock);
  const datadog = createDatadog(context);
  const slack = createSlack(context);
  const sentry = createSentry(context);
  const vercel = createVercel(context);
  const mail = createMail(context);
  const app = createMonitoredApp(context);
  const statusPages = createStatusPages(context);
  const vendors = [datadog, slack, sentry, vercel, mail, statusPages, app];

  const call = async (vendor: "sentry" | "vercel", method: string, path: string, body?: unknown) => {
    const url = vendor === "sentry" ? `/api/0${path}` : `${path}?teamId=team_acme`;
    const headers = { authorization: `Bearer ${context.tokens[vendor].token}`, "content-type": "application/json" };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await context.apps.get(vendor)?.request(url, init);
    const text = (await response?.text()) ?? "";
    const answer: unknown = text === "" ? null : JSON.parse(text);
    return { status: response?.status ?? 0, body: answer };
  };
  return { context, datadog, slack, sentry, vercel, mail, app, vendors, call };
}

/** The same after its past has been lived through, as a fresh local stack finds it. */
export async function createWorldWithPast() {
  const world = createWorld(new EmulatedClock({ offsetMs: -historyMs }));
  await replayHistory(world.context, world.vendors);
  return world;
}
