import { constantsOf, withAdopted, withDefinition } from "../import/files.ts";
import { printKept } from "../import/keep/print.ts";
import { type Answers, nameFor } from "./answers.ts";
import { cronsFile, cronsId, firstRunbook, firstRunbookPage, routesFile, startersFile } from "./definitions.ts";
import type { Estate } from "./estate.ts";
import { channelsByRoute, localStackFile, openStackFile, sameSettings, stackFile } from "./stack-file.ts";
import { starterTests } from "./starter-tests.ts";

/** Every file that a run of init would have there, as text. Pure. */

interface Given {
  answers: Answers;
  estate: Estate;
  /** Whether this stack's answers make what all stacks share: the first one's do. */
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

const adoptedFile = "adopted.yaml";
const salt = /^encryptionsalt:.*$/m;

/** Where the objects of one vendor stand that a stack keeps. */
const keptFile = (stack: string, vendor: string): string => `alerts/kept/${stack}/${vendor}.ts`;

export function filesFor({ answers, estate, first, openStacks, now, declared }: Given): Wanted {
  const { stack } = answers;
  const files = new Map<string, string>();
  const extended = new Set<string>();
  const own = `Pulumi.${stack}.yaml`;
  const saltLine = (name: string) => salt.exec(now(`Pulumi.${name}.yaml`))?.[0] ?? "";
  const text = first ? stackFile(answers) : stackFile(answers, channelsByRoute(answers));
  const settings = `${text}${saltLine(stack) === "" ? "" : `${saltLine(stack)}\n`}`;
  files.set(own, now(own) !== "" && sameSettings(now(own), settings) ? now(own) : settings);
  if (first) {
    for (const name of openStacks.filter((one) => one !== stack)) {
      files.set(`Pulumi.${name}.yaml`, openStackFile(name, answers));
    }
    if (stack !== "local") files.set("Pulumi.local.yaml", localStackFile(answers, saltLine("local")));
    files.set("alerts/routes.ts", routesFile(answers));
    files.set("lint.yaml", lintFile);
    files.set("synthetics/README.md", syntheticsPage);
    files.set(`runbooks/${firstRunbook}.md`, firstRunbookPage);
    for (const service of answers.starters ? answers.services : []) {
      const text = startersFile(answers, service, sentryProjectOf(answers, service.name));
      if (text === "") continue;
      files.set(`alerts/${service.name}.ts`, text);
      files.set(`test/alerts/${service.name}.test.yaml`, starterTests(service.name, text));
    }
  }
  for (const { service, crons } of estate.crons) {
    if (!declared.has(service)) files.set(`synthetics/${service}-crons.ts`, cronsFile(answers, service, crons));
  }
  for (const { kept, vendor } of estate.kept) {
    const path = keptFile(stack, vendor);
    const source = files.get(path) ?? now(path);
    files.set(path, withDefinition(source, printKept(kept, constantsOf(source))));
    extended.add(path);
  }
  const adopted = new Map([
    ...estate.kept.map(({ resource, vendorId }): [string, string] => [resource, vendorId]),
    ...estate.crons.map(({ service, projectId }): [string, string] => [`${cronsId(service)}/project-crons`, projectId]),
  ]);
  if (adopted.size > 0) {
    files.set(adoptedFile, withAdopted(now(adoptedFile), stack, adopted));
    extended.add(adoptedFile);
  }
  return { files, extended, theirs: new Set([...files.keys()].filter((path) => !path.startsWith("Pulumi."))) };
}

/** The folder is there even when nothing is in it yet: what merges our changes names it. */
const syntheticsPage =
  "Health checks and expected crons, a file a service: [what they take](../docs/definitions.md).\n";

const lintFile =
  "# What `tocsin lint` says and you live with: each with a reason, and a day on which to think again (docs/lint.md).\n[]\n";

/** The Sentry project that is called like the service; where there is but one, that one. */
function sentryProjectOf({ sentryProjects }: Answers, service: string): string | null {
  const alike = sentryProjects.find(({ name }) => name === service || name === nameFor(service));
  const [only, ...more] = sentryProjects;
  return alike?.name ?? (only !== undefined && more.length === 0 ? only.name : null);
}
