import { type Env, progressOf } from "./env.ts";
import { below, type FileMessage } from "./shapes.ts";

/** Notes the files of dead letters as failed. The reason is that of the last attempt, which is known there. */
export async function bury(batch: MessageBatch<FileMessage>, env: Env): Promise<void> {
	const mirrors = Map.groupBy(batch.messages, ({ body }) => body.mirror);
	for (const [mirror, messages] of mirrors) {
		const paths = messages.map(({ body }) => below(body.directory, body.action.path));
		await progressOf(env, mirror).settle(paths.map((path) => ({ path, state: "failed" })));
	}
	batch.ackAll();
}
