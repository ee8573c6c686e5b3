import { invalid } from "./errors.ts";
import type { Param } from "./form.ts";

export type Params = { [name: string]: Param };

/** @throws ApiError 400 `parameter_unknown` for the first parameter that the call does not have */
export function known(params: Params, names: readonly string[]): void {
  const foreign = Object.keys(params).find((name) => !names.includes(name) && name !== "expand");
  if (foreign !== undefined) throw invalid(`Received unknown parameter: ${foreign}`, foreign, "parameter_unknown");
}

/** A text parameter; undefined when it was not given. */
export function text(params: Params, name: string, longest = 5000): string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw invalid(`Invalid string: ${JSON.stringify(value)}`, name);
  if (value.length > longest) {
    throw invalid(
      `Invalid string: ${value.slice(0, 10)}...${value.slice(-5)}; must be at most ${longest} characters`,
      name,
    );
  }
  return value;
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${JSON.stringify(value)}`, name);
  return value === "true";
}

export function integer(params: Params, name: string): number | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !/^-?\d+$/.test(value)) {
    throw invalid(
      `Invalid integer: ${typeof value === "string" ? value : JSON.stringify(value)}`,
      name,
      "parameter_invalid_integer",
    );
  }
  return Number(value);
}

export function list(params: Params, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw invalid("Invalid array", name);
  return value.map((one, index) => {
    if (typeof one !== "string") throw invalid("Invalid string", `${name}[${index}]`);
    return one;
  });
}
