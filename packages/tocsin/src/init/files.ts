import {
  firstAlertNames,
  firstAlerts,
  firstRunbook,
  firstRunbookPage,
  localStackFile,
  nameFor,
  openStackFile,
  type Service,
  type StackAnswers,
  stackFile,
} from "create-tocsin";
import { constantsOf, withAdopted, withDefinition } from "../import/files.ts";
import { printKept } from "../import/keep/print.ts";
import { type Answers, severities } from "./answers.ts";
import { channelsOf } from "./channels.ts";
import { cronsFile, cronsId, routesFile } from "./definitions.ts";
import type { Estate } from "./estate.ts";
import { sameSettings } from "./same-settings.ts";

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
  const settled: StackAnswers = { ...answers, channels: first ? channelsOf(answers) : channelsByRoute(answers) };
  const text = stackFile(settled);
  const settings = `${text}${saltLine(stack) === "" ? "" : `${saltLine(stack)}\n`}`;
  files.set(own, now(own) !== "" && sameSettings(now(own), settings) ? now(own) : settings);
  if (first) {
    for (const name of openStacks.filter((one) => one !== stack)) {
      files.set(`Pulumi.${name}.yaml`, openStackFile(name, settled));
    }
    if (stack !== "local") files.set("Pulumi.local.yaml", localStackFile(settled, saltLine("local")));
    files.set("alerts/routes.ts", routesFile(answers));
    files.set("lint.yaml", lintFile);
    files.set("synthetics/README.md", syntheticsPage);
    files.set(`runbooks/${firstRunbook}.md`, firstRunbookPage());
    for (const service of answers.starters ? answers.services : []) {
      const { definitions, tests } = firstAlertsOf(answers, service);
      if (definitions === "") continue;
      files.set(`alerts/${service.name}.ts`, definitions);
      files.set(`test/alerts/${service.name}.test.yaml`, tests);
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

/** The alerts to begin with, of what a service has and nobody has to name: paths of crons and webhooks are a team's own. */
function firstAlertsOf(answers: Answers, service: Service) {
  const pages = answers.routes.page.pager.length > 0;
  const names = firstAlertNames.filter((name) => name !== "crons" && name !== "webhook");
  const { vendors, owner } = answers;
  const sentryProject = sentryProjectOf(answers, service.name);
  return firstAlerts([{ names, vendors, service, sentryProject, owner, route: pages ? "page" : "ticket", pages }]);
}

/** For a stack whose routes another one's answers have named: every name that they may have, with this stack's channel. */
const channelsByRoute = ({ routes }: Answers): Record<string, string> =>
  Object.fromEntries(
    severities.flatMap((severity) =>
      routes[severity].slack.map((channel, at) => [at === 0 ? severity : `${severity}-${at + 1}`, channel]),
    ),
  );

/** The Sentry project that is called like the service; where there is but one, that one. */
function sentryProjectOf({ sentryProjects }: Answers, service: string): string | null {
  const alike = sentryProjects.find(({ name }) => name === service || name === nameFor(service));
  const [only, ...more] = sentryProjects;
  return alike?.name ?? (only !== undefined && more.length === 0 ? only.name : null);
}
