import type { Definition } from "../model/definition.ts";
import type { Json, JsonObject } from "../model/resource.ts";
import { choicesOf, optionalOf } from "./choices.ts";
import type { Gap } from "./gaps.ts";
import { at, dotted, type Leaf, leavesOf, type Path, withValue } from "./leaves.ts";

/** A field of the definition and what it may have to be; undefined takes it away. */
export interface Proposal {
  path: Path;
  value: unknown;
}

/** What a definition compiles to, by resource name; null where it does not compile. */
export type Compile = (definition: Definition) => ReadonlyMap<string, JsonObject> | null;

type Bodies = ReadonlyMap<string, JsonObject>;
const placeIn = (bodies: Bodies | null | undefined, { resource, steps }: Gap): Json | undefined =>
  asJson(at(bodies?.get(resource), steps));
const asJson = (value: unknown): Json | undefined =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** A text that no compiler, vendor or person writes. */
const sentinel = (index: number): string => `Qx${index}xQ`;
const sentinels = /Qx(\d+)xQ/;

/**
 * How the fields of a definition decide what is compiled, found by trying: each is given another value, and what then differs follows
 * from it. So no vendor's form has to be read backwards, and what is proposed is proven by compiling it.
 */
export class Influence {
  readonly #definition: Definition;
  readonly #routes: readonly string[];
  readonly #base: Bodies | null;
  readonly #texts: Leaf[];
  /** With all texts replaced at once: where each of them comes out. */
  readonly #template: Bodies | null;
  readonly #numbers: { leaf: Leaf; value: number; step: number; bodies: Bodies }[];

  constructor(definition: Definition, compile: Compile, routes: readonly string[]) {
    this.#definition = definition;
    this.#routes = routes;
    this.#base = compile(definition);
    const chosen = new Set(choicesOf(definition, routes).map(({ path }) => dotted(path)));
    const leaves = leavesOf(definition).filter(({ path }) => !chosen.has(dotted(path)));
    // A text that names something else (a service, a route) compiles to nothing when it names nothing; one of a few words
    // decides what is written, and is not written itself.
    this.#texts = leaves.filter(({ path, value }) => {
      const bodies = typeof value === "string" ? compile(withValue(definition, path, sentinel(0))) : null;
      return bodies !== null && JSON.stringify([...bodies.values()]).includes(sentinel(0));
    });
    this.#template = compile(
      this.#texts.reduce((all, { path }, index) => withValue(all, path, sentinel(index)), definition),
    );
    this.#numbers = leaves.flatMap((leaf) => {
      const { path, value } = leaf;
      if (typeof value !== "number") return [];
      const step = value >= 60 && value % 60 === 0 ? 60 : 1;
      const bodies = compile(withValue(definition, path, value + step));
      return bodies === null ? [] : [{ leaf, value, step, bodies }];
    });
  }

  /** What could close a gap, likelier first. */
  proposals(gap: Gap): Proposal[] {
    const absent = optionalOf(this.#definition.condition).filter((path) => at(this.#definition, path) === undefined);
    const present = optionalOf(this.#definition.condition).filter((path) => at(this.#definition, path) !== undefined);
    return [
      ...this.#texted(gap),
      ...this.#numbered(gap),
      ...absent.flatMap((path) => numbersIn(gap.actual).map((value) => ({ path, value }))),
      ...present.map((path) => ({ path, value: undefined })),
      ...choicesOf(this.#definition, this.#routes).flatMap(({ path, values }) =>
        values.filter((value) => value !== at(this.#definition, path)).map((value) => ({ path, value })),
      ),
    ];
  }

  /** The fields that decide what is compiled at a gap. */
  deciding(gap: Gap): string[] {
    const texts = [...JSON.stringify(placeIn(this.#template, gap) ?? "").matchAll(new RegExp(sentinels, "g"))];
    const numbers = this.#numbers.filter(({ bodies }) => !same(placeIn(bodies, gap), placeIn(this.#base, gap)));
    const named = texts.flatMap(([, index]) => this.#texts[Number(index)] ?? []);
    return [...new Set([...named, ...numbers.map(({ leaf }) => leaf)].map(({ path }) => dotted(path)))];
  }

  #numbered(gap: Gap): Proposal[] {
    const before = placeIn(this.#base, gap);
    return this.#numbers.flatMap(({ leaf: { path }, value, step, bodies }) => {
      const after = placeIn(bodies, gap);
      if (same(before, after)) return [];
      if (typeof before === "number" && typeof after === "number" && typeof gap.actual === "number") {
        const wanted = value + ((gap.actual - before) / (after - before)) * step;
        return [{ path, value: Number(wanted.toPrecision(12)) }];
      }
      return numbersIn(gap.actual).map((wanted) => ({ path, value: wanted }));
    });
  }

  #texted(gap: Gap): Proposal[] {
    const form = placeIn(this.#template, gap);
    if (Array.isArray(form) && Array.isArray(gap.actual)) return this.#listed(form, gap.actual);
    if (typeof form !== "string" || typeof gap.actual !== "string") return [];
    const [forms, before, after] = [form, String(gap.expected ?? ""), gap.actual].map((text) => text.split("\n"));
    return (forms ?? []).flatMap((line, index) => {
      const written = before?.[index] ?? "";
      if (!sentinels.test(line) || after?.includes(written)) return [];
      return (after ?? []).filter((now) => !before?.includes(now)).flatMap((now) => this.#read(line, now));
    });
  }

  /** What the texts of a line would have to be for the line to read so. */
  #read(form: string, line: string): Proposal[] {
    const parts = form.split(sentinels);
    const pattern = parts.map((part, at) => (at % 2 === 0 ? literal(part) : "(.*?)")).join("");
    const found = new RegExp(`^${pattern}$`, "s").exec(line);
    if (found === null) return [];
    return parts
      .filter((_, at) => at % 2 === 1)
      .flatMap((index, at) => {
        const leaf = this.#texts[Number(index)];
        const value = found[at + 1];
        return leaf === undefined || value === leaf.value ? [] : [{ path: leaf.path, value }];
      });
  }

  /** A list of texts, each as the definition has it: what is gone is left out, what is new comes last. */
  #listed(form: readonly Json[], live: readonly Json[]): Proposal[] {
    const leaves = form.map((one) => this.#texts[Number(sentinels.exec(String(one))?.[1] ?? -1)]);
    const [first] = leaves;
    const path = first?.path.slice(0, -1);
    if (
      path === undefined ||
      leaves.some((leaf) => leaf === undefined || dotted(leaf.path.slice(0, -1)) !== dotted(path))
    )
      return [];
    const now = at(this.#definition, path);
    if (!Array.isArray(now)) return [];
    return [{ path, value: [...now.filter((one) => live.includes(one)), ...live.filter((one) => !now.includes(one))] }];
  }
}

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const unit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Numbers in what a vendor answered, and times (`5m`) in seconds. */
function numbersIn(value: Json | undefined): number[] {
  const found = JSON.stringify(value ?? "").matchAll(
    /(?<![\w.])(?:last_|next_)?(-?\d+(?:\.\d+)?)([smhdw])?(?![\w.]*\d)/g,
  );
  const numbers = [...found].flatMap(([, digits, letter]) => {
    const plain = Number(digits);
    return letter === undefined ? [plain] : [plain * (unit[letter] ?? 1)];
  });
  return [...new Set(numbers)].slice(0, 20);
}
