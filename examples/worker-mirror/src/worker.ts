import { answer } from "./api.ts";
import { bury } from "./bury.ts";
import { copyFiles } from "./copy-files.ts";
import type { Env } from "./env.ts";
import type { FileMessage } from "./shapes.ts";

export { MirrorWorkflow } from "./mirror-workflow.ts";
export { MirrorProgress } from "./progress.ts";

/** As `wrangler.jsonc` has it. */
const DEAD_LETTERS = "mirror-dead-letters";

const worker: ExportedHandler<Env, FileMessage> = {
	fetch: answer,
	queue: async (batch, env) => await (batch.queue === DEAD_LETTERS ? bury : copyFiles)(batch, env),
};

export default worker;
