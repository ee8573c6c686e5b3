import { definitionsOf, fits } from "../../model/dashboard.ts";
import { rule } from "../rule.ts";

/** What a part of `shows` asks for, as it is written. */
const asked = (part: Record<string, readonly string[] | undefined>): string =>
  Object.entries(part)
    .flatMap(([field, names]) => (names === undefined ? [] : [`${field} ${names.join(", ")}`]))
    .join(" and ");

export const dashboardShowsNothing = rule({
  id: "dashboard/shows-nothing",
  severity: "warning",
  title: "A dashboard asks for alerts that there are not",
  looksAt: "written",
  check: ({ definitions, dashboards }) => {
    const homes = definitionsOf(dashboards, definitions);
    return dashboards.flatMap(({ id, shows, overview }) => {
      const idle = shows.filter((part) => !definitions.some((definition) => fits(part, definition)));
      const said = idle.map((part) => ({
        definition: id,
        at: "shows",
        message: `no definition has ${asked(part)}: this part of it is empty`,
        remedy: "Correct the name, or take it out.",
      }));
      if (said.length > 0 || overview || (homes.get(id) ?? []).length > 0) return said;
      const message = "every alert that would fit it stands on a dashboard of lower rank: it shows none";
      return [{ definition: id, at: "rank", message, remedy: "Give it a lower rank, or remove it." }];
    });
  },
});
