import { constants } from "node:crypto";
import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import { MemoryServer, type MemoryServerOptions } from "@isoftp/core/testing";
import { afterEach, expect, test } from "vitest";
import { makeCertificates } from "../../../../scripts/certificates.ts";
import { type ListeningServer, type ListenOptions, listen } from "./listen.ts";

const { ca, server: certified } = makeCertificates(["localhost", "127.0.0.1", "::1"]);
const tls = { cert: certified.cert, key: certified.key };
const large = Buffer.alloc(3_000_000, "0123456789");

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) {
		await cleanUp();
	}
});

async function start(options: MemoryServerOptions = {}, where: ListenOptions = {}): Promise<[MemoryServer, ListeningServer]> {
	const server = new MemoryServer(options);
	const listening = await listen(server, where);
	cleanUps.push(() => listening.close());
	return [server, listening];
}

async function dial(port: number, host = "127.0.0.1"): Promise<Socket> {
	const socket = connectTcp({ port, host, allowHalfOpen: true });
	cleanUps.push(() => socket.destroy());
	await once(socket, "connect");
	return socket;
}

async function secure(socket: Socket, session?: Buffer, options: ConnectionOptions = { ca }): Promise<TLSSocket> {
	const secured = connectTls({ socket, host: "localhost", servername: "localhost", ...options, ...(session && { session }) });
	cleanUps.push(() => secured.destroy());
	await once(secured, "secureConnect");
	return secured;
}

async function readAll(socket: Socket): Promise<Buffer> {
	const chunks: Buffer[] = [];
	socket.on("data", (chunk: Buffer) => chunks.push(chunk));
	await once(socket, "end");
	return Buffer.concat(chunks);
}

