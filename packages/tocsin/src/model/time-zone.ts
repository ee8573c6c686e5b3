import { z } from "zod";

/** Whether the tz database that Node brings knows the name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** As the tz database names it: `Europe/Vienna`, `UTC`. */
export const timeZone = z.string().refine(isTimeZone, { message: "no such time zone: write it as Europe/Vienna" });
