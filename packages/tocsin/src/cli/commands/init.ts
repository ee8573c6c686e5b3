/** `tocsin init`: a first day. Asks, looks at what the vendors have, and writes the stack file and the first definitions. */
import { cpSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { writeAll } from "../../app/files/write-all.ts";
import { Asking, type Terminal } from "../../app/init/ask.ts";
import { lackingFrame, packageCommands } from "../../app/init/frame.ts";
import { type Gathered, gather } from "../../app/init/gather.ts";
import { type ProjectNow, projectNow } from "../../app/init/project-now.ts";
import { provisionalStack } from "../../app/init/provisional-stack.ts";
import { pairsOf } from "../../app/init/questions.ts";
import { initText, nextText } from "../../app/init/text.ts";
import { onCopy } from "../../app/init/try.ts";
import { lintProject } from "../../app/lint/run.ts";
import type { Named } from "../../init/answers.ts";
import { cronsId } from "../../init/definitions.ts";
import { type Estate, estateOf } from "../../init/estate.ts";
import { filesFor } from "../../init/files.ts";
import { planOf } from "../../init/plan.ts";
import { recordFile, recordText } from "../../init/record.ts";
import { render } from "../../lint/render.ts";
import { exitCode } from "../../lint/report.ts";
import { compareCrons } from "../../model/crons.ts";
import { declaresCrons } from "../../model/signals/facts.ts";
import { type Loaded, loadDefinitions } from "../../project/definitions.ts";
import { readAllImported } from "../../project/imported.ts";
import { colorsFor } from "../../shared/colors.ts";
import { UsageError } from "../../shared/usage-error.ts";

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface InitSurroundings {
  root: string;
  env: Record<string, string | undefined>;
  /** Null where nobody can be asked. */
  terminal: () => Terminal | null;
  print: (text: string) => void;
  /** What is going on, for people. */
  say: (text: string) => void;
  setExitCode: (code: number) => void;
}

/** Flags that answer a question, with what `--help` says of each. */
const answers = {
  stack: "<name>: the stack (environment) to begin with",
  vendors: "<list>: of datadog, sentry, vercel, stripe, supabase",
  services: "<list>: the services, each by the name of its Vercel project, or NAME=PROJECT",
  page: "<list>: who is woken: #channel, address, @pager-handle",
  ticket: "<list>: who gets tickets",
  info: "<list>: who is informed",
  owner: "<address>: who looks after the alerts",
  runbooks: "<url>: where runbooks can be read",
  "datadog-site": "<host>: such as datadoghq.eu",
  "slack-account": "<name>: the account in Datadog's Slack integration",
  "sentry-organization": "<slug>: the Sentry organization",
  "sentry-environment": "<name>: what events of this stack carry",
  "sentry-projects": "<list>: slugs of Sentry projects",
  "vercel-team": "<id>: the Vercel team, or its slug",
  "stripe-mode": "<mode>: test or live",
  "supabase-ref": "<ref>: the Supabase project",
} as const;

const optionsShape = z.looseObject({
  url: z.array(z.string()).default([]),
  health: z.array(z.string()).default([]),
  allowDrills: z.boolean().optional(),
  starters: z.boolean().optional(),
  import: z.boolean().default(true),
  yes: z.boolean().default(false),
  force: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});
type Options = z.infer<typeof optionsShape>;

/**
 * `tocsin init`. Exit code: 0 written and lint is clean, 1 lint has something to say, 2 answers are missing or files
 * would be lost (nothing is written), 3 written, but something could not be told.
 */
export function initCommand(command: Command, surroundings: InitSurroundings): void {
  for (const [flag, text] of Object.entries(answers)) {
    const [value = "", about = ""] = text.split(": ");
    command.option(`--${flag} ${value}`, about);
  }
  command
    .option("--channel <name=channel...>", "where the project has routes: the channel of this stack that each name is")
    .option("--person <name=address...>", "where the project has routes: the address of each person that they name")
    .option("--url <service=url...>", "where a service answers, for those that Vercel does not list")
    .option("--health <service=path...>", "a health check that answers 200, for the first alerts")
    .option("--allow-drills", "drills may fire this stack's alerts (default: yes, except for prod)")
    .option("--no-allow-drills", "this is production: no drill fires here")
    .option("--starters", "write first alerts for each service (default: when nothing is live yet)")
    .option("--no-starters", "write no first alerts")
    .option("--no-import", "import nothing: what is live stays as it is, unmanaged")
    .option("--yes", "take what was found for every answer that is not given")
    .option("--force", "replace files that were changed by hand; copies stay under .local/replaced")
    .option("--dry-run", "show what would be written, and write nothing")
    .action(async (raw: Record<string, unknown>) => run(raw, optionsShape.parse(raw), surroundings));
}

async function run(raw: Record<string, unknown>, options: Options, surroundings: InitSurroundings): Promise<void> {
  const { root, env, print, say, setExitCode } = surroundings;
  const urls = pairs(options.url, /^https?:\/\/\S+$/, "--url");
  const health = pairs(options.health, /^\/\S*$/, "--health");
  const now = await projectNow(root);
  const terminal = options.yes ? null : surroundings.terminal();
  const asking = new Asking(givenBy(raw), terminal, options.yes);
  const own = await ownOf(root);
  refuseOtherWay(raw, own.named);
  const wishes = {
    named: own.named,
    urls,
    health,
    starters: options.starters ?? null,
    allowDrills: options.allowDrills ?? null,
    imports: options.import,
  };
  const gathered = await gather(asking, wishes, root, env, say).finally(() => terminal?.close());
  const { estate, declared } = await estateFor(root, now, gathered, own.loaded);
  const { files, extended, theirs } = filesFor({
    answers: gathered.answers,
    estate,
    first: own.named === null,
    openStacks: now.openStacks,
    now: (file) => now.present.get(file) ?? "",
    declared,
  });
  const {
    changes,
    refused,
    left,
    files: digests,
  } = planOf({
    wanted: new Map([...lackingFrame(root, gathered.answers, env), ...files]),
    extended,
    theirs,
    present: now.present,
    record: now.record,
    uncommitted: now.uncommitted,
    force: options.force,
  });
  if (refused.length > 0) {
    throw new UsageError(
      `These files were changed by hand and would be lost:\n${refused.map((file) => `  ${file}`).join("\n")}\nNothing was written. Commit them elsewhere, or repeat the command with --force, which keeps them under .local/replaced.`,
    );
  }
  const { stack } = gathered.answers;
  // Asked before anything is written: then the folder is a project.
  const packages = packageCommands(root, gathered.answers, env);
  const stacks = [...new Set([...(now.record?.stacks ?? []), stack])];
  const record = recordText({ stacks, files: digests });
  say("Judging what is to be written");
  const judged = await onCopy(root, changes, async (copy) => {
    const { report, places } = await lintProject({ root: copy, today: new Date() });
    const colors = colorsFor(process.stdout, env);
    return { report, text: render(report, places.line, colors, { notices: false }) };
  });
  if (judged.report.problems.some(({ severity }) => severity === "error")) {
    print(`${initText(gathered, estate, null, true)}\nLint\n${judged.text}Nothing was written.\n`);
    setExitCode(2);
    return;
  }
  if (!options.dryRun) {
    keepReplaced(root, now, changes, options.force);
    writeAll(root, [...changes, { path: recordFile, content: record }]);
  }
  const next = nextText(stack, {
    imported: estate.raw.length > 0,
    allowDrills: gathered.answers.allowDrills,
    packages,
  });
  print(`${initText(gathered, estate, { changes, left }, options.dryRun)}\nLint\n${judged.text}\n${next}`);
  setExitCode(gathered.failed.length > 0 ? 3 : exitCode(judged.report));
}

function pairs(values: readonly string[], form: RegExp, flag: string): Map<string, string> {
  const read = pairsOf(values, form);
  if ("wrong" in read) throw new UsageError(`${flag}: ${read.wrong}.`);
  return read;
}

/** Answers by flag; commander calls `--datadog-site` `datadogSite`. */
function givenBy(raw: Record<string, unknown>): Map<string, string> {
  const named = (flag: string) => raw[flag.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase())];
  const bound = (flag: "channel" | "person") => {
    const values = z.array(z.string()).default([]).parse(raw[flag]);
    return [...pairs(values, /^\S+$/, `--${flag}`)].map(([name, value]) => [`${flag} ${name}`, value] as const);
  };
  const single = Object.keys(answers).flatMap((flag) => {
    const value = named(flag);
    return typeof value === "string" ? [[flag, value] as const] : [];
  });
  return new Map([...single, ...bound("channel"), ...bound("person")]);
}

