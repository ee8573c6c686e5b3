/** The name's end and the description's last line that say which definition an object is. */
const MARK = /(?:^|\s)tocsin:(\S+)\s*$/;

/**
 * Id of the definition that an object carries, from the end of its name or the last line of its description; null for
 * objects that are not ours.
 */
export function identityOf(name: string | undefined, description?: string | null): string | null {
  return MARK.exec(name ?? "")?.[1] ?? MARK.exec((description ?? "").split("\n").at(-1) ?? "")?.[1] ?? null;
}
