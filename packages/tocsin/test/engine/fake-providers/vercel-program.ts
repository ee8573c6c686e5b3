import pulumi from "@pulumi/pulumi";
import vercel from "@pulumiverse/vercel";

/** The recorded program; `value` is the environment variable's. */
export function vercelProgram(value: string) {
  return async () => {
    const project = new vercel.Project("p", { name: "monitoring" });
    new vercel.ProjectCrons("c", { projectId: project.id, enabled: true });
    new vercel.ProjectEnvironmentVariable("e", {
      projectId: project.id,
      key: "CRON_SECRET",
      value: pulumi.secret(value),
      targets: ["production"],
      sensitive: true,
    });
    const directory = await vercel.getProjectDirectory({ path: "../site" });
    const deployment = new vercel.Deployment("d", {
      projectId: project.id,
      files: directory.files,
      pathPrefix: "../site",
      production: true,
    });
    return { url: deployment.url, files: directory.files };
  };
}
