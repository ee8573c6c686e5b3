export { type DeployedFile, deployedFiles, migrationFile } from "./deployment.ts";
export { type Report, resultOf, runProbe } from "./run.ts";
export { type Environment, projectsText, settingsFrom, suffixOf } from "./settings.ts";
export { migrationSql, type Statement } from "./statement.ts";
export { lifetimeOf, mintToken } from "./token.ts";
