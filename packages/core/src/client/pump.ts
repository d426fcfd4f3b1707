import type { DataPlan, Sink, Source } from "./data-plan.ts";
import type { Connection } from "./dialer.ts";

/** Bytes written at once: large enough for the runtime, small enough for progress and back-pressure. */
const WRITE_SIZE = 256 * 1024;

export interface PumpReport {
	/** Bytes moved, or it is the caller's turn now. */
	progressed(waitingOn: "network" | "caller"): void;
	/** Whether nobody wants the bytes any more. */
	isOver(): boolean;
}

export interface Pumped {
	readonly byteCount: number;
	readonly early: boolean;
}

/** Moves a download's bytes from the connection into the sink, until the end of one or the other. */
export async function pumpDown(connection: Connection, sink: Sink, plan: DataPlan, report: PumpReport): Promise<Pumped> {
	let byteCount = 0;
	for (;;) {
		const bytes = await connection.read();
		if (!bytes) break;
		if (report.isOver()) continue;
		if (byteCount === 0) plan.onBegin?.(undefined);
		byteCount += bytes.length;
		const pending = sink.write(bytes);
		plan.onBytes?.(byteCount);
		if (pending === "enough") return { byteCount, early: true };
		if (pending) {
			report.progressed("caller");
			await pending;
		}
		report.progressed("network");
	}
	// Our close_notify and FIN, at once: vsftpd and ProFTPD say 226 only after them, and strict servers call their absence an error.
	await connection.end().catch(() => undefined);
	return { byteCount, early: false };
}

/** Moves an upload's bytes from the source onto the connection, and ends it. */
export async function pumpUp(connection: Connection, source: Source, plan: DataPlan, report: PumpReport): Promise<Pumped> {
	let byteCount = 0;
	for (;;) {
		report.progressed("caller");
		const bytes = await source.read();
		report.progressed("network");
		if (!bytes) break;
		for (let at = 0; at < bytes.length; at += WRITE_SIZE) {
			const piece = bytes.subarray(at, at + WRITE_SIZE);
			await connection.write(piece);
			byteCount += piece.length;
			report.progressed("network");
			plan.onBytes?.(byteCount);
		}
	}
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
