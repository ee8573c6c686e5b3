import type { Definition, Route } from "../../model/definition.ts";
import { signalKinds } from "../../model/signals/kinds.ts";
import { type NamedProblem, rule } from "../rule.ts";

const pagesOn = (definitions: readonly Definition[], { name }: Route) =>
  definitions.filter(({ route, severity }) => route === name && severity === "page");

function said(
  route: Route,
  pages: readonly Definition[],
  what: (whom: string) => string,
  remedy: string,
): NamedProblem[] {
  const [first] = pages;
  if (first === undefined) return [];
  const whom = `${pages.length === 1 ? "1 page" : `${pages.length} pages`} (${first.id}${pages.length === 1 ? "" : ", ..."})`;
  const { name } = route;
  return [{ definition: null, subject: name, in: { route: name }, at: null, message: what(whom), remedy }];
}

export const alertPageWithoutPager = rule({
  id: "alert/page-without-pager",
  severity: "warning",
  title: "A route that carries pages wakes nobody",
  looksAt: "written",
  check: ({ definitions, routes }) =>
    routes
      .filter(({ notify }) => notify === undefined)
      .flatMap((route) => {
        const pages = pagesOn(definitions, route);
        if (route.pager.length === 0) {
          const what = (whom: string) =>
            `route ${route.name} carries ${whom} and has no pager: mail and Slack wake nobody`;
          return said(route, pages, what, "Add a pager to the route, or call them tickets.");
        }
        // A handle of Datadog's is nothing that Sentry knows.
        const atSentry = pages.filter(({ signal }) => signalKinds[signal.kind].by === "sentry");
        const what = (whom: string) =>
          `route ${route.name} carries ${whom} that Sentry watches, and its pager is a handle of Datadog's: they wake nobody`;
        return said(route, atSentry, what, "Name the pager in notify, and bind it in tocsin:destinations.");
      }),
});
