const language = "tocsin";

/** The import of some words of the language, as a formatter would break it. */
export function importLine(words: readonly string[]): string {
  const line = `import { ${words.join(", ")} } from "${language}";\n`;
  return line.length <= 121 ? line : `import {\n${words.map((word) => `  ${word},\n`).join("")}} from "${language}";\n`;
}
