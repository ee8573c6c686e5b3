/**
 * Whether what a monitor watches lies in the scope of a downtime. A scope is written as that of a metric query
 * (docs.datadoghq.com/monitors/downtimes, /metrics/advanced-filtering): `,`, AND or a space join, OR, NOT, `!`, `-`, parentheses,
 * `key IN (a, b)`, `key:(a OR b)`, and `*` for any characters.
 */
export type Scope =
  | { is: "all" }
  | { is: "tag"; key: string; value: string }
  | { is: "key"; key: string }
  | { is: "not"; of: Scope }
  | { is: "and" | "or"; of: Scope[] };

/** What is known of the tags of everything that a monitor watches. Keys and values in lower case, as Datadog stores them. */
export interface KnownTags {
  /** `key:value` that all of it has. */
  has: ReadonlySet<string>;
  /** `key:value` that none of it has; `*` may be in it. */
  lacks: readonly string[];
  /** Of some keys the values, with `*` in them, of which each of it has one. */
  oneOf: ReadonlyMap<string, readonly string[]>;
  /** Keys by which it is grouped: each group has a value of its own. */
  groups: ReadonlySet<string>;
}

export type Answer = "yes" | "no" | "perhaps";

/** Null for a text that is no scope. */
export function parseScope(text: string): Scope | null {
  const tokens = text.match(/"[^"]*"|[(),!]|-(?=[\w(@"])|[^\s(),"!]+/g) ?? [];
  const reader = new Reader(tokens);
  const scope = reader.either();
  return scope !== null && reader.done ? scope : null;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  either(key: string | null = null): Scope | null {
    return this.#joined(
      "or",
      () => this.#takeWord("OR"),
      () => this.#all(key),
    );
  }

  #all(key: string | null): Scope | null {
    const follows = () => {
      if (this.#take(",") || this.#takeWord("AND")) return true;
      const next = this.#tokens[this.#at];
      return next !== undefined && next !== ")" && next.toUpperCase() !== "OR";
    };
    return this.#joined("and", follows, () => this.#one(key));
  }

  #joined(is: "and" | "or", follows: () => boolean, read: () => Scope | null): Scope | null {
    const of: Scope[] = [];
    do {
      const part = read();
      if (part === null) return null;
      of.push(part);
    } while (follows());
    const [only, ...more] = of;
    return more.length === 0 ? (only ?? null) : { is, of };
  }

  #one(key: string | null): Scope | null {
    if (this.#take("!") || this.#take("-") || this.#takeWord("NOT")) {
      const of = this.#one(key);
      return of === null ? null : { is: "not", of };
    }
    if (this.#take("(")) return this.#closed(this.either(key));
    const word = this.#tokens[this.#at];
    if (word === undefined || [")", ","].includes(word)) return null;
    this.#at++;
    if (key !== null) return tag(key, unquoted(word));
    if (word === "*") return { is: "all" };
    // A phrase of a search, not a tag.
    if (word.startsWith('"')) return { is: "key", key: unquoted(word).toLowerCase() };
    if (word.endsWith(":") && word.length > 1) {
      const named = word.slice(0, -1);
      if (this.#take("(")) return this.#closed(this.either(named));
      const value = this.#tokens[this.#at];
      if (value === undefined || !value.startsWith('"')) return null;
      this.#at++;
      return tag(named, unquoted(value));
    }
    const not = this.#takeWord("NOT");
    if (not || this.#tokens[this.#at]?.toUpperCase() === "IN") {
      if (!this.#takeWord("IN") || !this.#take("(")) return null;
      const list = this.#closed(
        this.#joined(
          "or",
          () => this.#take(","),
          () => this.#value(word),
        ),
      );
      return list === null || !not ? list : { is: "not", of: list };
    }
    const colon = word.indexOf(":");
    if (colon === 0) return null;
    return colon < 0 ? { is: "key", key: word.toLowerCase() } : tag(word.slice(0, colon), word.slice(colon + 1));
  }

  #value(key: string): Scope | null {
    const value = this.#tokens[this.#at];
    if (value === undefined || /^[(),!]$/.test(value)) return null;
    this.#at++;
    return tag(key, unquoted(value));
  }

  #closed(inner: Scope | null): Scope | null {
    return inner !== null && this.#take(")") ? inner : null;
  }

  #take(token: string): boolean {
    const found = this.#tokens[this.#at] === token;
    if (found) this.#at++;
    return found;
  }

  #takeWord(word: string): boolean {
    const found = this.#tokens[this.#at]?.toUpperCase() === word;
    if (found) this.#at++;
    return found;
  }
}

const unquoted = (word: string): string => word.replace(/^"|"$/g, "");

const tag = (key: string, value: string): Scope => ({
  is: "tag",
  key: key.toLowerCase(),
  value: unquoted(value).toLowerCase(),
});

