/** Draws docs/explanation/architecture.svg again: `node tools/draw-rooms.mjs`, after tools/lib/rooms.mjs has changed. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawing } from "./lib/drawing.mjs";
import { repository } from "./lib/paths.mjs";

writeFileSync(join(repository, "docs/explanation/architecture.svg"), drawing());
