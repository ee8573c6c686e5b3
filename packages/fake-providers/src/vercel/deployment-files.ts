/** A file of a deployment: where it is on this machine, and what Vercel knows it by. */
export interface SourceFile {
  path: string;
  size: number;
  /** SHA-1 of the content, in hex. */
  sha: string;
}

/** Files as `getProjectDirectory` tells them, `{path: "size~sha1"}`, sorted by path. Throws on another form. */
export function filesOf(files: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(files)
    .map(([path, sizeAndSha]) => {
      const match = /^(\d+)~([0-9a-f]{40})$/.exec(sizeAndSha);
      if (match === null) {
        throw new Error(
          `The file ${path} of the deployment is described by "${sizeAndSha}", not by size~sha1. Take files from getProjectDirectory.`,
        );
      }
      return { path, size: Number(match[1]), sha: match[2] ?? "" };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A file's name within the deployment: without the prefix, or, when none is given, without one leading `../`. */
export function uploadName(path: string, prefix: string | undefined): string {
  const name = path.replaceAll("\\", "/");
  if (prefix === undefined) return name.replace(/^\.\.\//, "");
  const folder = prefix.endsWith("/") ? prefix : `${prefix}/`;
  return name.startsWith(folder) ? name.slice(folder.length) : name;
}
