import { FTPUsageError } from "../errors/index.ts";
import type { DownloadOptions } from "./calls.ts";
import type { Sink, Source } from "./data-plan.ts";
import { FromNetwork, ToNetwork } from "./line-ends.ts";

/** A sink in front of another one, and what hands over the rest when nothing more will come. */
export interface TextSink extends Sink {
	end(): Promise<void> | "enough" | undefined;
}

/** Puts LF for the CR LF that come over the network in text mode. */
export function textSink(sink: Sink): TextSink {
	const lines = new FromNetwork();
	const hand = (text: Uint8Array): ReturnType<Sink["write"]> =>
		text.length > 0 ? sink.write(text, () => new Uint8Array(text)) : undefined;
	return {
		write: (bytes) => hand(lines.push(bytes)),
		end: () => hand(lines.end()),
	};
}

/** Puts CR LF for LF, as text mode has it on the network. */
export function textSource(source: Source): Source {
	let lines = new ToNetwork();
	return {
		async read() {
			const bytes = await source.read();
			return bytes && lines.push(bytes);
		},
		rewind() {
			lines = new ToNetwork();
			return source.rewind();
		},
		cancel: (reason) => source.cancel(reason),
	};
}

/** Whether text mode is asked for. @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED */
export function isText({ type = "binary", offset, length }: Pick<DownloadOptions, "type" | "offset" | "length">): boolean {
	if (type === "binary") return false;
	if ((type as string) === "ebcdic") {
		throw new FTPUsageError("UNSUPPORTED", 'EBCDIC (TYPE E) cannot be transferred: with type "ascii" the server translates it');
	}
	if (type !== "ascii") throw new FTPUsageError("BAD_ARGUMENT", 'type must be "binary" or "ascii"');
	if (offset || length !== undefined) {
		throw new FTPUsageError("BAD_ARGUMENT", 'offset and length count bytes of the file, which type "ascii" does not tell');
	}
	return true;
}
