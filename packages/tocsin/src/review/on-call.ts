import { z } from "zod";
import { readableDuration } from "../model/units.ts";
import { type Draft, draft } from "./change.ts";
import type { ObjectPair } from "./objects.ts";
import type { CompiledState } from "./state.ts";
import { list } from "./words.ts";

/** Who is paged in which order, and in which hours, for whoever reviews a change of it. */

const policyBody = z.object({
  retries: z.number(),
  steps: z.array(
    z.object({ escalate_after_seconds: z.number(), targets: z.array(z.object({ id: z.string() })).min(1) }),
  ),
});
type Policy = z.infer<typeof policyBody>;

const restriction = z.object({
  start_day: z.string(),
  start_time: z.string(),
  end_day: z.string(),
  end_time: z.string(),
});
const routingBody = z.object({
  rules: z.array(
    z.object({
      time_restriction: z.object({ time_zone: z.string(), restrictions: z.array(restriction).min(1) }).optional(),
    }),
  ),
});

const people = z.object({ people: z.record(z.string(), z.object({ datadogUser: z.string().optional() })) });

/** Null for any other resource. `settings`: of the stack, whose people have names there. */
export function onCallChanges(pair: ObjectPair, settings: CompiledState["settings"]): Draft[] | null {
  const { kind, definition, name, differences, vendor } = pair.change;
  if (kind !== "on-call-policy" && kind !== "on-call-routing") return null;
  const called = `On call ${definition ?? name}`;
  const at = `${vendor} ${kind} ${name}`;
  const paths = differences.length === 0 ? [at] : differences.map(({ path }) => `${at}: ${path}`);
  const named = namesIn(settings);
  const [was, is] = [pair.before, pair.after].map((one) => {
    if (one === null) return null;
    return kind === "on-call-policy" ? policyOf(one.body, named) : routingOf(one.body);
  });
  if (is == null) {
    const danger = "nobody is paged there";
    return [draft("removed", `${called} is gone: it ${was?.text ?? "paged"}.`, paths, { danger })];
  }
  if (was == null) return [draft("added", `${called} ${is.text}.`, paths)];
  if (was.text === is.text) return [draft("text", `${called} has another name.`, paths)];
  const text = `${called} ${is.text}. Before, it ${was.text}.`;
  const less = was.weight > is.weight || was.whom.some((one) => !is.whom.includes(one));
  const kindOf = kind === "on-call-policy" ? "rerouted" : less ? "quieter" : "louder";
  return [draft(kindOf, text, paths, { effect: less ? "less" : "other" })];
}

/** What a resource says, and by what it can say less: who is in it, and a number that sinks where less is paged, or later. */
interface OnCallText {
  text: string;
  whom: string[];
  weight: number;
}

function namesIn(settings: CompiledState["settings"]): (id: string) => string {
  const known = Object.entries(people.safeParse(settings).data?.people ?? {});
  return (id) => known.find(([, { datadogUser }]) => datadogUser === id)?.[0] ?? `user ${id}`;
}

function policyOf(body: unknown, named: (id: string) => string): OnCallText | null {
  const { data } = policyBody.safeParse(body);
  if (data === undefined) return null;
  const steps = data.steps.map(({ targets }) => list(targets.map(({ id }) => named(id))));
  const waits = data.steps.map(({ escalate_after_seconds: wait }) => readableDuration(wait));
  const text = steps
    .map((whom, n) => (n === 0 ? `pages ${whom}` : `after ${waits[n - 1]} without an acknowledgement ${whom}`))
    .join(", ");
  const again = data.retries === 0 ? "" : `, and all again ${data.retries} times`;
  return { text: `${text}${again}`, whom: whomOf(data), weight: data.retries - wholeWait(data) / 1e6 };
}

const whomOf = ({ steps }: Policy) => steps.flatMap(({ targets }) => targets.map(({ id }) => id));

/** Seconds until the last step pages. */
const wholeWait = ({ steps }: Policy) =>
  steps.slice(0, -1).reduce((sum, { escalate_after_seconds: wait }) => sum + wait, 0);

const week = 7 * 24 * 60;

function routingOf(body: unknown): OnCallText | null {
  const { data } = routingBody.safeParse(body);
  const restricted = data?.rules.find(({ time_restriction: hours }) => hours !== undefined)?.time_restriction;
  if (data === undefined) return null;
  if (restricted === undefined) return { text: "pages with high urgency at all times", whom: [], weight: week };
  const { restrictions, time_zone: zone } = restricted;
  const days = restrictions.map(({ start_day: day }) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`);
  const [first] = restrictions;
  const [from, to] = [first?.start_time.slice(0, 5), first?.end_time.slice(0, 5)];
  return {
    text: `pages with high urgency on ${list(days)} from ${from} to ${to} (${zone}), and with low urgency at other times`,
    whom: [],
    weight: restrictions.reduce((sum, one) => sum + lengthOf(one), 0),
  };
}

/** Minutes. */
function lengthOf({ start_time: from, end_time: to }: z.infer<typeof restriction>): number {
  const [start, end] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)));
  const length = (end ?? 0) - (start ?? 0);
  return length > 0 ? length : length + 24 * 60;
}
