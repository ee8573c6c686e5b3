import { digestOf } from "../gate/digest.ts";
import type { Broken } from "../model/broken.ts";
import { type Definition, definitionSchema } from "../model/definition.ts";
import type { Problem } from "../model/problem.ts";
import { groupBy } from "../vendors/live.ts";
import { limitText } from "../vendors/message.ts";
import type { Backtests } from "./backtest.ts";
import { type Change, type Draft, draft, inOrder, weigh } from "./change.ts";
import { costOf } from "./cost.ts";
import { definitionChanges } from "./definition.ts";
import { differences } from "./differences.ts";
import { exceptionChanges } from "./exceptions.ts";
import { type ObjectPair, objectPairs } from "./objects.ts";
import { onCallChanges } from "./on-call.ts";
import { type Pairs, paired, type Stated, severityOf } from "./pair.ts";
import { type CodeRepository, placesOf } from "./places.ts";
import { recipientsOf, rerouted, tells } from "./recipients.ts";
import type { Review } from "./report.ts";
import { routeChanges, settingsChanges } from "./settings.ts";
import { signalText } from "./signal/index.ts";
import { type CompiledResource, type CompiledState, emptyState, standingOf } from "./state.ts";
import { statementChanges } from "./statements.ts";
import { type About, refusal, unexplained } from "./unexplained.ts";
import { isVerbatim, verbatimChanges } from "./verbatim.ts";
import { viewChanges } from "./views.ts";
import { windowChanges } from "./windows.ts";
import { list, valueText } from "./words.ts";

/** What is compared. Pure data: who reads files, git and vendors hands it in. */
export interface Input {
  /** Null when there is none to compare with; then `unknown` says why. */
  base: { name: string; commit: string | null; state: CompiledState } | null;
  head: { name: string; commit: string | null; state: CompiledState };
  unknown: readonly string[];
  notes: readonly string[];
  lint: { base: readonly Problem[]; head: readonly Problem[] } | null;
  backtests?: Backtests | null;
  breakGlass?: readonly Broken[] | null;
  /** Where the code can be read in a browser; null where that is not known. */
  repository?: CodeRepository | null;
}

/** What changes from one compiled state to another, in alerting words. */
export function reviewOf({ base, head, unknown, notes, lint, ...found }: Input): Review {
  const { backtests = null, breakGlass = null, repository = null } = found;
  const after = head.state;
  const before = base?.state ?? emptyState(after.stack);
  const world = new World(before, after);
  const sideOf = ({ name, commit, state }: NonNullable<Input["base"]>) => ({
    name,
    commit,
    definitions: state.definitions.length,
    objects: state.resources.length,
  });
  const changes = inOrder(world.changes());
  const problems = lint === null ? null : newProblems(lint.base, lint.head);
  const unproven = world.unproven();
  const named = [...changes, ...(problems?.new ?? []), ...(backtests?.definitions ?? []), ...(breakGlass ?? [])];
  const ids = [...named.flatMap(({ definition }) => definition ?? []), ...unproven];
  return {
    stack: after.stack,
    base: base === null ? null : sideOf(base),
    head: sideOf(head),
    unknown: [...unknown],
    notes: [...notes],
    changes,
    objects: world.objects.map(({ change }) => change),
    // Against nothing everything would be new: that says nothing of the change.
    cost: base === null ? [] : costOf(before, after),
    lint: problems,
    backtests,
    breakGlass: breakGlass === null ? null : [...breakGlass],
    unproven,
    places: placesOf(ids, { base: base?.state ?? null, head: after }, repository),
  };
}

/** Both states with what belongs together. */
class World {
  readonly objects: ObjectPair[];
  readonly #before: CompiledState;
  readonly #after: CompiledState;
  readonly #pairs: Pairs;
  readonly #objectsOf: Map<string | null, ObjectPair[]>;
  readonly #recipients: { before: (id: string) => string[]; after: (id: string) => string[] };

