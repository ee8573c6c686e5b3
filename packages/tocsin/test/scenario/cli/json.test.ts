import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Published, published } from "../../../src/cli/published.ts";
import { printed } from "../../support/printed.ts";
import { Project } from "../review/project.ts";
import { tocsin } from "./tocsin.ts";

const repository = path.resolve(import.meta.dirname, "../../../../..");

describe("a program reads what commands print", () => {
  let project: Project;
  beforeAll(async () => {
    project = new Project();
    project.alert(50);
    project.commit("base");
    project.alert(60);
  });
  afterAll(() => project.destroy());

  it.each<[Published, readonly string[], number]>([
    ["compile", ["compile"], 0],
    ["coverage", ["coverage"], 0],
    ["crons", ["crons"], 0],
    ["lint", ["lint", "--stack", "local"], 0],
    ["list", ["list"], 0],
    ["runbooks", ["runbooks"], 0],
    ["test", ["test"], 0],
  ])("%s", (command, args, code) => {
    const ran = tocsin(repository, [...args, "--json"]);
    expect([ran.code, ran.err]).toEqual([code, ""]);
    expect(printed(command, ran.out)).toMatchObject({ version: 1 });
  });

  it("review, and of a problem too", () => {
    const { out } = tocsin(project.folder, ["review", "--base", "HEAD", "--no-backtest", "--json"]);
    expect(printed("review", out).changes.map(({ definition }) => definition)).toEqual(["shop/errors"]);
    const lint = tocsin(project.folder, ["lint", "--json"]);
    expect(lint.code).toBe(1);
    expect(printed("lint", lint.out).problems.length).toBeGreaterThan(0);
  });

  it("and finds a schema for each that takes --json", () => {
    const { out } = tocsin(repository, ["completion", "fish"]);
    const takes = [...out.matchAll(/__fish_seen_subcommand_from ([\w-]+)' -a '[^']*--json/g)].map(([, name]) => name);
    expect(takes.length).toBeGreaterThan(15);
    expect(takes.filter((name) => name !== undefined && !(name in published))).toEqual([]);
  });
});
