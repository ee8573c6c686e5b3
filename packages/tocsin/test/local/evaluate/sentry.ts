import { EmulatedClock } from "../../../../emulators/src/clock.ts";
import { createContext, type LocalContext } from "../../../../emulators/src/context.ts";
import { asClientTime } from "../../../../emulators/src/peer.ts";
import { createSentry, type SentryEmulator } from "../../../../emulators/src/sentry/app.ts";
import { isMetric } from "../../../../emulators/src/sentry/store.ts";
import { random } from "../../../../emulators/test/evaluate/random.ts";
import type { Series, State } from "../../../src/evaluate/types.ts";
import type { Definition } from "../../../src/model/definition.ts";
import type { JsonObject, Resource } from "../../../src/model/resource.ts";
import type { StackConfig } from "../../../src/model/stack.ts";
import { settingOf } from "../../../src/vendors/context.ts";
import {
  type EventContext,
  errorEnvelope,
  eventTags,
  transactionEnvelope,
  transactionFor,
} from "../../../src/vendors/sentry/fire-events.ts";
import type { Witness } from "./datadog.ts";
import { readings } from "./signals.ts";

const leadMs = 10_000;
const words: Readonly<Record<number, State>> = { 0: "ok", 50: "warn", 75: "alert" };

/** The same for Sentry; of an alert for each event, when it notified about which issue. */
export async function watchedBySentry(
  definition: Definition,
  resources: readonly Resource[],
  stack: StackConfig,
  { step, count, seed }: { step: number; count: number; seed: string },
): Promise<Witness & { notified: { at: number; issue: string }[] }> {
  const clock = new EmulatedClock();
  const context = createContext(clock);
  const sentry = createSentry(context, async () => "C1");
  clock.shift(1_800_000 - (context.now().getTime() % 1_800_000));
  clock.freeze();
  const begin = context.now().getTime();
  const detector = await provision(context, sentry, resources);
  const { signal } = definition;
  if (signal.kind !== "sentry-errors" && signal.kind !== "sentry-issues" && signal.kind !== "sentry-spans")
    throw new Error(`${definition.id} is not watched by Sentry`);
  const names = signal.kind === "sentry-issues" ? signal.projects : [signal.project];
  const slugs = names.map((name) => settingOf(stack.sentry.projects, name, "sentry.projects", stack).slug);
  const points = new Map<string, { at: number; value: number }[]>();
  const states: Witness["states"] = [];
  let sent = 0;
  for (const [i, { values }] of readings(definition, step, count, random(seed)).entries()) {
    const at = begin + (i + 1) * step * 1000;
    await clock.advance((at - leadMs - context.now().getTime()) / 1000);
    for (const value of values) {
      sent += 1;
      const time = context.now().getTime();
      // Few issues, so that the same one comes again within its throttle.
      const issue = `issue-${sent % 2}`;
      const own: EventContext = {
        dsn: "https://key@sentry.example/1",
        environment: stack.sentry.environment,
        token: issue,
        definition: definition.id,
        now: asClientTime(context, new Date(time)).getTime(),
      };
      const envelope =
        signal.kind === "sentry-spans"
          ? transactionEnvelope(own, transactionFor(signal.transaction), value)
          : errorEnvelope(own, eventTags(tagsOf(signal.tags), sent));
      await post(sentry, slugs[0] ?? "", envelope);
      const key = signal.kind === "sentry-issues" ? issue : "all";
      const list = points.get(key) ?? [];
      list.push({ at: time, value: signal.kind === "sentry-spans" ? value : 1 });
      points.set(key, list);
    }
    await clock.advance((at - context.now().getTime()) / 1000);
    const held = sentry.store.detectors.get(detector);
    const state = held !== undefined && isMetric(held) ? (words[held.priority] ?? "ok") : "ok";
    states.push({ at, groups: new Map([["*", state]]) });
  }
  const all = [...points].map(([issue, own]): Series => ({ tags: issue === "all" ? {} : { issue }, points: own }));
  const series = { [signal.kind === "sentry-spans" ? "durations" : "events"]: all };
  const history = [...sentry.store.workflows.values()].flatMap((one) => one.history);
  return {
    input: { series },
    states,
    vendor: { app: sentry.app, context },
    notified: history.map(({ at, issueId }) => ({ at: at.getTime(), issue: issueId })),
  };
}

const tagsOf = (tags: Record<string, string | string[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, Array.isArray(value) ? value : [value]]));

async function post(sentry: SentryEmulator, slug: string, envelope: string): Promise<void> {
  const project = sentry.store.projects.find((one) => one.slug === slug);
  const path = `/api/${project?.id}/envelope/?sentry_key=${project?.key.public}`;
  const answer = await sentry.app.request(path, { method: "POST", body: envelope });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Makes the monitor and the alert that the definition compiled to; the monitor's id, if there is one. */
async function provision(
  context: LocalContext,
  sentry: SentryEmulator,
  resources: readonly Resource[],
): Promise<string> {
  const create = async (path: string, body: JsonObject): Promise<string> => {
    const answer = await sentry.app.request(`/api/0${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${context.tokens.sentry.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return String(Object(await answer.json()).id);
  };
  let detector = "";
  for (const { kind, parent, body } of resources) {
    if (kind === "detector") {
      detector = await create(`/organizations/${parent.organization}/projects/${parent.project}/detectors/`, body);
    } else if (kind === "workflow") {
      const own = detector === "" ? body : { ...body, detectorIds: [detector] };
      await create(`/organizations/${parent.organization}/workflows/`, own);
    }
  }
  return detector;
}
