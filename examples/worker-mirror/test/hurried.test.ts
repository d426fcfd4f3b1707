import { randomBytes } from "node:crypto";
import { listen } from "@isoftp/adapter-node/testing";
import { type DataFault, MemoryServer } from "@isoftp/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { endOf } from "./end.ts";
import { startMirror } from "./start.ts";

/** Enough for two parts, on a machine that is busy: then the server says no more, and the rest of the time is waited for. */
const COPY_SECONDS = 15;

// In a file of its own, since it mostly waits.
test("a file that one invocation has no time for is handed on, however often, without running out of attempts", async () => {
	const { ca, server: tls } = makeCertificates(["localhost"]);
	const faults: DataFault[] = [{ after: 11_000_000, how: "stall" }];
	const onTransfer = ({ command }: { readonly command: string }): DataFault | undefined =>
		command === "RETR" ? faults.shift() : undefined;
	const server = new MemoryServer({ users: { user: "secret" }, requireTls: true, quirks: { onTransfer } });
	const listening = await listen(server, { tls });
	onTestFinished(() => listening.close());
	const vars = { FTP_HOST: `ftp://localhost:${listening.port}`, FTP_ROOT: "/pub", FTP_USER: "user", FTP_PASS: "secret" };
	// No message of this Worker comes a second time.
	const worker = await startMirror({ ...vars, RETRY_SECONDS: 0, COPY_SECONDS }, ca, 0);
	onTestFinished(() => worker.stop());
	const bytes = new Uint8Array(randomBytes(12_000_000));
	server.files.write("/pub/slow/file", bytes);
	const told = await endOf(worker, await worker.begin({ path: "slow" }));
	expect(told).toMatchObject({ done: 1, bytes: bytes.length, failed: 0 });
	expect(server.commands.filter((line) => line.startsWith("REST "))).toEqual(["REST 10485760"]);
	expect(Buffer.compare((await worker.objects("slow/file")).get("slow/file")?.bytes ?? new Uint8Array(), bytes)).toBe(0);
	expect(server.errors).toEqual([]);
}, 90_000);
