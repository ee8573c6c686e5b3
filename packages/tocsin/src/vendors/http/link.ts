/**
 * The cursor of the next page, from the header `Link` of a list of Sentry's. It names a next page even when there is none: only
 * `results="true"` says that it holds something.
 */
export function nextCursor(link: string | null): string | null {
  for (const part of (link ?? "").split(",")) {
    if (part.includes('rel="next"') && part.includes('results="true"'))
      return /cursor="([^"]+)"/.exec(part)?.[1] ?? null;
  }
  return null;
}
