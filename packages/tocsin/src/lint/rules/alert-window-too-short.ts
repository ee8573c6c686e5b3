import { isPlainMetric } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { rule } from "../rule.ts";

/** Less than two points is refused when definitions are loaded; three leave room for one that is late. */
const advised = 3;

export const alertWindowTooShort = rule({
  id: "alert/window-too-short",
  severity: "notice",
  title: "The window holds fewer than three points",
  looksAt: "definition",
  check: ({ signal, condition }) => {
    if (!isPlainMetric(signal) || condition.kind !== "threshold") return [];
    if (condition.window >= advised * signal.interval) return [];
    const [window, interval] = [condition.window, signal.interval].map(readableDuration);
    return [
      {
        at: "condition.window",
        message: `a window of ${window} holds ${Math.floor(condition.window / signal.interval)} points, which come every ${interval}: one that is late changes the answer`,
        remedy: `Use ${readableDuration(advised * signal.interval)} or more.`,
      },
    ];
  },
});
