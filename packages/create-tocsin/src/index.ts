/** What `tocsin init` takes from here. */
export * from "./answers.ts";
export * from "./first-alerts.ts";
export { importLine } from "./import-line.ts";
export { type PackageManagerName, packageManagerOf } from "./package-manager.ts";
export { frameFiles, localSalt } from "./project-files.ts";
export { createCommand } from "./published.ts";
export { localStackFile, openStackFile, stackFile } from "./stack-file.ts";
