import { randomBytes } from "node:crypto";
import { FTPClient } from "@isoftp/adapter-node";
import { listen } from "@isoftp/adapter-node/testing";
import { MemoryServer } from "@isoftp/core/testing";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { checksum, mainJob, type Report } from "./main-job.ts";
import { startWorkerd } from "./workerd.ts";

/** Nothing here takes longer than a second or two; a run that hangs is to end all the same. */
const LONGEST = 60_000;
const watchdog = setTimeout(() => {
	console.error(`The demo did not finish within ${LONGEST / 1000} s.`);
	process.exit(1);
}, LONGEST);

const user = "demo";
const pass = randomBytes(12).toString("hex");
const content = new Uint8Array(randomBytes(1024 * 1024));
const expected = await checksum(content);

const { ca, server: certificate } = makeCertificates(["localhost"]);
const server = new MemoryServer({ users: { [user]: pass } });
const listening = await listen(server, { host: "127.0.0.1", tls: certificate });
console.log(`An FTP server in memory listens on localhost:${listening.port}, with TLS for whoever asks.`);

const workerd = await startWorkerd({ FTP_HOST: "localhost", FTP_USER: user, FTP_PASS: pass }, ca);
try {
	for (const secure of [false, true]) {
		const fromNode = new FTPClient("localhost", { user, pass, port: listening.port, secure, tls: { ca } });
		show("Node", secure, await mainJob(fromNode, `node-${secure ? "tls" : "plain"}.bin`, content));
		const name = `workerd-${secure ? "tls" : "plain"}.bin`;
		show("workerd", secure, await workerd.mainJob({ port: listening.port, secure, name, content }));
	}
} finally {
	await workerd.stop();
	await listening.close();
	clearTimeout(watchdog);
}
console.log("Uploaded, listed, downloaded and compared, by the same protocol code on both runtimes.");

function show(runtime: string, secure: boolean, report: Report): void {
	if (report.sha256 !== expected || report.secured !== secure) throw new Error(`Wrong: ${JSON.stringify(report)}`);
	const how = secure ? "explicit TLS" : "plain FTP";
	const sum = `SHA-256 ${report.sha256.slice(0, 16)}… as uploaded`;
	console.log(
		`${runtime.padEnd(8)} ${how.padEnd(13)} listed ${report.files.join(", ")}; downloaded ${report.bytes} bytes, ${sum}`,
	);
}
