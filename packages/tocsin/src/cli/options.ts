/** Options that several commands share, so that they mean the same everywhere. */
import { Option } from "commander";

/** The stack that commands take when none is named. */
const defaultStack = "local";

/**
 * `--stack NAME`: what the command line says, else `TOCSIN_STACK`, else the local stack, which no account hangs on.
 * @param about what the command does with it
 */
export function stackOption(about = "the stack, as in Pulumi.<name>.yaml"): Option {
  return new Option("--stack <name>", about).env("TOCSIN_STACK").default(defaultStack);
}

/** `--json`: the same result for programs, in a shape that stays. */
export const jsonOption = (about = "print the result as JSON"): Option => new Option("--json", about);
