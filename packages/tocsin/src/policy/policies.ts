import { lintProject } from "../app/lint/run.ts";
import type { LintProblem } from "../lint/report.ts";
import { rules } from "../lint/rules.ts";
import { projectRoot } from "../project/root.ts";

export interface LintPoliciesArgs {
  /** Folder of the project. Without it, the nearest one with a `Pulumi.yaml`, from the working directory upwards. */
  project?: string;
}

interface JudgedResource {
  name: string;
  urn: string;
}
type Report = (message: string, urn?: string) => void;

/**
 * One lint rule as a policy of `@pulumi/policy`, of as much as it takes: `mandatory` refuses the update, `advisory` is shown. What is
 * wrong with a resource is said before the engine changes it, the rest when all of them are known.
 */
export interface LintPolicy {
  /** The rule's id with `-` for `/`, by which a pack's configuration sets its enforcement level. */
  name: string;
  description: string;
  enforcementLevel: "advisory" | "mandatory";
  validateResource: (resource: JudgedResource, report: Report) => Promise<void>;
  validateStack: (stack: { resources: readonly JudgedResource[] }, report: Report) => Promise<void>;
}

/** What is found by no rule: a definition that is impossible, a file that cannot be read, a setting that is missing. */
const projectPolicy = "tocsin-project";

/**
 * Every lint rule that works offline as a policy, and `tocsin-project` for what no rule may judge because it does not load. Errors are
 * mandatory, warnings and notices advisory. `exceptions.yaml` counts as in `tocsin lint`.
 *
 * @example
 *
 *     new PolicyPack("alerts", { policies: lintPolicies() });
 */
export function lintPolicies({ project }: LintPoliciesArgs = {}): LintPolicy[] {
  const found = memory((stack) => judge(project ?? process.cwd(), stack));
  const offline = rules.filter(({ looksAt }) => looksAt !== "live" && looksAt !== "history");
  return [
    policy(projectPolicy, "Definitions and settings load", "mandatory", found),
    ...offline.map(({ id, title, severity }) =>
      policy(policyOf(id), title, severity === "error" ? "mandatory" : "advisory", found),
    ),
  ];
}

/** One violation, and whom it is about. */
interface Violation extends Pick<LintProblem, "definition" | "subject"> {
  policy: string;
  text: string;
}
type Found = (stack: string) => Promise<readonly Violation[]>;

function policy(
  name: string,
  description: string,
  enforcementLevel: LintPolicy["enforcementLevel"],
  found: Found,
): LintPolicy {
  /** The resource by which each violation was told: several carry one definition. */
  const toldBy = new Map<Violation, string>();
  const own = async (urn: string) => (await found(stackOf(urn))).filter((one) => one.policy === name);
  return {
    name,
    description,
    enforcementLevel,
    validateResource: async (resource, report) => {
      for (const violation of await own(resource.urn)) {
        if (!isAbout(violation, resource) || (toldBy.get(violation) ?? resource.urn) !== resource.urn) continue;
        toldBy.set(violation, resource.urn);
        report(violation.text);
      }
    },
    validateStack: async ({ resources }, report) => {
      const [first] = resources;
      if (first === undefined) return;
      for (const violation of await own(first.urn))
        if (!resources.some((one) => isAbout(violation, one))) report(violation.text);
    },
  };
}

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME`: the one place where every engine names the stack to a policy. */
const stackOf = (urn: string): string => urn.split("::")[0]?.split(":")[2] ?? "";

const isAbout = ({ subject, definition }: Violation, { name }: JudgedResource): boolean =>
  subject === name || (subject === null && definition !== null && name.startsWith(`${definition}/`));

const policyOf = (rule: string): string => rule.replace("/", "-");

async function judge(from: string, stack: string): Promise<readonly Violation[]> {
  try {
    const { report } = await lintProject({ root: projectRoot(from), stack, today: new Date() });
    return report.problems.filter(({ file }) => !isOfOther(stack, file)).map(violationOf);
  } catch (error) {
    // What is wrong with the project is said as everything else; a fault of ours keeps its trace.
    if (!(error instanceof Error && "exitCode" in error)) throw error;
    return [{ policy: projectPolicy, definition: null, subject: null, text: error.message }];
  }
}

/** Whether it stands in another stack's file: that stack's own previews say it. */
const isOfOther = (stack: string, file: string | null): boolean => {
  const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(file ?? "") ?? [];
  return name !== undefined && name !== stack;
};

const judged: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

function violationOf({ rule, definition, subject, file, line, message, remedy, docs }: LintProblem): Violation {
  const who = definition === null ? "" : `${definition}: `;
  const place = [file, line].filter((part) => part !== null).join(":");
  const page = docs === null ? "" : ` See ${docs}.`;
  return {
    policy: judged.has(rule) ? policyOf(rule) : projectPolicy,
    definition,
    subject,
    text: `${who}${message}${place === "" ? "" : ` (${place})`}. ${remedy}${page}`,
  };
}

/** One answer a stack: every policy asks for it, for every resource. */
function memory(ask: Found): Found {
  const answers = new Map<string, ReturnType<Found>>();
  return (stack) => {
    const answer = answers.get(stack) ?? ask(stack);
    answers.set(stack, answer);
    return answer;
  };
}
