import { rule } from "../rule.ts";

/** Alerts a week that a person can still take seriously: two a shift of a day. */
const most = 14;

export const alertFiresTooOften = rule({
  id: "alert/fires-too-often",
  severity: "warning",
  title: "It would have fired too often in its history",
  looksAt: "history",
  check: (firesPerWeek) =>
    [...firesPerWeek]
      .filter(([, fires]) => fires > most)
      .map(([definition, fires]) => ({
        definition,
        at: "condition",
        message: `in its history it fires ${Math.round(fires)} times a week; after ${most} nobody looks any more`,
        remedy: "Raise the threshold, lengthen the window, or repair what makes it fire.",
      })),
});
