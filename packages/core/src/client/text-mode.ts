import type { Sink, Source } from "./data-plan.ts";
import { FromNetwork, ToNetwork } from "./line-ends.ts";

/** Text mode's share of a transfer; handed in, so that who has no use for it does not carry it. */
export interface TextMode {
	readonly sink: (sink: Sink) => TextSink;
	readonly source: (source: Source) => Source;
}

/** A sink in front of another one, and what hands over the rest when nothing more will come. */
export interface TextSink extends Sink {
	end(): Promise<void> | "enough" | undefined;
}

/** Puts LF for the CR LF that come over the network in text mode. */
function textSink(sink: Sink): TextSink {
	const lines = new FromNetwork();
	const hand = (text: Uint8Array): ReturnType<Sink["write"]> =>
		text.length > 0 ? sink.write(text, () => new Uint8Array(text)) : undefined;
	return {
		write: (bytes) => hand(lines.push(bytes)),
		end: () => hand(lines.end()),
	};
}

/** Puts CR LF for LF, as text mode has it on the network. */
function textSource(source: Source): Source {
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

export const textMode: TextMode = { sink: textSink, source: textSource };
