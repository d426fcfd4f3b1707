import { FTPUsageError } from "../errors/index.ts";
import type { DownloadOptions } from "./calls.ts";
import type { Sink, Source } from "./data-plan.ts";
import { checkChoice, demand } from "./demand.ts";
import { FromNetwork, ToNetwork } from "./line-ends.ts";
import { callersError } from "./pump.ts";

/** A sink in front of another one, and what hands over the rest when nothing more will come. */
export interface TextSink extends Sink {
	end(): Promise<void>;
}

/** Puts LF for the CR LF that come over the network in text mode. */
export function textSink(sink: Sink): TextSink {
	let lines = new FromNetwork();
	let taken: ReturnType<Sink["write"]>;
	const hand = (text: Uint8Array): typeof taken => {
		taken = text.length > 0 ? sink.write(text, () => new Uint8Array(text)) : undefined;
		return taken;
	};
	return {
		write: (bytes) => hand(lines.push(bytes)),
		...(sink.restart && {
			restart() {
				lines = new FromNetwork();
				taken = undefined;
				return sink.restart?.();
			},
		}),
		async end() {
			try {
				if (taken !== "enough") await hand(lines.end());
			} catch (cause) {
				throw callersError(cause);
			}
		},
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
	checkChoice(type, ["binary", "ascii"], "type");
	demand(!offset && length === undefined, 'offset and length count bytes of the file, which type "ascii" does not tell');
	return true;
}
