import { type Draft, draft } from "./change.ts";
import type { ObjectPair } from "./objects.ts";
import { recipientsOf, rerouted, tells } from "./recipients.ts";
import type { CompiledResource, CompiledState, standingOf } from "./state.ts";
import { type About, unexplained } from "./unexplained.ts";
import { list, valueText } from "./words.ts";

/** What changes in an alert that was imported verbatim: no definition says it, so its own body is read. */

interface Sides {
  before: CompiledState;
  after: CompiledState;
  standing: ReturnType<typeof standingOf>;
}

/** Whether an object is an alert with an identity of its own, which none of the definitions carries. */
export const isVerbatim = ({ before, after }: ObjectPair): boolean => {
  const one = after ?? before;
  return one !== null && one.definition !== null && (tells(one) || one.kind === "detector");
};

export function verbatimChanges(pair: ObjectPair, { before, after, standing }: Sides): Draft[] {
  const [was, is] = [pair.before, pair.after];
  const told = (resource: CompiledResource | null, state: CompiledState) =>
    resource === null ? [] : recipientsOf([resource], state);
  const [notified, notifies] = [told(was, before), told(is, after)];
  if (is === null) {
    const text = `${called(was)}, imported verbatim, no longer exists.${does(was, "It watched", "It notified", notified)}`;
    return [draft("removed", text, [""], { danger: "what it watched is watched by nobody" })];
  }
  if (was === null) {
    const text = `Imported verbatim: ${called(is)}.${does(is, "It watches", "It notifies", notifies)}`;
    return [draft("added", text, [""])];
  }
  const about: About = {
    subject: `Its ${pair.change.vendor} ${pair.change.kind}`,
    ...{ ...standing, fields: new Set<string>(), rerouted: true },
  };
  const differences = pair.change.differences.filter(({ path }) => !inWords.has(path));
  const others = unexplained({ ...pair, change: { ...pair.change, differences } }, about);
  const readable = others.map((one) => ({ ...one, text: one.text.replace(" though its definition does not", "") }));
  return [...queryChanges(was, is), ...(tells(is) ? rerouted(notified, notifies, standing) : []), ...readable];
}

/** What the sentences about the query say. */
const inWords = new Set(["query", "options.thresholds.critical"]);

const called = (one: CompiledResource | null): string => valueText(textOf(one, "name"));

const textOf = (one: CompiledResource | null, member: string): string => {
  const value = one?.body[member];
  return typeof value === "string" ? value : "";
};

function does(one: CompiledResource | null, watches: string, verb: string, recipients: readonly string[]): string {
  const query = textOf(one, "query");
  const what = query === "" ? "" : ` ${watches} ${query}.`;
  return `${what}${recipients.length === 0 ? "" : ` ${verb} ${list(recipients)}.`}`;
}

const comparison = /^(.*?)\s*(>=|<=|>|<)\s*(-?[\d.]+(?:e[+-]?\d+)?)\s*$/s;

function queryChanges(was: CompiledResource, is: CompiledResource): Draft[] {
  const [old, now] = [textOf(was, "query"), textOf(is, "query")];
  if (old === now) return [];
  const [, left, sign, limit] = comparison.exec(old) ?? [];
  const [, leftNow, signNow, limitNow] = comparison.exec(now) ?? [];
  const paths = ["query"];
  if (left === undefined || left !== leftNow || sign?.[0] !== signNow?.[0]) {
    const text = `Watches ${now} instead of ${old}.`;
    return [draft("redirected", text, paths)];
  }
  const text = `Fires ${signNow} ${limitNow} instead of ${sign} ${limit}.`;
  const loosened = isHarder(sign ?? "", Number(limit), signNow ?? "", Number(limitNow));
  return [draft(loosened ? "loosened" : "tightened", text, paths)];
}

/** Whether the second limit is crossed later; of the same number, the one that has to be passed. */
function isHarder(sign: string, limit: number, signNow: string, limitNow: number): boolean {
  if (limit === limitNow) return sign.length > signNow.length;
  return sign.startsWith(">") ? limitNow > limit : limitNow < limit;
}
