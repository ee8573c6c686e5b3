import type { Service, VendorName } from "./answers.ts";
import { importLine } from "./import-line.ts";
import { filled, templateFile } from "./template.ts";

/** The alerts to begin with, each with its tests: which there are, what each needs, and their text. */

export const firstAlertNames = ["errors", "server-errors", "latency", "health", "crons", "webhook"] as const;
export type FirstAlertName = (typeof firstAlertNames)[number];

/** The vendors that each needs, and whether it has a test: what is only declared never fires. */
const needs: Readonly<Record<FirstAlertName, { vendors: readonly VendorName[]; tested: boolean }>> = {
  errors: { vendors: ["sentry"], tested: true },
  "server-errors": { vendors: ["datadog", "vercel"], tested: true },
  latency: { vendors: ["sentry"], tested: true },
  health: { vendors: ["datadog"], tested: true },
  crons: { vendors: ["vercel"], tested: false },
  webhook: { vendors: ["stripe", "vercel"], tested: false },
};

/** The page of runbooks that the first alerts name. */
export const firstRunbook = "first-look";
export const firstRunbookPage = (): string => templateFile(`runbooks/${firstRunbook}.md`);

export const firstAlertsFor = (vendors: readonly VendorName[]): FirstAlertName[] =>
  firstAlertNames.filter((name) => needs[name].vendors.every((vendor) => vendors.includes(vendor)));

export interface FirstAlerts {
  names: readonly FirstAlertName[];
  vendors: readonly VendorName[];
  service: Service;
  /** The Sentry project of the service, by the name that definitions use; null for none. */
  sentryProject: string | null;
  owner: string;
  route: string;
  /** Whether the route wakes somebody. */
  pages: boolean;
}

/** Those of the named alerts that a service can have: what its vendors measure, and what is known of it. */
function possible({ names, vendors, service, sentryProject }: FirstAlerts): FirstAlertName[] {
  return firstAlertsFor(vendors).filter((name) => {
    if (!names.includes(name)) return false;
    if (name === "health") return service.health !== null;
    return needs[name].vendors.includes("sentry") ? sentryProject !== null : true;
  });
}

const languageImport = /^import \{ ([^}]*) \} from [^;]*;\n\n?/;

/** A definition file and the file of its tests. Both are empty where nothing can be watched. */
export function firstAlerts(services: readonly FirstAlerts[]): { definitions: string; tests: string } {
  const words = new Set<string>();
  const definitions: string[] = [];
  const tests: string[] = [];
  for (const one of services) {
    const values = {
      service: one.service.name,
      name: camelCase(one.service.name),
      owner: one.owner,
      route: one.route,
      sentry: one.sentryProject ?? "",
      health: one.service.health ?? "",
    };
    for (const name of possible(one)) {
      const text = templateFile(`first-alerts/${name}.ts`);
      for (const word of languageImport.exec(text)?.[1]?.split(", ") ?? []) words.add(word);
      const body = filled(text.replace(languageImport, ""), values);
      definitions.push(one.pages ? body.replace('severity: "ticket"', 'severity: "page"') : body);
      if (needs[name].tested) tests.push(filled(templateFile(`first-alerts/${name}.test.yaml`), values));
    }
  }
  if (definitions.length === 0) return { definitions: "", tests: "" };
  return { definitions: `${importLine([...words].sort())}\n${definitions.join("\n")}`, tests: tests.join("\n") };
}

const camelCase = (name: string): string => name.replace(/-+(.)/g, (_dash, letter: string) => letter.toUpperCase());
