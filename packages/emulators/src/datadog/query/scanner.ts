/** A query that does not parse. The message says what was expected and where; the API puts its own words around it. */
export class QueryError extends Error {}

/** A cursor over query text. All parsers of this folder share it, so all refuse in the same way. */
export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** Skips white space. */
  space(): this {
    while (/\s/.test(this.text.charAt(this.position))) this.position += 1;
    return this;
  }

  /** Whether the text goes on with these characters. */
  at(literal: string): boolean {
    return this.text.startsWith(literal, this.position);
  }

  /** Takes the characters if they come next. */
  take(literal: string): boolean {
    if (!this.at(literal)) return false;
    this.position += literal.length;
    return true;
  }

  /** Takes what the pattern matches here. The pattern needs no anchor. */
  match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, "y");
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text)?.[0];
    if (found === undefined || found === "") return undefined;
    this.position += found.length;
    return found;
  }

  /** Takes the characters or refuses the query. */
  expect(literal: string): void {
    if (!this.take(literal)) this.fail(`expected '${literal}'`);
  }

  /** Takes what the pattern matches or refuses the query, naming what was looked for. */
  need(pattern: RegExp, what: string): string {
    return this.match(pattern) ?? this.fail(`expected ${what}`);
  }

  /** Refuses the query at the current position. */
  fail(message: string): never {
    const rest = this.text.slice(this.position, this.position + 20);
    throw new QueryError(
      `${message} at position ${this.position}${rest === "" ? " (end of query)" : ` near '${rest}'`}`,
    );
  }

  /** A quoted string, with `\"` and `\\` as escapes. Both kinds of quotes are taken, as the vendor does. */
  quoted(): string {
    const quote = this.need(/["']/, "a quoted string");
    let content = "";
    while (!this.done) {
      const character = this.text.charAt(this.position);
      this.position += 1;
      if (character === quote) return content;
      const next = this.text.charAt(this.position);
      if (character === "\\" && (next === quote || next === "\\")) {
        content += next;
        this.position += 1;
      } else {
        content += character;
      }
    }
    return this.fail(`unterminated string, expected ${quote}`);
  }

  /** A number as in a threshold or an argument: `5`, `-0.5`, `.5`, `1e6`. */
  number(what = "a number"): number {
    return Number(this.need(/[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/, what));
  }
}
