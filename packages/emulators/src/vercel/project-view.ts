import { viewDeploymentBrief } from "./deployment-view.ts";
import { type Project, productionOf, type VercelStore } from "./store.ts";

const resources = {
  functionDefaultRegions: ["iad1"],
  functionDefaultTimeout: 300,
  functionDefaultMemoryType: "standard",
  fluid: true,
};

/** A project as Vercel answers it; settings that were never given have Vercel's defaults. */
export function viewProject(store: VercelStore, project: Project) {
  const production = productionOf(store, project);
  const deployments = [...store.deployments.values()].filter((one) => one.project === project);
  return {
    framework: null,
    buildCommand: null,
    devCommand: null,
    installCommand: null,
    outputDirectory: null,
    rootDirectory: null,
    commandForIgnoringBuildStep: null,
    nodeVersion: "22.x",
    directoryListing: false,
    serverlessFunctionRegion: "iad1",
    autoExposeSystemEnvs: true,
    autoAssignCustomDomains: true,
    gitForkProtection: true,
    ...project.settings,
    id: project.id,
    name: project.name,
    accountId: store.team.id,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
    crons: project.crons,
    live: false,
    alias: [],
    targets: production === undefined ? {} : { production: viewDeploymentBrief(store, production) },
    latestDeployments: deployments
      .toReversed()
      .slice(0, 1)
      .map((one) => viewDeploymentBrief(store, one)),
    env: [],
    resourceConfig: resources,
    defaultResourceConfig: resources,
    deploymentExpiration: {
      expirationDays: 36_500,
      expirationDaysProduction: 36_500,
      expirationDaysCanceled: 30,
      expirationDaysErrored: 90,
      deploymentsToKeep: 10,
    },
  };
}
