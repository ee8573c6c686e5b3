import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Project } from "../review/project.ts";
import { tocsin } from "./tocsin.ts";

const text = (name: string) => readFileSync(path.join(import.meta.dirname, name), "utf8");

describe("somebody asks the tool what it can do", () => {
  let project: Project;
  beforeAll(async () => {
    project = new Project();
    project.alert(50);
  });
  afterAll(() => project.destroy());

  it("shows the commands in groups, a line each where it fits", () => {
    expect(tocsin(project.folder, ["--help"])).toEqual({ code: 0, out: text("help.txt"), err: "" });
  });

  it("says its version", () => {
    const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../../package.json"), "utf8"));
    expect(tocsin(project.folder, ["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  it("says which option was meant, though the stack has a default", () => {
    expect(tocsin(project.folder, ["compile", "--stak", "local"])).toEqual({
      code: 2,
      out: "",
      err: "error: unknown option '--stak'\n(Did you mean --stack?)\n(--help lists commands and options)\n",
    });
  });

  it("takes the stack of TOCSIN_STACK, and of the command line before that", () => {
    const here = tocsin(project.folder, ["compile"], { TOCSIN_STACK: "elsewhere" });
    expect(here).toMatchObject({ code: 2, err: expect.stringContaining("elsewhere") });
    expect(tocsin(project.folder, ["compile", "--stack", "local"], { TOCSIN_STACK: "elsewhere" }).code).toBe(0);
  });

  it("lists definitions by pattern, as text, as ids and as JSON", () => {
    const [id = ""] = tocsin(project.folder, ["list", "--ids"]).out.split("\n");
    expect(tocsin(project.folder, ["list", `${id.split("/")[0]}/*`]).out).toMatch(
      new RegExp(`^${id}  \\w+  .+\\n\\n1 definition\\.\\n$`),
    );
    expect(JSON.parse(tocsin(project.folder, ["list", "--json"]).out)).toMatchObject({
      version: 1,
      definitions: [{ id, signal: expect.any(String), severity: expect.any(String) }],
    });
    expect(tocsin(project.folder, ["list", "no/such"])).toEqual({
      code: 2,
      out: "",
      err: expect.stringContaining("No definition has the id no/such. `tocsin list` shows all ids."),
    });
  });
});
