import type { Resource } from "../../../src/model/resource.ts";

/** A resource of a definition that is called like it, without parent and references unless given. */
export const resource = (part: Partial<Resource> & Pick<Resource, "vendor" | "kind" | "name" | "body">): Resource => ({
  definition: part.name,
  parent: {},
  refs: [],
  ...part,
});

/** The tags that mark a Datadog object as one of ours. */
export const marks = (id: string): string[] => ["env:staging", "managed-by:tocsin", `tocsin-id:${id}`];
