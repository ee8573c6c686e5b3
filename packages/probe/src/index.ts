export { type DeployedFile, deployedFiles, migrationFile } from "./deployment.ts";
export { type Report, resultOf, runProbe } from "./run.ts";
export { type Environment, projectsText, settingsFrom } from "./settings.ts";
export { lifetimeOf, mintToken } from "./token.ts";
