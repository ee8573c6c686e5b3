import { rule } from "../rule.ts";

export const alertPageWithoutPager = rule({
  id: "alert/page-without-pager",
  severity: "warning",
  title: "A route that carries pages wakes nobody",
  looksAt: "written",
  check: ({ definitions, routes }) =>
    routes
      .filter(({ pager }) => pager.length === 0)
      .flatMap(({ name }) => {
        const pages = definitions.filter(({ route, severity }) => route === name && severity === "page");
        const [first] = pages;
        if (first === undefined) return [];
        const whom = pages.length === 1 ? "1 page" : `${pages.length} pages`;
        return [
          {
            definition: null,
            subject: name,
            in: { route: name },
            at: null,
            message: `route ${name} carries ${whom} (${first.id}${pages.length === 1 ? "" : ", ..."}) and has no pager: mail and Slack wake nobody`,
            remedy: "Add a pager to the route, or call them tickets.",
          },
        ];
      }),
});
