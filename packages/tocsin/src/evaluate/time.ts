/** Times of tests: `9m`, `1h10m`, `3m35s`, `1d`. */

const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
const order = ["d", "h", "m", "s"] as const;

/** Milliseconds; null when it is not understood. */
export function parseTime(text: string): number | null {
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (parts === null || text === "") return null;
  return order.reduce((sum, unit, i) => sum + Number(parts[i + 1] ?? "0") * units[unit], 0);
}

/** The shortest way to write whole seconds. */
export function timeText(ms: number): string {
  let left = Math.round(ms / 1000) * 1000;
  const parts = order.map((unit) => {
    const many = Math.floor(left / units[unit]);
    left -= many * units[unit];
    return many === 0 ? "" : `${many}${unit}`;
  });
  return parts.join("") || "0m";
}
