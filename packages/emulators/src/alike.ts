/** What comes once, as with an id in it, is not worth a place for long. */
const mostKnown = 10_000;

/** Keeps values that are alike once: what an app says again and again, each time as a new value, would take memory each time. */
export class Alike<T extends object> {
  readonly #known = new Map<string, T>();

  /** The first value that was the same as JSON. Nobody may change it. */
  of(value: T): T {
    const text = JSON.stringify(value);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(text, value);
    return value;
  }
}
