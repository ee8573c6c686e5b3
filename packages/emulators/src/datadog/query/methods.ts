import type { Scanner } from "./scanner.ts";

/** `.name(arguments)`; arguments are quoted strings or bare words and numbers, told apart. */
export interface Method {
  name: string;
  args: { text: string; quoted: boolean }[];
}

/** The chain of methods after the head of a query, each at most once. */
export function parseMethods(scanner: Scanner): Map<string, Method> {
  const methods = new Map<string, Method>();
  while (scanner.take(".")) {
    const name = scanner.need(/[a-z_]+/, "a method such as last()");
    if (methods.has(name)) scanner.fail(`'.${name}()' is given twice`);
    methods.set(name, { name, args: parseArguments(scanner) });
  }
  return methods;
}

function parseArguments(scanner: Scanner): Method["args"] {
  scanner.expect("(");
  const args: Method["args"] = [];
  while (!scanner.space().at(")")) {
    if (args.length > 0) scanner.expect(",");
    scanner.space();
    const quoted = scanner.at('"') || scanner.at("'");
    args.push({ quoted, text: quoted ? scanner.quoted() : scanner.need(/[A-Za-z0-9_.*-]+/, "an argument") });
    if (!scanner.space().at(",") && !scanner.at(")")) scanner.fail("expected ',' or ')'");
  }
  scanner.expect(")");
  return args;
}

/** Refuses methods that this kind of query does not have. */
export function onlyMethods(scanner: Scanner, methods: ReadonlyMap<string, Method>, known: readonly string[]): void {
  const strange = [...methods.keys()].find((name) => !known.includes(name));
  if (strange !== undefined) scanner.fail(`unknown method '.${strange}()'`);
}

/** The single argument of a method that must be there. */
export function soleArgument(scanner: Scanner, methods: ReadonlyMap<string, Method>, name: string): string {
  const method = methods.get(name);
  if (method === undefined) return scanner.fail(`'.${name}()' is missing`);
  const [argument] = method.args;
  if (argument === undefined || method.args.length > 1) return scanner.fail(`'.${name}()' takes one argument`);
  return argument.text;
}