/** What the project has already, and what of it a stack file binds. */
async function ownOf(root: string): Promise<{ loaded: Loaded; named: Named | null }> {
  const loaded = await loadDefinitions(root);
  const { definitions, routes } = loaded;
  if (routes.length === 0) return { loaded, named: null };
  const unique = (all: readonly string[]) => [...new Set(all)].sort();
  const owners = unique(definitions.map(({ owner }) => owner));
  return {
    loaded,
    named: {
      people: unique([...routes.flatMap(({ mail }) => mail), ...owners]),
      channels: unique(routes.flatMap(({ slack }) => slack)),
      services: unique(definitions.map(({ service }) => service)),
      routes: routes.map(({ name }) => name),
      owners,
    },
  };
}

/** @throws UsageError for flags that are about routes where there are none yet, or the other way round */
function refuseOtherWay(raw: Record<string, unknown>, named: Named | null): void {
  const given = (named === null ? ["channel", "person"] : ["page", "ticket", "info", "owner"]).filter(
    (flag) => raw[flag] !== undefined,
  );
  const [flag] = given;
  if (flag === undefined) return;
  const instead =
    named === null
      ? "There is no route yet: say --page, --ticket, --info and --owner."
      : `The project has routes already, which stay: say ${[
          ...named.channels.map((name) => `--channel ${name}=#channel`),
          ...named.people.map((name) => `--person ${name}=address`),
        ].join(" ")}.`;
  throw new UsageError(`--${flag} does not apply. ${instead} Nothing was written.`);
}

async function estateFor(
  root: string,
  now: ProjectNow,
  { answers: said, live, sentryNumbers }: Gathered,
  { definitions, raw }: Loaded,
): Promise<{ estate: Estate; declared: Set<string> }> {
  const others = [...now.present.keys()].flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const estate = estateOf(live, {
    stack: provisionalStack(said),
    others: new Set(others.filter((one) => one !== said.stack && one !== said.environment)),
    imported: new Set(readAllImported(root)),
    taken: new Set([...definitions, ...raw].map(({ id }) => id)),
    sentryProjects: new Map([...sentryNumbers].map(([name, number]) => [number, name])),
  });
  const declared = new Set<string>();
  const crons = estate.crons.filter((one) => {
    const { signal } = definitions.find(({ id }) => id === cronsId(one.service)) ?? {};
    if (signal === undefined || !declaresCrons(signal)) return true;
    declared.add(one.service);
    if (compareCrons(signal.crons, one.crons).length === 0) return true;
    estate.left.push({
      vendor: "vercel",
      label: "cron jobs",
      vendorId: one.projectId,
      title: one.service,
      reason: `its crons are not those of ${cronsId(one.service)}: \`tocsin crons\` shows how they differ`,
    });
    return false;
  });
  return { estate: { ...estate, crons }, declared };
}

/** What git does not keep is kept beside. */
function keepReplaced(
  root: string,
  now: ProjectNow,
  changes: readonly { path: string; action: string }[],
  force: boolean,
): void {
  if (now.uncommitted !== null && !force) return;
  for (const { path: file, action } of changes) {
    const source = path.join(root, file);
    if (action === "create" || action === "extend" || !existsSync(source)) continue;
    const target = path.join(root, ".local", "replaced", file);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(source, target);
  }
}
