import { isObject } from "./resource.ts";

/** A setting whose value a Pulumi program gives when it runs: a reference to something that the program makes. */
const mark = /<input:([\w.-]+)>/;

/** Stands for the value at a path of the settings, wherever the value would stand: `<input:vercel.projects.web.id>`. */
export const inputMark = (path: string): string => `<input:${path}>`;

/** Whether a text is such a mark and nothing else. */
export const isInputMark = (text: string): boolean => mark.exec(text)?.[0] === text;

/** A text cut at its marks: its own pieces as they are, and the paths of inputs. */
export function partsOf(text: string): ({ text: string } | { path: string })[] {
  // A split by a pattern with a group gives text and group in turn.
  return text
    .split(mark)
    .map((piece, index) => (index % 2 === 1 ? { path: piece } : { text: piece }))
    .filter((part) => "path" in part || part.text !== "");
}

/** The paths of the inputs in a value, each once. */
export function inputsIn(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).matchAll(new RegExp(mark, "g"));
  return [...new Set([...found].map(([, path = ""]) => path))];
}

/** The settings that may be inputs, all of them ids and addresses; `*` is any name. */
const references = [
  "sentry.slackIntegration",
  "sentry.projects.*.errorMonitor",
  "vercel.projects.*.id",
  "vercel.projects.*.url",
  "people.*.mail",
  "people.*.sentryUser",
].map((path) => path.split("."));

/** The same that a stack can do without: nothing stands for one that is left out. */
const optional = ["sentry.projects.*.issueStreamMonitor".split(".")];

/** Whether the setting at a path only refers to something: it shapes no query, tag, name or scope. */
export const isReference = (path: readonly string[]): boolean =>
  [...references, ...optional].some(
    (one) => one.length === path.length && one.every((key, i) => key === "*" || key === path[i]),
  );

type Tree = Record<string, unknown>;

/** Settings with a mark at each reference that an entry leaves out; the same object where none does. */
export function withInputs(settings: Tree): Tree {
  return references.reduce((all, keys) => marked(all, keys, []), settings);
}

function marked(tree: Tree, [key = "", ...rest]: readonly string[], path: readonly string[]): Tree {
  const changed = new Map<string, unknown>();
  for (const name of key === "*" ? Object.keys(tree) : [key]) {
    const value = tree[name];
    const here = [...path, name];
    if (rest.length === 0 && value === undefined) changed.set(name, inputMark(here.join(".")));
    if (rest.length === 0 || !isObject(value)) continue;
    const complete = marked(value, rest, here);
    if (complete !== value) changed.set(name, complete);
  }
  return changed.size === 0 ? tree : { ...tree, ...Object.fromEntries(changed) };
}
