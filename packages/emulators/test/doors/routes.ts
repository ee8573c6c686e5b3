import type { Hono } from "hono";
import type { RouterRoute } from "hono/types";

/** A call of a route. */
export interface Route {
  method: string;
  path: string;
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Every route of an app, as its own table has them, with a path that leads to it; whatever only stands before routes left out. */
export function routesOf(app: Hono): Route[] {
  const all = app.routes.flatMap((route) => {
    const path = sampleOf(route.path);
    const tried = route.method === "ALL" ? methods : [route.method];
    return tried.map((method) => ({ method, path: leadsTo(app, method, path, route) }));
  });
  return [...new Map(all.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

/** A path of a pattern: `/:version{v(8|9)}/projects/:id` is `/v8/projects/sample`. */
function sampleOf(pattern: string): string {
  return pattern
    .split("/")
    .map((part) => {
      const expression = /^:\w+\{(.+)\}$/.exec(part)?.[1];
      if (expression !== undefined) return expression.replace(/\(([^|()]+)[^()]*\)/g, "$1").replaceAll("\\d+", "7");
      return part.startsWith(":") || part === "*" ? "sample" : part;
    })
    .join("/");
}

/** The path, after the app's own router has said that it leads to the route: else a test would call something else. */
function leadsTo(app: Hono, method: string, path: string, route: RouterRoute): string {
  const [found] = app.router.match(method, path);
  const leads = found.some(([[, one]]) => one.path === route.path && one.method === route.method);
  if (!leads) throw new Error(`${path} does not lead to ${route.method} ${route.path}`);
  return path;
}
