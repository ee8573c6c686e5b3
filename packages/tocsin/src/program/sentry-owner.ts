/** `team:3` or `user:7` on the wire, an object in the provider. */
export function ownerOf(owner: string | null): { teamId?: string; userId?: string } | undefined {
  if (owner === null) return undefined;
  // An id may be an input, which has a colon of its own.
  const [, kind, id] = /^([^:]*):(.+)$/.exec(owner) ?? [];
  if (id !== undefined && kind === "team") return { teamId: id };
  if (id !== undefined && kind === "user") return { userId: id };
  throw new Error(`Owner "${owner}" is neither team:ID nor user:ID.`);
}
