import { parseArgs } from "node:util";
import { type VendorName, vendorNames } from "./answers.ts";
import { type FirstAlertName, firstAlertNames } from "./first-alerts.ts";
import { UsageError } from "./usage-error.ts";

export const usage = `Usage: create-tocsin DIR [options]

Creates a project of tocsin in DIR: alerts with their tests, three stacks, a workflow and a runbook.

  --vendors LIST      of ${vendorNames.join(", ")}
  --services LIST     names of the services that alerts are about
  --alerts LIST       first alerts: ${firstAlertNames.join(", ")}
  --packages FOLDER   copy the packages from this folder (of \`npm run pack\`) into DIR/vendor
  --no-install        install nothing
  --yes               ask nothing: all vendors, one service "web", every first alert
  --help              this text
`;

/** What the command line says; null for what it does not. */
export interface Arguments {
  directory: string;
  vendors: VendorName[] | null;
  services: string[] | null;
  alerts: FirstAlertName[] | null;
  packages: string | null;
  install: boolean;
  yes: boolean;
}

const options = {
  vendors: { type: "string" },
  services: { type: "string" },
  alerts: { type: "string" },
  packages: { type: "string" },
  "no-install": { type: "boolean" },
  yes: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/**
 * Null when only help was asked for.
 * @throws UsageError
 */
export function readArguments(argv: readonly string[]): Arguments | null {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  const [directory, ...more] = positionals;
  if (directory === undefined || more.length > 0) throw new UsageError(`Name one folder.\n\n${usage}`);
  return {
    directory,
    vendors: values.vendors === undefined ? null : listOf("--vendors", values.vendors, vendorNames),
    services: values.services === undefined ? null : servicesOf(values.services),
    alerts: values.alerts === undefined ? null : listOf("--alerts", values.alerts, firstAlertNames),
    packages: values.packages ?? null,
    install: values["no-install"] !== true,
    yes: values.yes === true,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

const words = (text: string): string[] =>
  [...new Set(text.split(",").map((one) => one.trim()))].filter((one) => one !== "");

/** @throws UsageError when one is not of the list, or there is none */
export function listOf<T extends string>(what: string, text: string, known: readonly T[]): T[] {
  const chosen = words(text).map((word) => {
    const found = known.find((one) => one === word);
    if (found === undefined) throw new UsageError(`${what}: "${word}" is none of ${known.join(", ")}.`);
    return found;
  });
  if (chosen.length === 0) throw new UsageError(`${what}: name at least one of ${known.join(", ")}.`);
  return chosen;
}

/** @throws UsageError when one cannot be the name of a service, or there is none */
export function servicesOf(text: string): string[] {
  const names = words(text);
  const wrong = names.find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  if (wrong !== undefined)
    throw new UsageError(`--services: "${wrong}" is no name of a service: lower case letters, digits and hyphens.`);
  if (names.length === 0) throw new UsageError("--services: name at least one.");
  return names;
}
