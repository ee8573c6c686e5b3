import { rule } from "../rule.ts";

export const signalNeverSeen = rule({
  id: "signal/never-seen",
  severity: "warning",
  title: "What the alert watches has never been seen",
  looksAt: "live",
  check: ({ unseen }) =>
    (unseen ?? []).map(({ what, days, definitions }) => {
      const [only, ...others] = [...definitions].sort();
      return {
        definition: others.length === 0 ? (only ?? null) : null,
        subject: what,
        at: "signal",
        message: `${what} has not been seen for ${days} day${days === 1 ? "" : "s"}${others.length === 0 ? "" : `; ${[only, ...others].join(", ")} watch it`}`,
        remedy: "Correct the name, or make the app send it: until then this cannot fire.",
      };
    }),
});