  constructor(before: CompiledState, after: CompiledState) {
    this.#before = before;
    this.#after = after;
    this.#pairs = paired(before.definitions, after.definitions);
    this.objects = objectPairs(before.resources, after.resources);
    const known = new Set([...before.definitions, ...after.definitions].map(({ id }) => id));
    this.#objectsOf = groupBy(this.objects, ({ change: { definition } }) =>
      definition !== null && known.has(definition) ? definition : null,
    );
    this.#recipients = { before: recipientsIn(before), after: recipientsIn(after) };
  }

  changes(): Change[] {
    const { kept, recreated, removed, added } = this.#pairs;
    const all: Change[] = [];
    const tell = (drafts: readonly Draft[], stated: Stated | null) => {
      const severity = stated === null ? null : severityOf(stated);
      all.push(...drafts.map((draft) => weigh(draft, stated?.id ?? null, severity)));
    };
    for (const { before, after, renamed } of kept) {
      tell(this.#keptChanges(before, after, renamed ? "renamed" : "same"), after);
      tell(statementChanges(after.signal, this.#before.statements, this.#after.statements), after);
    }
    for (const { before, after } of recreated) tell(this.#keptChanges(before, after, "re-created"), after);
    for (const stated of removed) tell([this.#removed(stated)], stated);
    for (const stated of added) tell(this.#added(stated), stated);
    tell(settingsChanges(this.#after.stack, this.#before.settings, this.#after.settings), null);
    tell(exceptionChanges(this.#before.exceptions, this.#after.exceptions), null);
    tell(routeChanges(this.#before.routes, this.#after.routes), null);
    for (const pair of this.#objectsOf.get(null) ?? []) {
      if (isVerbatim(pair)) all.push(...this.#verbatim(pair));
      else tell(this.#shared(pair), null);
    }
    return all;
  }

  /** Definitions whose digest changes, or that are new. */
  unproven(): string[] {
    const digest = (state: CompiledState, stated: Stated): string => {
      const parsed = definitionSchema.safeParse(stated);
      return (
        state.digests?.[stated.id] ??
        (parsed.success ? digestOf(parsed.data, state.routes ?? []) : JSON.stringify(stated))
      );
    };
    const { kept, recreated, added } = this.#pairs;
    const changed = kept.filter(({ before, after }) => digest(this.#before, before) !== digest(this.#after, after));
    return [
      ...changed.map(({ after }) => after.id),
      ...recreated.map(({ after }) => after.id),
      ...added.map(({ id }) => id),
    ].sort();
  }

  #keptChanges(before: Stated, after: Stated, identity: "same" | "renamed" | "re-created"): Draft[] {
    const [told, tells] = [this.#recipients.before(before.id), this.#recipients.after(after.id)];
    const known: Draft[] = rerouted(told, tells, standingOf(this.#after));
    const others = known.length > 0;
    if (!others && before.route !== after.route) {
      const text = `Goes by the route ${valueText(after.route)} instead of ${valueText(before.route)}: it notifies the same people.`;
      known.push(draft("rerouted", text, "route", { effect: "other" }));
    }
    if (identity !== "same") known.unshift(identity === "renamed" ? renamedFrom(before.id) : recreatedFor(before.id));
    const drafts = definitionChanges(before, after, known);
    if (identity === "re-created") return drafts;
    const fields = new Set(differences(before, after).map(({ path }) => path.split(".")[0] ?? ""));
    const own = [after.id, ...(identity === "renamed" ? [before.id] : [])].flatMap(
      (id) => this.#objectsOf.get(id) ?? [],
    );
    const found = own.flatMap((pair) => {
      const subject = `Its ${pair.change.vendor} ${pair.change.kind}`;
      const about = { subject, ...standingOf(this.#after), fields, rerouted: others };
      return [...unexplained(pair, about), ...madeOrDeleted(pair, about)];
    });
    return [...drafts, ...eachOnce(found)];
  }

  #removed(stated: Stated): Draft {
    return draft(
      "removed",
      `"${stated.title}" no longer exists.${this.#described(stated, "It watched", this.#recipients.before(stated.id), "notified")}`,
      [""],
      { danger: "what it watched is watched by nobody" },
    );
  }

  #added(stated: Stated): Draft[] {
    const recipients = this.#recipients.after(stated.id);
    const text = `New: "${stated.title}".${this.#described(stated, "It watches", recipients, "notifies")}`;
    const foreign = rerouted([], recipients, standingOf(this.#after)).filter(({ effect }) => effect === "never");
    return [draft("added", text, [""]), ...foreign];
  }

  /** ` It watches X and fires above Y. It tells Z.` */
  #described(stated: Stated, watches: string, recipients: readonly string[], verb: string): string {
    const parsed = definitionSchema.safeParse(stated);
    const told = recipients.length === 0 ? "" : ` It ${verb} ${list(recipients)}.`;
    return parsed.success ? ` ${watches} ${signalText(parsed.data.signal)}${limit(parsed.data)}.${told}` : told;
  }

  #verbatim(pair: ObjectPair): Change[] {
    const sides = { before: this.#before, after: this.#after, standing: standingOf(this.#after) };
    const id = (pair.after ?? pair.before)?.definition ?? null;
    return verbatimChanges(pair, sides).map((draft) => weigh(draft, id, null));
  }

  #shared(pair: ObjectPair): Draft[] {
    const { vendor, kind, name } = pair.change;
    const subject = `The ${vendor} ${kind} ${name}`;
    const about = { subject, ...standingOf(this.#after), fields: new Set<string>(), rerouted: false };
    const own = viewChanges(pair) ?? windowChanges(pair) ?? onCallChanges(pair, this.#after.settings);
    if (own !== null) return own;
    const named = (draft: Draft): Draft =>
      draft.text.startsWith(subject) ? draft : { ...draft, text: `${subject}: ${draft.text}` };
    return [...unexplained(pair, about).map(named), ...madeOrDeleted(pair, about)];
  }
}

/** Two objects of one alert may have the same to say. */
const eachOnce = (drafts: readonly Draft[]): Draft[] =>
  [...groupBy(drafts, ({ kind, text }) => `${kind} ${text}`).values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ ...first, paths: [first, ...more].flatMap(({ paths }) => paths) }],
  );

const renamedFrom = (id: string): Draft =>
  draft("renamed", `Is renamed from ${id}: the vendors keep its resources, as it names the earlier id.`, [
    "id",
    "aliases",
  ]);

const recreatedFor = (id: string): Draft =>
  draft(
    "re-created",
    `Takes the place of ${id}, whose resources are deleted. If it is the same alert, add aliases: ["${id}"], and the vendors keep them.`,
    ["id", "aliases"],
    { danger: "history, mutes and links of the old resources are lost, and nobody watches in between" },
  );

function limit(definition: Definition): string {
  return definition.condition.kind === "declared" ? "" : `: ${limitText(definition)}`;
}

/** An object that comes or goes while its definition stays, or that no definition carries. */
function madeOrDeleted({ change }: ObjectPair, about: About): Draft[] {
  const { subject } = about;
  const { action, vendor, kind, name } = change;
  const paths = [`${vendor} ${kind} ${name}`];
  if (action === "delete") {
    const danger = "what it did is no longer done";
    const text = `${subject} is deleted.${refusal(kind, about)}`;
    return [draft("deleted", text, paths, { danger })];
  }
  if (action === "create") return [draft("added", `${subject} is new.`, paths, { effect: "other" })];
  if (action === "rename") return [draft("renamed", `${subject} gets another name in the stack.`, paths)];
  return [];
}

/** Whom each definition tells. */
function recipientsIn(state: CompiledState): (id: string) => string[] {
  const byDefinition = groupBy(state.resources.filter(tells), (resource: CompiledResource) => resource.definition);
  return (id) => recipientsOf(byDefinition.get(id) ?? [], state);
}

/** Problems that the head has and the base has not. A line that moved is not new. */
function newProblems(base: readonly Problem[], head: readonly Problem[]): NonNullable<Review["lint"]> {
  const key = ({ rule, definition, file, message }: Problem) => JSON.stringify([rule, definition ?? file, message]);
  const [old, now] = [new Set(base.map(key)), new Set(head.map(key))];
  return {
    new: head
      .filter((problem) => !old.has(key(problem)))
      .map(({ rule, severity, file, line, definition, message, remedy }) => ({
        rule,
        severity,
        file,
        line,
        definition,
        message,
        remedy,
      })),
    gone: base.filter((problem) => !now.has(key(problem))).length,
  };
}
