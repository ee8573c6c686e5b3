import { addressFault } from "../model/address.ts";
import { UsageError } from "../shared/usage-error.ts";

/** Base of GitHub's REST interface, without a trailing slash. @throws UsageError when a token must not be sent there */
export function githubUrl(env: Record<string, string | undefined>): string {
  const url = env.GITHUB_API_URL || "https://api.github.com";
  const fault = addressFault(url);
  if (fault !== null) throw new UsageError(`GITHUB_API_URL ${fault}.`);
  return url.replace(/\/$/, "");
}
