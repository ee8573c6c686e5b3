import { createColors } from "picocolors";

/** Colors where a terminal reads them and nobody said no (NO_COLOR, https://no-color.org). */
export const colorsFor = (
  { isTTY }: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>> = process.env,
): ReturnType<typeof createColors> => createColors(!env.NO_COLOR && isTTY === true);
