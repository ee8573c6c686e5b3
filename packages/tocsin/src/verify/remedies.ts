import type { Finding, FindingClass } from "../vendors/finding.ts";

/** What a person does about a finding of each class. `{stack}` stands for the stack's name. */
const remedies: Record<FindingClass, string> = {
  missing: "Run `tocsin up --stack {stack} --refresh`: it sees that the resource is gone and creates it again.",
  changed:
    "If the change is wanted, write it into the definition (`tocsin verify --stack {stack} --absorb` does it where it can); then run `tocsin up --stack {stack} --refresh`.",
  unmanaged: "Import it with `tocsin import`, or delete it at the vendor.",
  muted: "End the mute at the vendor, or state it with `tocsin mute`, with an end and a reason.",
  disabled: "Find out who switched it off and why; then run `tocsin up --stack {stack} --refresh`.",
  "broken-route": "Repair the channel, handle or integration, then run `tocsin verify --stack {stack}` again.",
  "stale-signal": "Find out why the signal no longer arrives; until then this alert cannot fire.",
  leftover:
    "Unless a drill of this stack runs elsewhere now, run `tocsin drill --stack {stack} --cleanup`: it restores what a drill left.",
  "retired-api": "Update Tocsin: the vendor moves this interface, and what depends on it will not be seen.",
  "new-field":
    "Update Tocsin, or accept it in exceptions.yaml until then: nobody has changed anything, and no alert is less watched.",
  unreadable: "Make the vendor readable and look again: until then nothing is known about these resources.",
  duplicate: "Delete the copy at the vendor; the one that Pulumi knows stays.",
  "stale-deployment":
    "Deploy the project to production again, so that it carries the new value; the probe's: `tocsin up --stack {stack} --refresh`.",
  "accepted-expired":
    "Repair what was accepted, or give the entry in exceptions.yaml a later day and a reason that still holds.",
  "accepted-unused": "Take the entry out of exceptions.yaml: what it names is no longer found.",
};

/** Where what helps with others of its class does not: `kind` and `path` are those of the finding. */
interface Special {
  class: FindingClass;
  kinds?: readonly string[];
  path?: RegExp;
  /** More that a finding must be. */
  when?: (finding: Finding) => boolean;
  remedy: string;
}

const specials: readonly Special[] = [
  ...(["missing", "changed"] as const).map(
    (named): Special => ({
      class: named,
      kinds: ["cron"],
      remedy:
        "An update does not change crons: put the declared ones into the service's vercel.json (`tocsin crons --service NAME --write FILE`) and deploy it, or declare what is deployed. The probe's: `tocsin up --stack {stack} --refresh`.",
    }),
  ),
  {
    class: "unmanaged",
    kinds: ["cron"],
    remedy: "Declare the cron in the service's definition, or take it out of its vercel.json and deploy.",
  },
  {
    class: "unmanaged",
    when: ({ actual }) => actual !== null,
    remedy:
      "If its definition was just removed, run `tocsin up --stack {stack}`; otherwise delete it at the vendor, or restore its definition.",
  },
  {
    class: "unmanaged",
    kinds: ["global-variable", "logs-pipeline", "environment-variable"],
    remedy: "Delete it at the vendor, or accept it in exceptions.yaml with a reason: Tocsin does not import this kind.",
  },
  {
    class: "missing",
    kinds: ["synthetics-test"],
    path: /^monitor_id$/,
    remedy:
      "Delete the test at Datadog, then run `tocsin up --stack {stack} --refresh`: it creates the test and its monitor again.",
  },
  {
    class: "changed",
    kinds: ["synthetics-test"],
    path: /^monitor\./,
    remedy:
      "Change the test's own monitor back at Datadog, or delete the test there and run `tocsin up --stack {stack} --refresh`: an update of the test does not read its monitor.",
  },
  {
    class: "changed",
    kinds: ["monitor"],
    path: /^(?:restricted_roles|assets)\b/,
    remedy: "Take it out at Datadog: an update leaves alone what a definition does not name.",
  },
  {
    class: "muted",
    path: /(?:^|\.)draft_status$/,
    remedy: "Publish the monitor at Datadog: an update leaves a draft what it is.",
  },
  {
    class: "muted",
    kinds: ["detector"],
    remedy: "Unarchive the issue in Sentry: while it is archived, the monitor notifies nobody.",
  },
  {
    class: "stale-signal",
    kinds: ["drain"],
    remedy: "Set the sampling of the drain to 100 % in Vercel (the team's settings, Drains).",
  },
  {
    class: "broken-route",
    kinds: ["channel"],
    path: /^name$/,
    remedy:
      "Rename the channel in Slack back and invite the bot, or write its new name into Pulumi.{stack}.yaml and run `tocsin up --stack {stack}`.",
  },
  {
    class: "broken-route",
    kinds: ["channel"],
    path: /^is_archived$/,
    remedy: "Unarchive the channel in Slack, and invite the bot if it is no longer there.",
  },
  {
    class: "broken-route",
    kinds: ["channel"],
    path: /^is_member$/,
    remedy: "Invite the bot into the channel in Slack.",
  },
  {
    class: "broken-route",
    kinds: ["integration"],
    path: /^id$/,
    remedy:
      "Install the integration in Sentry again: it gets another id. Write that id into Pulumi.{stack}.yaml and run `tocsin up --stack {stack}`.",
  },
  {
    class: "broken-route",
    kinds: ["integration"],
    remedy:
      "Switch the integration on again in Sentry's settings; where Sentry has disabled it, connect it anew there.",
  },
  {
    class: "broken-route",
    kinds: ["member", "team"],
    remedy:
      "Invite them to the Sentry organisation again, or name who takes their place (`tocsin:people` of Pulumi.{stack}.yaml, or the imported definition) and run `tocsin up --stack {stack}`.",
  },
  {
    class: "disabled",
    kinds: ["project-key"],
    remedy: "Switch the DSN key on, or take its limit off, in the settings of the Sentry project.",
  },
  {
    class: "disabled",
    kinds: ["error-monitor"],
    remedy: "Switch the error monitor on in Sentry: every project has one of its own, which no update touches.",
  },
];

/** What a person does about a finding. */
export function remedyFor(finding: Finding, stack: string): string {
  const special = specials.find(
    (one) =>
      one.class === finding.class &&
      (one.kinds === undefined || (finding.kind !== null && one.kinds.includes(finding.kind))) &&
      (one.path === undefined || (finding.path !== null && one.path.test(finding.path))) &&
      (one.when === undefined || one.when(finding)),
  );
  return (special?.remedy ?? remedies[finding.class]).replaceAll("{stack}", stack);
}

/** Findings that ask for the same, in the order in which they come first. */
export function byRemedy(findings: readonly Finding[], stack: string): [remedy: string, findings: Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const remedy = remedyFor(finding, stack);
    groups.set(remedy, [...(groups.get(remedy) ?? []), finding]);
  }
  return [...groups];
}
