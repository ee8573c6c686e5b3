const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** Whether a pattern, in which `*` is any text, covers the whole of a name. @param flags of a regular expression */
export const covers = (pattern: string, name: string, flags = ""): boolean =>
  new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`, flags).test(name);