/** Commands and replies over a socket of Node's, which is exchanged when TLS begins. */
class Dialogue {
	#socket: Socket;
	#text = "";
	#wake: () => void = () => undefined;
	readonly #onData = (bytes: Buffer): void => {
		this.#text += bytes.toString();
		this.#wake();
	};

	constructor(socket: Socket) {
		this.#socket = socket.on("data", this.#onData);
	}

	async reply(): Promise<string> {
		for (;;) {
			const [whole] = /^(?:\d{3}-(?:.*\r\n)*?)?\d{3} .*\r\n/.exec(this.#text) ?? [];
			if (whole !== undefined) {
				this.#text = this.#text.slice(whole.length);
				return whole.trimEnd();
			}
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	async say(command: string): Promise<string> {
		this.#socket.write(`${command}\r\n`);
		return this.reply();
	}

	async secure(options?: ConnectionOptions): Promise<TLSSocket> {
		expect(await this.say("AUTH TLS")).toMatch(/^234 /);
		this.#socket.off("data", this.#onData);
		const secured = await secure(this.#socket, undefined, options);
		this.#socket = secured.on("data", this.#onData);
		await this.say("PBSZ 0");
		await this.say("PROT P");
		return secured;
	}

	async login(): Promise<void> {
		await this.say("USER me");
		expect(await this.say("PASS secret")).toMatch(/^230 /);
		await this.say("TYPE I");
	}

	/** A data connection, by EPSV. */
	async passive(host?: string): Promise<Socket> {
		return dial(Number(/\|\|\|(\d+)\|/.exec(await this.say("EPSV"))?.[1]), host);
	}
}

async function meet(port: number, host?: string): Promise<Dialogue> {
	const dialogue = new Dialogue(await dial(port, host));
	expect(await dialogue.reply()).toBe("220 Ready");
	return dialogue;
}

test("upload, list and download in the clear", async () => {
	const [server, { port }] = await start({ users: { me: "secret" } });
	const control = await meet(port);
	await control.login();

	const up = await control.passive();
	expect(await control.say("STOR f")).toMatch(/^150 /);
	up.end(large);
	expect(await control.reply()).toBe("226 Transfer complete");
	expect(Buffer.compare(server.files.read("/f"), large)).toBe(0);

	const names = await control.passive();
	await control.say("NLST");
	expect((await readAll(names)).toString()).toBe("f\r\n");
	names.end();
	expect(await control.reply()).toBe("226 Listing sent");

	const down = await control.passive();
	await control.say("RETR f");
	expect(Buffer.compare(await readAll(down), large)).toBe(0);
	down.end();
	expect(await control.reply()).toBe("226 Transfer complete");
	expect(await control.say("QUIT")).toBe("221 Goodbye");
	expect(server.errors).toEqual([]);
});

test.each(["TLSv1.2", "TLSv1.3"] as const)(
	"explicit %s with session reuse, files of 0 bytes, 1 byte and many",
	async (version) => {
		const [server, { port }] = await start(
			{ requireTls: true, quirks: { requireSessionReuse: "vsftpd", strictCloseNotify: true } },
			{ tls: { ...tls, minVersion: version, maxVersion: version } },
		);
		const control = await meet(port);
		expect(await control.say("USER me")).toMatch(/^530 /);
		const secured = await control.secure();
		let session: Buffer | undefined = secured.getSession();
		secured.on("session", (next: Buffer) => {
			session = next;
		});
		await control.login();
		expect(secured.getProtocol()).toBe(version);

		for (const content of [Buffer.alloc(0), Buffer.from("x"), large]) {
			const up = await control.passive();
			expect(await control.say("STOR f")).toMatch(/^150 /);
			(await secure(up, session)).end(content);
			expect(await control.reply()).toBe("226 Transfer complete");
			expect(Buffer.compare(server.files.read("/f"), content)).toBe(0);

			const down = await control.passive();
			await control.say("RETR f");
			const data = await secure(down, session);
			data.on("session", (next: Buffer) => {
				session = next;
			});
			expect(data.isSessionReused()).toBe(true);
			expect(Buffer.compare(await readAll(data), content)).toBe(0);
			data.end();
			expect(await control.reply()).toBe("226 Transfer complete");
		}

		const fresh = await control.passive();
		await control.say("LIST");
		const unknown = await secure(fresh);
		expect(await control.reply()).toBe("522 SSL connection failed: session reuse required");
		unknown.destroy();
	},
);

test("sessions resume for clients that take no tickets, too, as curl over TLS 1.2", async () => {
	const [, { port }] = await start({ quirks: { requireSessionReuse: "vsftpd" } }, { tls });
	const options = { ca, maxVersion: "TLSv1.2", secureOptions: constants.SSL_OP_NO_TICKET } as const;
	const control = await meet(port);
	const session = (await control.secure(options)).getSession();
	await control.login();
	const raw = await control.passive();
	await control.say("LIST");
	const data = await secure(raw, session, options);
	expect(data.isSessionReused()).toBe(true);
	expect(await readAll(data)).toHaveLength(0);
	data.end();
	expect(await control.reply()).toBe("226 Listing sent");
});

test("implicit TLS greets after the handshake", async () => {
	const [server, { port }] = await start({ requireTls: true }, { tls, implicit: true });
	server.files.write("/f", "content");
	const control = new Dialogue(await secure(await dial(port)));
	expect(await control.reply()).toBe("220 Ready");
	await control.login();
	const down = await control.passive();
	await control.say("RETR f");
	const data = await secure(down);
	expect((await readAll(data)).toString()).toBe("content");
	data.end();
	expect(await control.reply()).toBe("226 Transfer complete");
});

test("an upload cut without close_notify is not taken for a whole one", async () => {
	const [server, { port }] = await start({}, { tls });
	const control = await meet(port);
	await control.secure();
	await control.login();
	const raw = await control.passive();
	await control.say("STOR f");
	const data = await secure(raw);
	await new Promise((resolve) => data.write("half", resolve));
	raw.end();
	expect(await control.reply()).toBe("426 The data connection was lost");
	expect(server.files.text("/f")).toBe("half");
	expect(server.errors).toEqual([]);
});

test("plain bytes where TLS should begin end the control connection, and are 425 on a data connection", async () => {
	const [server, { port }] = await start({}, { tls });
	const first = await dial(port);
	const control = new Dialogue(first);
	await control.reply();
	expect(await control.say("AUTH TLS")).toMatch(/^234 /);
	first.write("USER me\r\n");
	await once(first, "end");

	const second = await meet(port);
	await second.secure();
	await second.login();
	const data = await second.passive();
	await second.say("STOR f");
	data.write("in the clear");
	expect(await second.reply()).toMatch(/^425 /);
	expect(server.commands).not.toContain("USER me injected");
	expect(server.errors).toEqual([]);
});

test("ABOR in mid-download, then the session goes on", async () => {
	const [server, { port }] = await start();
	server.files.write("/f", large);
	const control = await meet(port);
	await control.login();
	const data = await control.passive();
	await control.say("RETR f");
	expect(await control.say("ABOR")).toBe("426 Transfer aborted");
	expect(await control.reply()).toMatch(/^226 /);
	data.destroy();
	expect(await control.say("NOOP")).toMatch(/^200 /);
});

test("faults reach real sockets: a reset and a cut are early ends, and a reset is ECONNRESET where Node tells", async () => {
	let how: "reset" | "cut" = "reset";
	const [server, { port }] = await start({ quirks: { onTransfer: () => ({ after: 10, how }) } });
	server.files.write("/f", large);
	const control = await meet(port);
	await control.login();
	const reset = await control.passive();
	const received: Buffer[] = [];
	const codes: unknown[] = [];
	reset.on("data", (bytes: Buffer) => received.push(bytes)).on("error", (error) => codes.push("code" in error && error.code));
	// Node 20 and 22 take bytes and RST that arrive together for an end; then nothing closes this side.
	const over = Promise.race([once(reset, "close"), once(reset, "end")]);
	await control.say("RETR f");
	expect(await control.reply()).toMatch(/^426 /);
	await over.catch(() => undefined);
	expect(Buffer.concat(received).length).toBeLessThanOrEqual(10);
	if (Number.parseInt(process.versions.node, 10) >= 24) expect(codes).toEqual(["ECONNRESET"]);

	how = "cut";
	const cut = await control.passive();
	await control.say("RETR f");
	expect((await readAll(cut)).toString()).toBe("0123456789");
	expect(await control.reply()).toMatch(/^426 /);
});

test("IPv6: EPSV works, PASV is refused", async () => {
	const [, { port }] = await start({}, { host: "::1" });
	const control = await meet(port, "::1");
	await control.login();
	expect(await control.say("PASV")).toMatch(/^425 /);
	const data = await control.passive("::1");
	await control.say("LIST");
	expect(await readAll(data)).toHaveLength(0);
	data.end();
	expect(await control.reply()).toBe("226 Listing sent");
});

test("close() ends what is going on, and frees the port", async () => {
	const [server, { port, close }] = await start();
	server.files.write("/f", large);
	const control = await meet(port);
	await control.login();
	const data = await control.passive();
	await control.say("RETR f");
	await close();
	expect(server.activeSessions).toBe(0);
	data.destroy();
	const again = await listen(server, { port });
	cleanUps.push(() => again.close());
	expect(again.port).toBe(port);
});

test("a port that is taken, and implicit TLS without a certificate, are errors", async () => {
	const [server, { port }] = await start();
	await expect(listen(server, { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
	await expect(listen(server, { implicit: true })).rejects.toMatchObject({ name: "FTPUsageError" });
});
