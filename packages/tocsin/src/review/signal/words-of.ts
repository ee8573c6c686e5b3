import type { Definition } from "../../model/definition.ts";
import type { OfKind, SignalKind } from "../../model/signal.ts";
import type { Draft } from "../change.ts";
import { list } from "../words.ts";

/** What goes after a name: which tags it has, and by which it is grouped. */
export const tagged = (text: string) => (text === "" ? "" : ` with ${text}`);
export const grouped = ({ groupBy }: { groupBy: readonly string[] }) =>
  groupBy.length === 0 ? "" : ` by ${list(groupBy)}`;

interface Words<K extends SignalKind> {
  /** What it watches, to go after "watches". */
  text(signal: OfKind<K>): string;
  /** What changes in it; left out: each field with its values. */
  changes?(was: OfKind<K>, is: OfKind<K>, after: Definition): Draft[];
}

/** The rows of some kinds. */
export type WordsOf<K extends SignalKind> = { readonly [P in K]: Words<P> };
