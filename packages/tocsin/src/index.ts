/** What a team writes its definitions with. */
export * from "./model/language.ts";
