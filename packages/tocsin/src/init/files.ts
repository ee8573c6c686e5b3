import {
  firstAlertNames,
  firstAlerts,
  firstRunbook,
  firstRunbookPage,
  localSalt,
  localStackFile,
  nameFor,
  openStackFile,
  type Service,
  stackFile,
} from "create-tocsin";
import { parseDocument } from "yaml";
import { z } from "zod";
import { constantsOf, withDefinition, withImported } from "../import/files.ts";
import { printRaw } from "../import/verbatim/print.ts";
import { canonicalJson } from "../shared/digest.ts";
import type { Answers } from "./answers.ts";
import { cronsFile, cronsId, routesFile } from "./definitions.ts";
import type { Estate } from "./estate.ts";

/** Every file that a run of init would have there, as text. Pure. */

interface FileInputs {
  answers: Answers;
  estate: Estate;
  /** Whether nothing names a route yet: then these answers make what all stacks share. */
  first: boolean;
  /** Stacks whose files nobody has filled in yet. */
  openStacks: readonly string[];
  /** What a file holds now; empty where there is none. */
  now: (path: string) => string;
  /** Services whose crons a definition declares already. */
  declared: ReadonlySet<string>;
}

export interface Wanted {
  files: Map<string, string>;
  /** Those that keep all that they hold. */
  extended: Set<string>;
  /** Those that are the team's to change from then on. */
  theirs: Set<string>;
}

const importedFile = "imported.yaml";
const salt = /^encryptionsalt:.*$/m;

/** Where the resources of one vendor stand that a stack imports. */
const importedFileOf = (stack: string, vendor: string): string => `alerts/imported/${stack}/${vendor}.ts`;

export function filesFor({ answers, estate, first, openStacks, now, declared }: FileInputs): Wanted {
  const { stack } = answers;
  const files = new Map<string, string>();
  const extended = new Set<string>();
  const own = `Pulumi.${stack}.yaml`;
  const saltLine = (name: string) => salt.exec(now(`Pulumi.${name}.yaml`))?.[0] ?? "";
  const text = stackFile(answers);
  const settings = `${text}${saltLine(stack) === "" ? "" : `${saltLine(stack)}\n`}`;
  files.set(own, now(own) !== "" && sameSettings(now(own), settings) ? now(own) : settings);
  if (first) {
    for (const name of openStacks.filter((one) => one !== stack)) {
      files.set(`Pulumi.${name}.yaml`, openStackFile(name, answers));
    }
    if (stack !== "local") files.set("Pulumi.local.yaml", localStackFile(answers, saltLine("local") || localSalt));
    files.set("alerts/routes.ts", routesFile(answers));
  }
  for (const service of answers.starters ? answers.services : []) {
    const { definitions, tests } = firstAlertsOf(answers, service);
    if (definitions === "") continue;
    files.set(`alerts/${service.name}.ts`, definitions);
    files.set(`test/alerts/${service.name}.test.yaml`, tests);
  }
  if (first || answers.starters || estate.crons.length > 0)
    files.set(`runbooks/${firstRunbook}.md`, firstRunbookPage());
  for (const { service, crons } of estate.crons) {
    if (!declared.has(service)) files.set(`synthetics/${service}-crons.ts`, cronsFile(answers, service, crons));
  }
  for (const { raw, vendor } of estate.raw) {
    const path = importedFileOf(stack, vendor);
    const source = files.get(path) ?? now(path);
    files.set(path, withDefinition(source, printRaw(raw, constantsOf(source))));
    extended.add(path);
  }
  const imported = new Map([
    ...estate.raw.flatMap(({ ids }) => [...ids]),
    ...estate.crons.map(({ service, projectId }): [string, string] => [`${cronsId(service)}/project-crons`, projectId]),
  ]);
  if (imported.size > 0) {
    files.set(importedFile, withImported(now(importedFile), stack, imported));
    extended.add(importedFile);
  }
  return { files, extended, theirs: new Set([...files.keys()].filter((path) => !path.startsWith("Pulumi."))) };
}

/** The alerts to begin with, of what a service has and nobody has to name: paths of crons and webhooks are a team's own. */
function firstAlertsOf(answers: Answers, service: Service) {
  const pages = answers.routes.page.pager.length > 0;
  const names = firstAlertNames.filter((name) => name !== "crons" && name !== "webhook");
  const { vendors, owner } = answers;
  const sentryProject = sentryProjectOf(answers, service.name);
  const route = pages ? "page" : answers.quietRoute;
  return firstAlerts([{ names, vendors, service, sentryProject, owner, route, pages }]);
}

/** The Sentry project that is called like the service; where there is but one, it is the first service's. */
function sentryProjectOf({ sentryProjects, services }: Answers, service: string): string | null {
  const alike = sentryProjects.find(({ name }) => name === service || name === nameFor(service));
  const [only, ...more] = sentryProjects;
  const isFirst = services[0]?.name === service;
  return alike?.name ?? (only !== undefined && more.length === 0 && isFirst ? only.name : null);
}

const settings = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/** Whether two stack files say the same: the engine writes one anew when it adds its salt, with plain values as text. */
export function sameSettings(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => settings.safeParse(parseDocument(text).toJS()).data?.config);
  return a !== undefined && b !== undefined && canonicalJson(asText(a)) === canonicalJson(asText(b));
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)]));
}
