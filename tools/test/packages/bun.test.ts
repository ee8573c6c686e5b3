import { describe } from "vitest";
import { createdProject } from "./created-project.ts";
import { bun } from "./tools.ts";
import { tryPackages } from "./trial.ts";

describe("created and installed by bun", () => {
  tryPackages(createdProject({ name: "bun", command: () => [bun()] }, ["--vendors", "sentry", "--alerts", "errors"]));
});
