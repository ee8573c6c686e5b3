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

  /** What a header will carry; empty where it is not set. @throws ConnectionsIncomplete when none can, as with copied quotes */
  credential(name: string): string {
    const value = this.text(name) ?? "";
    const [unsendable] = /[^\x20-\x7e]/u.exec(value) ?? [];
    if (unsendable === undefined) return value;
    const code = (unsendable.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new ConnectionsIncomplete(`${name} has the character U+${code}, which no header can carry: copy it again.`);
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
