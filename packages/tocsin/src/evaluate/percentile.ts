import type { Windows } from "./slide.ts";

/** A percentile of all samples in each window, interpolated between the two nearest; NaN where there is none. */
export function slidePercentile(
  { values, starts }: { values: Float64Array; starts: Int32Array },
  percent: number,
  windows: Windows,
): Float64Array {
  const result = new Float64Array(windows.count).fill(Number.NaN);
  const minutes = starts.length - 1;
  for (let i = 0; i < windows.count; i += 1) {
    const end = Math.min(minutes, Math.max(0, windows.first + i * windows.step));
    const begin = Math.max(0, windows.first + i * windows.step - windows.length);
    if (begin >= end) continue;
    const inside = values.slice(starts[begin] ?? 0, starts[end] ?? 0).sort();
    if (inside.length === 0) continue;
    const place = (percent / 100) * (inside.length - 1);
    const low = inside[Math.floor(place)] ?? 0;
    const high = inside[Math.ceil(place)] ?? 0;
    result[i] = low + (high - low) * (place - Math.floor(place));
  }
  return result;
}
