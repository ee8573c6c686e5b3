import { describe } from "vitest";
import { createdProject } from "./created-project.ts";
import { yarn } from "./tools.ts";
import { tryPackages } from "./trial.ts";

describe("created and installed by yarn into node_modules", () => {
  tryPackages(
    createdProject({ name: "yarn", command: () => [process.execPath, yarn] }, [
      "--vendors",
      "sentry",
      "--alerts",
      "errors",
    ]),
  );
});
