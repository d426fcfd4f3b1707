import { FTPAbortError, FTPError, FTPUsageError, isNetworks } from "../errors/index.ts";
import type { Bytes } from "./calls.ts";
import type { DataPlan, Sink, Source } from "./data-plan.ts";
import type { Connection } from "./dialer.ts";

/** Bytes written at once: large enough for the runtime, small enough for progress and back-pressure. */
const WRITE_SIZE = 262_144;

export type WaitingOn = "network" | "caller" | "server";

export interface PumpReport {
	/** Bytes moved, or it is the caller's turn now, or the server's: all of an upload has been sent, but for its end. */
	progressed(waitingOn: WaitingOn): void;
	/** Whether nobody wants the bytes of this attempt any more. */
	isOver(): boolean;
}

export interface Pumped {
	readonly byteCount: number;
	readonly early: boolean;
}

/** Moves a download's bytes from the connection into the sink, until the end of one or the other. */
export async function pumpDown(connection: Connection, sink: Sink, plan: DataPlan, report: PumpReport): Promise<Pumped> {
	const length = plan.length ?? Number.POSITIVE_INFINITY;
	let byteCount = 0;
	for (;;) {
		const bytes = await connection.read();
		if (!bytes) break;
		if (report.isOver()) continue;
		const wanted = bytes.length > length - byteCount ? bytes.subarray(0, length - byteCount) : bytes;
		const keep = (): Bytes => (wanted === bytes && connection.keep?.()) || new Uint8Array(wanted);
		let taken: ReturnType<Sink["write"]>;
		try {
			if (byteCount === 0) plan.onBegin?.(undefined);
			byteCount += wanted.length;
			if (wanted.length > 0) taken = sink.write(wanted, keep);
			plan.onBytes?.(byteCount);
			if (taken && taken !== "enough") {
				report.progressed("caller");
				await taken;
			}
		} catch (cause) {
			throw callersError(cause);
		}
		if (taken === "enough" || byteCount >= length) return { byteCount, early: true };
		report.progressed("network");
	}
	// Our close_notify and FIN, at once: vsftpd and ProFTPD say 226 only after them, and strict servers call their absence an error.
	await connection.end().catch(() => undefined);
	return { byteCount, early: false };
}

/** What is being read from sources: an attempt that has failed may still be at it when the next one begins. */
const reading = new WeakMap<Source, Promise<unknown>>();

/** Moves an upload's bytes, from the first one on, from the source onto the connection, and ends it. */
export async function pumpUp(connection: Connection, source: Source, plan: DataPlan, report: PumpReport): Promise<Pumped> {
	let byteCount = 0;
	let bytes: Uint8Array | undefined;
	await reading.get(source);
	if (report.isOver()) return { byteCount, early: false };
	if (!source.rewind()) throw new FTPUsageError("BAD_ARGUMENT", "The data can be sent only once");
	for (;;) {
		try {
			report.progressed("caller");
			const read = source.read();
			reading.set(
				source,
				read.catch(() => undefined),
			);
			bytes = await read;
		} catch (cause) {
			throw callersError(cause, "The source of the upload");
		}
		report.progressed("network");
		if (!bytes || report.isOver()) break;
		for (let at = 0; at < bytes.length; at += WRITE_SIZE) {
			const piece = bytes.subarray(at, at + WRITE_SIZE);
			await connection.write(piece);
			byteCount += piece.length;
			report.progressed("network");
			try {
				plan.onBytes?.(byteCount);
			} catch (cause) {
				throw callersError(cause, "onProgress");
			}
		}
	}
	report.progressed("server");
	await connection.end();
	return { byteCount, early: false };
}

/**
 * Takes in whatever the server still sends on a data connection, until one side closes it; how does not matter.
 *
 * - After an upload: closing any earlier loses data in workerd. The final reply tells whether the server has everything.
 * - After a download that was wanted no longer: some servers do not survive that it is cut.
 */
export async function drain(connection: Connection): Promise<void> {
	try {
		while (await connection.read());
	} catch {
		// It has been closed, by either side.
	}
	connection.close();
}

/** What the caller's side of a transfer throws is the caller's failure, not the network's, whatever it is. */
export function callersError(cause: unknown, who = "The place that the download goes to"): FTPError {
	// An error of another connection of ours, whose download is uploaded here, would look like one of this.
	return cause instanceof FTPError && !isNetworks(cause) ? cause : new FTPAbortError(`${who} failed`, { cause });
}
