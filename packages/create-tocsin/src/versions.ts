/** The version of all packages of Tocsin that a project gets; a release writes the next one into each package.json and here. */
export const ownVersion = "0.1.0";

/** What a project needs of others; the first three are those that Tocsin is tested with. */
export const versions = {
  "@pulumi/pulumi": "3.248.0",
  "@pulumi/datadog": "5.11.0",
  "@pulumiverse/vercel": "5.4.1",
  tsx: "4.23.15",
  typescript: "6.0.3",
} as const;
