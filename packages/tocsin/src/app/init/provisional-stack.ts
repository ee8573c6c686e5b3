import { stackFile } from "create-tocsin";
import { parse as parseYaml } from "yaml";
import type { Answers } from "../../init/answers.ts";
import { parseStack } from "../../model/parse-stack.ts";
import type { StackConfig } from "../../model/stack.ts";

/** The stack as far as it is known, for judging what is live: what is open has a placeholder. */
export function provisionalStack(answers: Answers): StackConfig {
  const closed: Answers = {
    ...answers,
    slackIntegration: answers.slackIntegration ?? "0",
    sentryProjects: answers.sentryProjects.map((one) => ({ ...one, errorMonitor: one.errorMonitor ?? "0" })),
    services: answers.services.map((one) => ({
      ...one,
      project: one.project ?? { id: "unknown", name: one.name },
      url: one.url ?? "https://unknown.invalid",
    })),
    people: answers.people.map((one) => ({ ...one, sentryUser: one.sentryUser ?? "0" })),
  };
  const { config } = parseYaml(stackFile(closed)) as {
    config: Record<string, unknown>;
  };
  return parseStack(answers.stack, config, `Pulumi.${answers.stack}.yaml`);
}
