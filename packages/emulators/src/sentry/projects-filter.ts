import type { Context } from "hono";
import { ApiError } from "./errors.ts";
import type { Project, SentryStore } from "./store.ts";

/** The projects that a list is asked for with `project=ID` (repeatable; -1 and none are all). */
export function wantedProjects(c: Context, store: SentryStore): Project[] {
  const ids = c.req.queries("project") ?? [];
  if (ids.some((id) => !/^-?\d+$/.test(id))) {
    throw new ApiError(400, "Invalid project parameter. Values must be numbers.");
  }
  if (ids.length === 0 || ids.includes("-1")) return store.projects;
  return ids.map((id) => {
    const project = store.projects.find((one) => one.id === id);
    if (project === undefined) throw new ApiError(403, "You do not have permission to perform this action.");
    return project;
  });
}
