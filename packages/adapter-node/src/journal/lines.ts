import type { FileHandle } from "node:fs/promises";

/** Read at once. */
const PIECE = 64 * 1024;

const LINE_FEED = 10;

/** Whether the last line of a file was cut, so that the next one needs a line feed in front. */
export async function isCut(handle: FileHandle): Promise<boolean> {
	const { size } = await handle.stat();
	const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
	return size > 0 && buffer[0] !== LINE_FEED;
}

/** The lines in a file, with the last one if it was cut. They end with LF, and with nothing else that some take for a line's end. */
export async function* linesOf(handle: FileHandle): AsyncIterableIterator<string> {
	const decoder = new TextDecoder();
	let rest = "";
	for (let at = 0; ; ) {
		const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, at);
		if (bytesRead === 0) break;
		at += bytesRead;
		const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split("\n");
		rest = lines.pop() ?? "";
		yield* lines;
	}
	if (rest !== "") yield rest;
}
