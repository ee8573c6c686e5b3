import type { Plugin } from "tocsin/internal/provider";
import { connect, type Environment, type VercelApi, vercelSettings } from "./config.ts";
import { vercelDeployment } from "./deployment.ts";
import { getProjectDirectory } from "./directory.ts";
import { environmentVariable } from "./environment-variable.ts";
import { vercelProject } from "./project.ts";
import { projectCrons } from "./project-crons.ts";

/**
 * The fake provider for the official plugin `vercel`: the same tokens, the same REST conversation, for the resource types that the
 * local stack uses, and with a base URL that can be set. `version` must be the one that the installed SDK asks for.
 */
export function vercelPlugin(version: string, environment: Environment): Plugin {
  let connected: VercelApi | undefined;
  let token = "";
  const api = () => {
    if (connected === undefined) throw new Error("The Vercel provider was used before it was configured.");
    return connected;
  };
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return {
    name: "vercel",
    version,
    resources: {
      "vercel:index/project:Project": vercelProject(api),
      "vercel:index/projectCrons:ProjectCrons": projectCrons(api),
      "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable": environmentVariable(api),
      "vercel:index/deployment:Deployment": vercelDeployment(api, sleep),
    },
    invokes: { "vercel:index/getProjectDirectory:getProjectDirectory": getProjectDirectory },
    secretValues: () => (token === "" ? [] : [token]),
    async configure(config) {
      const settings = vercelSettings(config, environment);
      token = settings.apiToken;
      connected = await connect(settings);
    },
  };
}
