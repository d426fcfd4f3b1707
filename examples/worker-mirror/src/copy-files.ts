import { copyTreeFile, type FTPPool } from "@isoftp/adapter-workerd";
import { delayAfter } from "./delay.ts";
import { type Env, isKey, newPool, PART_SIZE, progressOf, treeOf } from "./env.ts";
import { isFinal, reasonOf } from "./final.ts";
import { below, type FileMessage, type Outcome } from "./shapes.ts";

/** What becomes of one message, and of its file. */
interface Result {
	readonly message: Message<FileMessage>;
	readonly outcome: Outcome;
	/** There was no time left, but it got on, and some of that is kept: this was no failure. */
	readonly goesOn?: boolean;
}

/** Copies the files of a batch, in the sessions of one pool. Each message is done, or tried again, by itself. */
export async function copyFiles(batch: MessageBatch<FileMessage>, env: Env): Promise<void> {
	const signal = AbortSignal.timeout(env.COPY_SECONDS * 1000);
	await using client = newPool(env, env.SESSIONS);
	const connected = client.connect({ signal });
	connected.catch(() => undefined);
	const waiting = [...batch.messages];
	const results: Result[] = [];
	const lane = async (): Promise<void> => {
		for (let message = waiting.shift(); message; message = waiting.shift()) {
			results.push(await copyOne(client, connected, env, message, signal));
		}
	};
	await Promise.all(Array.from({ length: env.SESSIONS }, lane));
	// Told before a message is done with: whatever is lost here comes again.
	await tell(env, results);
	await Promise.all(results.map((result) => dismiss(env, result)));
}

async function copyOne(
	client: FTPPool,
	connected: Promise<void>,
	env: Env,
	message: Message<FileMessage>,
	signal: AbortSignal,
): Promise<Result> {
	const { remote, prefix, directory, action } = message.body;
	const path = below(directory, action.path);
	if (signal.aborted) return { message, outcome: { path, state: "again", reason: "Its turn has not come yet" }, goesOn: true };
	let [first, last] = [Number.POSITIVE_INFINITY, 0];
	try {
		const size = await sizeThere(env, message.body);
		if (size !== undefined) return { message, outcome: { path, state: "done", bytes: size } };
		await connected;
		const sides = { direction: "down", remote: below(remote, directory), tree: treeOf(env, prefix, directory) } as const;
		const onProgress = (copied: number): void => {
			first = Math.min(first, copied);
			last = copied;
		};
		const { bytes } = await copyTreeFile(client, sides, action, { signal, onProgress });
		return { message, outcome: { path, state: "done", bytes } };
	} catch (error) {
		const reason = reasonOf(error);
		if (isFinal(error)) return { message, outcome: { path, state: "failed", reason } };
		return { message, outcome: { path, state: "again", reason }, goesOn: signal.aborted && last - first > 2 * PART_SIZE };
	}
}

/** The size of the copy where there is one of just this file: a message may come twice. */
async function sizeThere(env: Env, { prefix, directory, action }: FileMessage): Promise<number | undefined> {
	const { size, modifiedAt } = action.entry;
	const key = below(prefix, below(directory, action.path));
	if (size === undefined || modifiedAt === undefined || !isKey(key)) return undefined;
	const object = await env.BUCKET.head(key);
	// Seconds since 1970: the note that the copy was given. Through a queue, dates become text.
	const isSame = object?.size === size && Number(object.customMetadata?.mtime) * 1000 === new Date(modifiedAt).getTime();
	return isSame ? size : undefined;
}

async function tell(env: Env, results: readonly Result[]): Promise<void> {
	const mirrors = Map.groupBy(results, ({ message }) => message.body.mirror);
	for (const [mirror, ofOne] of mirrors) await progressOf(env, mirror).settle(ofOne.map(({ outcome }) => outcome));
}

async function dismiss(env: Env, { message, outcome, goesOn }: Result): Promise<void> {
	if (outcome.state !== "again") return message.ack();
	if (goesOn) {
		// A file that takes many invocations must not run out of attempts.
		await env.FILES.send(message.body, { contentType: "json" });
		return message.ack();
	}
	message.retry({ delaySeconds: delayAfter(message.attempts, env.RETRY_SECONDS) });
}