/** Whether everything with these tags lies in a scope (`yes`), nothing does (`no`), or that cannot be told from here. */
export function inScope(scope: Scope, known: KnownTags): Answer {
  switch (scope.is) {
    case "all":
      return "yes";
    case "tag":
      return hasTag(scope.key, scope.value, known);
    case "key": {
      const some = [...known.has].some((own) => own.startsWith(`${scope.key}:`));
      return some || known.oneOf.has(scope.key) || known.groups.has(scope.key) ? "yes" : "perhaps";
    }
    case "not": {
      const of = inScope(scope.of, known);
      return of === "perhaps" ? of : of === "yes" ? "no" : "yes";
    }
    case "and":
    case "or": {
      const answers = scope.of.map((part) => inScope(part, known));
      const [deciding, otherwise]: Answer[] = scope.is === "and" ? ["no", "yes"] : ["yes", "no"];
      if (deciding !== undefined && answers.includes(deciding)) return deciding;
      if (scope.is === "or" && namesEveryValue(scope.of, known)) return "yes";
      return answers.every((answer) => answer === otherwise) ? (otherwise ?? "perhaps") : "perhaps";
    }
  }
}

/** Whether all values that a key may have are named: each single one may not be the one, and one of them is. */
function namesEveryValue(parts: readonly Scope[], { oneOf }: KnownTags): boolean {
  const tags = parts.flatMap((part) => (part.is === "tag" ? [part] : []));
  return [...oneOf].some(([key, values]) =>
    values.every((value) => tags.some((one) => one.key === key && like(one.value, value))),
  );
}

function hasTag(key: string, value: string, { has, lacks, oneOf, groups }: KnownTags): Answer {
  const whole = `${key}:${value}`;
  const stated = [...has].filter((own) => own.startsWith(`${key}:`));
  const possible = oneOf.get(key);
  // Each group has a value of its own, unless the query asks for one.
  if (groups.has(key) && possible === undefined) return lacks.some((one) => like(one, whole)) ? "no" : "perhaps";
  if (stated.some((own) => like(whole, own))) return "yes";
  if (lacks.some((one) => like(one, whole))) return "no";
  if (possible !== undefined) {
    if (possible.every((one) => like(value, one))) return "yes";
    return possible.some((one) => like(value, one) || like(one, value) || (one.includes("*") && value.includes("*")))
      ? "perhaps"
      : "no";
  }
  return stated.length > 0 ? "no" : "perhaps";
}

/** Whether a text is what a pattern asks for; a pattern in the text has to be within it. */
function like(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const pieces = pattern.split("*").map((piece) => piece.replace(/[\\^$.+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${pieces.join(".*")}$`).test(text);
}

/**
 * What the query of a monitor says of the tags of everything that it watches, beside the monitor's own tags.
 *
 * @param query the query's text, with those of its variables
 */
export function knownTags(own: readonly string[], query: string): KnownTags {
  const has = new Set(own.map((one) => one.toLowerCase()));
  const lacks: string[] = [];
  const oneOf = new Map<string, readonly string[]>();
  const fact = (scope: Scope, holds: boolean): void => {
    if (scope.is === "not") fact(scope.of, !holds);
    else if (scope.is === (holds ? "and" : "or")) for (const part of scope.of) fact(part, holds);
    else if (scope.is === "tag" && !holds) lacks.push(`${scope.key}:${scope.value}`);
    else if (scope.is === "tag" && !scope.value.includes("*")) has.add(`${scope.key}:${scope.value}`);
    else if (holds && (scope.is === "or" || scope.is === "tag")) {
      const values = valuesOf(scope);
      if (values !== null) oneOf.set(values.key, values.of);
    }
  };
  for (const text of scopesIn(query)) {
    const scope = parseScope(text);
    if (scope !== null) fact(scope, true);
  }
  const groups = [...query.matchAll(/\bby\s*[{(]([^})]*)[})]/g)].flatMap(([, keys = ""]) => keys.split(/[\s,"]+/));
  return { has, lacks, oneOf, groups: new Set(groups.filter((key) => key !== "").map((key) => key.toLowerCase())) };
}

/** `env:a OR env:b`: one key and its values; null for anything else. */
function valuesOf(scope: Scope): { key: string; of: string[] } | null {
  const tags = scope.is === "or" ? scope.of : [scope];
  const [first] = tags;
  if (first?.is !== "tag") return null;
  const of = tags.flatMap((one) => (one.is === "tag" && one.key === first.key ? [one.value] : []));
  return of.length === tags.length ? { key: first.key, of } : null;
}

/** What stands in the braces of metric queries and in the quotes of searches; of a service check, what it is over. */
function scopesIn(query: string): string[] {
  const metrics = [...query.matchAll(/(?<!\bby\s*)\{([^}]*)\}/g)];
  const searches = [
    ...query.matchAll(/\b(?:logs|rum|events|error-tracking-\w+|spans|trace-analytics|ci-\w+)\("((?:[^"\\]|\\.)*)"/g),
  ];
  const checks = [...query.matchAll(/\.over\(([^)]*)\)/g)];
  return [
    ...[...metrics, ...searches].map(([, text = ""]) => text.replaceAll('\\"', '"')),
    ...checks.map(([, text = ""]) => text.replaceAll('"', "")),
  ];
}
