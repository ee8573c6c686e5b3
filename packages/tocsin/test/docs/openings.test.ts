/** Each page begins with what the reader gets, and with a command to type. */
import { expect, it } from "vitest";
import { pages } from "./pages.ts";

/** Pages to learn from, to work by and to look things up in; an explanation has nothing to type. */
const withCommand = [...pages].filter(([file]) => /^docs\/(tutorials|how-to|reference)\//.test(file));

/** The lines from the title to the first heading below it, at most so many. */
const openingOf = (text: string): string[] => {
  const [, ...lines] = text.split("\n").slice(0, 14);
  const end = lines.findIndex((line) => line.startsWith("## "));
  return end === -1 ? lines : lines.slice(0, end);
};

it.each(withCommand)("%s begins with what one gets and a command", (_file, text) => {
  const opening = openingOf(text);
  const command = opening.findIndex((line) => /^(?: {4})?(?:npx |npm |pulumi |tocsin |export )/.test(line));
  expect(command).toBeGreaterThan(-1);
  // A sentence before it says what it is for.
  expect(opening.slice(0, command).join(" ")).toMatch(/\w[^|]*[.:?]/);
});
