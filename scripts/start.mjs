// @ts-check
// `npm start`: from a fresh clone to a running demo.
import { pnpm } from "./lib/run.mjs";
import { build, install } from "./lib/steps.mjs";

if (!((await install()) && (await build()))) process.exit(1);
console.log("> Run the demo (examples/demo)");
const { ok } = await pnpm(["--silent", "--fail-if-no-match", "--filter", "./examples/demo", "start"]);
process.exit(ok ? 0 : 1);
