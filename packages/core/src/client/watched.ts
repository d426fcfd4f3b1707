import type { Sink, Source } from "./data-plan.ts";
import type { Verification } from "./verification.ts";

/** Lets what goes to a sink be seen. */
export function watchedSink(sink: Sink, verification: Verification): Sink {
	return {
		write(bytes, keep) {
			// First: who takes the bytes for good may take their buffer with them.
			const hashed = verification.update(bytes);
			// Nobody waits for it where the place wants no more, or fails.
			hashed?.catch(() => undefined);
			const taken = sink.write(bytes, keep);
			if (!hashed || taken === "enough") return taken;
			return taken ? Promise.all([hashed, taken]).then(() => undefined) : hashed;
		},
		...(sink.restart && {
			restart() {
				verification.restart();
				return sink.restart?.();
			},
		}),
	};
}

/** Lets what comes from a source be seen. A hash needs all of it: what the server has already is read for that alone. */
export function watchedSource(source: Source, verification: Verification): Source {
	/** Bytes that are read, but not given. */
	let unwanted = 0;
	return {
		async read() {
			for (;;) {
				const bytes = await source.read();
				if (!bytes) {
					await verification.end();
					return undefined;
				}
				await verification.update(bytes);
				const wanted = bytes.subarray(unwanted);
				unwanted -= bytes.length - wanted.length;
				if (unwanted === 0 && (wanted.length > 0 || bytes.length === 0)) return wanted;
			}
		},
		rewind() {
			unwanted = 0;
			verification.restart();
			return source.rewind();
		},
		...(source.rewindTo && {
			rewindTo(offset) {
				unwanted = verification.isByHash ? offset : 0;
				verification.restart(offset - unwanted);
				return verification.isByHash ? source.rewind() : (source.rewindTo?.(offset) ?? false);
			},
		}),
		cancel: (reason) => source.cancel(reason),
	};
}
