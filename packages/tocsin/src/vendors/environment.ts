import { addressFault } from "../model/address.ts";

/** The environment lacks what reading the named vendors needs, or holds something that cannot be used. */
export class ConnectionsIncomplete extends Error {
  override readonly name = "ConnectionsIncomplete";
}

/** The variables of a run, without white space at their ends. */
export class Environment {
  readonly #variables: Readonly<Record<string, string | undefined>>;

  constructor(variables: Readonly<Record<string, string | undefined>>) {
    this.#variables = variables;
  }

  /** Null where a variable is not set, or empty. */
  text(name: string): string | null {
    const value = this.#variables[name]?.trim();
    return value === undefined || value === "" ? null : value;
  }

  /** What is known to be set: see `Vendor.credentials`. */
  credential(name: string): string {
    return this.text(name) ?? "";
  }

  /** A base address without trailing slashes. @throws ConnectionsIncomplete when no credential may be sent there */
  address(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    const fault = addressFault(value);
    if (fault !== null) throw new ConnectionsIncomplete(`${name} ${fault}.`);
    return value.replace(/\/+$/, "");
  }

  /** Names of the variables that match. */
  names(pattern: RegExp): string[] {
    return Object.keys(this.#variables).filter((name) => pattern.test(name) && this.text(name) !== null);
  }
}
