import type { Service, StackAnswers, VendorName } from "./answers.ts";
import { type FirstAlertName, firstAlerts, firstRunbook, firstRunbookPage } from "./first-alerts.ts";
import { direct, type PackageManager, type Tarballs } from "./package-manager.ts";
import { reusableWorkflow } from "./published.ts";
import { commandsFor, environmentOf } from "./secrets.ts";
import { localStackFile, openStackFile } from "./stack-file.ts";
import { filled, templateFile } from "./template.ts";
import { ownVersion, versions } from "./versions.ts";

/** What somebody has chosen for a new project. */
export interface Choices {
  /** Name of the project and of its package. */
  project: string;
  vendors: readonly VendorName[];
  services: readonly Service[];
  alerts: readonly FirstAlertName[];
  manager: PackageManager;
  /** Our packages as files of `vendor/`; empty where they come from the registry. */
  tarballs: Tarballs;
}

/** What every project has, whatever its alerts are. */
export function frameFiles(choices: Choices): Map<string, string> {
  const { project, manager, tarballs } = choices;
  return new Map([
    ["package.json", `${JSON.stringify(manifestOf(choices), null, 2)}\n`],
    ["tsconfig.json", templateFile("tsconfig.json")],
    // npm packs no file of the real name.
    [".gitignore", templateFile("gitignore")],
    ...Object.entries(manager.settings(tarballs)),
    ["Pulumi.yaml", filled(templateFile("Pulumi.yaml"), { project })],
    ["infra/index.ts", templateFile("infra/index.ts")],
    ["README.md", readmeOf(choices)],
    [".github/workflows/alerts.yml", workflowOf(choices)],
  ]);
}

/** Every file of a new project by its path, as text. Pure but for reading the template. */
export function projectFiles(choices: Choices): Map<string, string> {
  const { vendors, services } = choices;
  const settings = settingsOf(choices);
  const { definitions, tests } = firstAlerts(
    services.map((service) => ({
      ...{ names: choices.alerts, vendors, service, owner: "oncall", route: "oncall", pages: false },
      sentryProject: vendors.includes("sentry") ? service.name : null,
    })),
  );
  const alerts = new Map([
    ["alerts/first-alerts.ts", definitions],
    ["test/alerts/first-alerts.test.yaml", tests],
  ]);
  return new Map([
    ...frameFiles(choices),
    ["Pulumi.local.yaml", localStackFile(settings, localSalt)],
    ["Pulumi.staging.yaml", openStackFile("staging", settings)],
    ["Pulumi.prod.yaml", openStackFile("prod", settings)],
    ["alerts/routes.ts", templateFile("alerts/routes.ts")],
    ...[...alerts].filter(([, text]) => text !== ""),
    [`runbooks/${firstRunbook}.md`, firstRunbookPage()],
  ]);
}

/** Goes with the local stack's constant passphrase: with it there, no run writes to the stack file. */
export const localSalt = "encryptionsalt: v1:NL+Uy5wNbbM=:v1:XkvqkGocdmImp5uc:fy5sWTE9HZmyZaOUWDpm54MjWwVGLw==";

function manifestOf({ project, vendors, manager, tarballs }: Choices): object {
  const own = (name: string): Record<string, string> => ({ [name]: tarballs[name] ?? ownVersion });
  const other = (name: keyof typeof versions): Record<string, string> => ({ [name]: versions[name] });
  return {
    name: project,
    version: "0.0.0",
    private: true,
    type: "module",
    scripts: {
      start: "tocsin start",
      test: "tocsin lint && tsc && tocsin test && tocsin runbooks --stack local",
    },
    dependencies: {
      ...(vendors.includes("datadog") ? other("@pulumi/datadog") : {}),
      ...other("@pulumi/pulumi"),
      ...(vendors.includes("vercel") ? other("@pulumiverse/vercel") : {}),
      ...own("tocsin"),
      ...other("tsx"),
    },
    devDependencies: { ...own("tocsin-emulators"), ...own("tocsin-fake-providers"), ...other("typescript") },
    ...manager.manifest(tarballs),
  };
}

/** What is known of every stack: names. All else is a placeholder, or, for the local stack, what the emulators have. */
const settingsOf = ({ project, vendors, services }: Choices): StackAnswers => ({
  stack: "local",
  allowDrills: true,
  vendors,
  services,
  slackAccount: "",
  locations: ["aws:eu-central-1", "aws:us-east-1"],
  organization: "",
  environment: "local",
  slackIntegration: null,
  sentryProjects: vendors.includes("sentry")
    ? services.map(({ name }) => ({ name, slug: name, errorMonitor: null, issueStreamMonitor: null }))
    : [],
  team: "",
  teamSlug: null,
  supabaseRef: "",
  people: [{ name: "oncall", mail: "oncall@example.com", sentryUser: null }],
  channels: { alerts: "#alerts" },
  runbooks: `https://github.com/acme/${project}/blob/main/runbooks`,
});

const titles: Readonly<Record<VendorName, string>> = {
  datadog: "Datadog",
  sentry: "Sentry",
  vercel: "Vercel",
  stripe: "Stripe",
  supabase: "Supabase",
};

function readmeOf({ project, vendors, manager }: Choices): string {
  const checklist = (["staging", "prod"] as const).flatMap((name) => commandsFor(vendors, name));
  return filled(templateFile("README.md"), {
    project,
    vendors: vendors.map((vendor) => titles[vendor]).join(", "),
    manager: manager.name === "bun" ? "bun run" : manager.name,
    checklist: checklist.map((line) => `    ${line}`).join("\n"),
  });
}

/** The reusable workflow installs with npm, and no definition of a new project needs a secret of the team's own. */
export const workflowOf = ({ vendors, manager }: Choices, reusable = reusableWorkflow): string =>
  reusable !== null && manager.name === "npm"
    ? filled(templateFile("github/workflows/calling.yml"), { reusable })
    : // What takes whole lines stands in comments, so that the template is a workflow too.
      filled(templateFile("github/workflows/alerts.yml").replace(/^ *# (__[a-z]+__)$/gm, "$1"), {
        manager: manager.name,
        install: manager.workflow.map((line) => `      - run: ${line}`).join("\n"),
        staging: environmentOf(vendors, "staging"),
        prod: environmentOf(vendors, "prod"),
      });

/** Our packages that a project needs, those that others of ours need among them. */
export const ownPackages = [...direct, "tocsin-probe", "create-tocsin"];
