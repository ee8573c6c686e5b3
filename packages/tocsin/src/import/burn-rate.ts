import type { Objective } from "../model/objective.ts";
import { Inexpressible, type Watched } from "./draft.ts";

/** The objectives of the project, by the ids that Datadog has of them. */
export type KnownObjectives = ReadonlyMap<string, { id: string; window: number }>;

/** Those whose ids imported.yaml has. */
export const knownObjectives = (
  objectives: readonly Objective[],
  imported: ReadonlyMap<string, string>,
): KnownObjectives =>
  new Map(
    objectives.flatMap((one) => {
      const id = imported.get(`${one.id}/slo`);
      return id === undefined ? [] : [[id, one] as const];
    }),
  );

/** `burn_rate("...").over("30d").long_window("1h").short_window("5m") > 14.4` */
const burnRate =
  /^\s*burn_rate\("(?<objective>[^"]+)"\)\.over\("(?<days>\d+)d"\)\.long_window\("(?<long>\d+[mhd])"\)\.short_window\("(?<short>\d+[mhd])"\)\s*>\s*(?<rate>\d+(?:\.\d+)?)\s*$/;

const units: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };
const seconds = (text: string): number => Number.parseInt(text, 10) * (units[text.slice(-1)] ?? Number.NaN);

/** What an alert on an objective watches, read from its query. @throws Inexpressible */
export function readBurnRate(query: string, known: KnownObjectives): Watched {
  const found = burnRate.exec(query)?.groups;
  if (found === undefined) throw new Inexpressible("it watches what is left of a budget, and not how fast it burns");
  const { objective: id = "", days, long = "", short = "", rate } = found;
  const objective = known.get(id);
  if (objective === undefined)
    throw new Inexpressible(`what would burn the budget of ${id} is not known: it is none of the project's objectives`);
  if (objective.window !== Number(days))
    throw new Inexpressible(`it asks for ${days} days, and its objective is of ${objective.window}`);
  return {
    signal: { kind: "burn-rate", objective: objective.id },
    condition: { kind: "burning", rate: Number(rate), long: seconds(long), short: seconds(short) },
  };
}
