import { expect, test } from "vitest";
import { MemoryFiles } from "../memory-files.ts";
import { lab, readText } from "./raw-client.ts";

const large = "0123456789abcdef".repeat(16_384);

test("RETR and STOR, whole, of every size, at every cut", async () => {
	for (const chunkSize of [1, 7, 100_000]) {
		const { login, server, network, clock, running } = await lab({}, { chunkSize });
		const client = await login();
		await client.say("TYPE I");
		for (const text of ["", "x", "line\nline\r\n", chunkSize === 1 ? "short" : large]) {
			expect((await client.upload("STOR f", text)).map((line) => line.slice(0, 3))).toEqual(["150", "226"]);
			expect(server.files.text("/f")).toBe(text);
			const { replies, text: received } = await client.download("RETR f");
			expect(replies).toEqual([`150 Opening BINARY mode data connection for f (${text.length} bytes)`, "226 Transfer complete"]);
			expect(received).toBe(text);
		}
		await client.say("QUIT");
		client.control.close();
		await running.close();
		expect(network.open).toEqual({ dialled: 0, accepted: 0, ports: 0 });
		expect(clock.pending).toBe(0);
		expect(server.errors).toEqual([]);
	}
});

test("ASCII: line ends are CR LF on the wire and LF in files, wherever the bytes are cut", async () => {
	for (const chunkSize of [1, 2, 3, 4, 5, 100]) {
		const { login, server } = await lab({}, { chunkSize });
		server.files.write("/f", "a\nb\r\nc\rd\n");
		const client = await login();
		expect((await client.download("RETR f")).text).toBe("a\r\nb\r\nc\rd\r\n");
		await client.upload("STOR g", "a\r\nb\n\r\r\nc\r");
		expect(server.files.text("/g")).toBe("a\nb\n\r\nc\r");
	}
});

test("REST: a download from every offset, an upload that goes on", async () => {
	const { login, server } = await lab();
	server.files.write("/f", "abcd");
	const client = await login();
	await client.say("TYPE I");
	for (let offset = 0; offset <= 4; offset++) {
		await client.say(`REST ${offset}`);
		expect((await client.download("RETR f")).text).toBe("abcd".slice(offset));
	}
	expect((await client.download("RETR f")).text).toBe("abcd");
	await client.say("REST 5");
	expect((await client.download("RETR f")).replies).toEqual(["554 The file ends before this offset"]);
	await client.say("REST 2");
	await client.upload("STOR f", "XY");
	expect(server.files.text("/f")).toBe("abXY");
	await client.say("REST 9");
	expect(await client.upload("STOR f", "XY")).toEqual(["554 The file ends before this offset"]);
	await client.upload("STOR f", "new");
	expect(server.files.text("/f")).toBe("new");
});

test("APPE adds or makes, STOU finds a name", async () => {
	const { login, server } = await lab();
	const client = await login();
	await client.upload("APPE f", "ab");
	await client.say("REST 1");
	await client.upload("APPE f", "cd");
	expect(server.files.text("/f")).toBe("abcd");
	expect(await client.upload("STOU", "1")).toEqual(["150 FILE: /upload", "226 Transfer complete (unique file name: /upload)"]);
	expect((await client.upload("STOU", "2"))[0]).toBe("150 FILE: /upload.1");
	expect((await client.upload("STOU f", "3"))[0]).toBe("150 FILE: /f.1");
	expect(server.files.text("/upload.1")).toBe("2");
});

test("refusals come before the data connection is used, and close it", async () => {
	const { login, server } = await lab();
	server.files.mkdir("/d");
	server.files.write("/readonly", "x", { mode: 0o444 });
	server.files.write("/secret", "x", { mode: 0o200 });
	const client = await login();
	const refused: Record<string, string> = {
		"RETR none": "550",
		"RETR d": "550",
		"RETR secret": "550",
		RETR: "501",
		"STOR d": "553",
		"STOR readonly": "553",
		"STOR none/f": "550",
		"STOR readonly/f": "553",
		"APPE d": "553",
		"LIST none": "550",
		"MLSD readonly": "501",
	};
	for (const [command, code] of Object.entries(refused)) {
		const data = await client.passive();
		expect((await client.say(command)).slice(0, 3), command).toBe(code);
		await expect(data.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	}
	expect(await client.say("RETR readonly")).toBe("425 Use EPSV or PASV first");
});

test("a data connection that never comes is 425 after a while", async () => {
	const { clock, login } = await lab({ timeouts: { data: 5000 } });
	const client = await login();
	await client.say("EPSV");
	await client.write("LIST\r\n");
	await clock.advance(4999);
	const reply = client.reply();
	await clock.advance(1);
	expect(await reply).toEqual(["425 No data connection was made"]);
	expect(await client.say("NOOP")).toMatch(/^200 /);
});

test("an upload that is reset, or that stalls, is 426 and keeps what has arrived", async () => {
	const { clock, host, login, server } = await lab({ timeouts: { data: 5000 } });
	const client = await login();
	const data = await client.passive();
	await client.say("STOR f");
	await data.write(new TextEncoder().encode("half"));
	await clock.settle();
	host.reset(data);
	expect(await client.reply()).toEqual(["426 The data connection was lost"]);
	expect(server.files.text("/f")).toBe("half");

	const slow = await client.passive();
	await client.say("STOR f");
	await clock.advance(5000);
	expect(await client.reply()).toEqual(["426 The data connection was lost"]);
	slow.close();
});

test("a download that the client closes is 426, and the session goes on", async () => {
	const { login, server } = await lab();
	server.files.write("/f", large);
	const client = await login();
	const data = await client.passive();
	await client.say("RETR f");
	await data.read();
	data.close();
	expect(await client.reply()).toEqual(["426 The data connection was lost"]);
	expect(await client.say("NOOP")).toMatch(/^200 /);
});

test("no space left is 552", async () => {
	const { login } = await lab({ files: new MemoryFiles({ capacity: 3 }) });
	const client = await login();
	const data = await client.passive();
	await client.say("STOR f");
	await data.write(new TextEncoder().encode("1234"));
	expect(await client.reply()).toEqual(["552 No space left"]);
	data.close();
	expect(await client.say("NOOP")).toMatch(/^200 /);
});

test("ABOR while a transfer runs: 426 for it, then 226", async () => {
	for (const command of ["RETR f", "STOR g"]) {
		const { login, server, network } = await lab();
		server.files.write("/f", large);
		const client = await login();
		const data = await client.passive();
		await client.say(command);
		await client.write("ABOR\r\n");
		expect(await client.reply()).toEqual(["426 Transfer aborted"]);
		expect(await client.reply()).toEqual(["226 Nothing is transferred any more"]);
		await expect(readText(data)).resolves.toBeDefined();
		data.close();
		expect(await client.say("NOOP")).toMatch(/^200 /);
		expect(network.open.dialled).toBe(1);
	}
});

test("ABOR is heard behind other commands, which keep their turn", async () => {
	const { login, server } = await lab();
	server.files.write("/f", large);
	const client = await login();
	const data = await client.passive();
	const codes: string[] = [];
	await client.write("RETR f\r\nNOOP\r\n");
	codes.push((await client.reply())[0]?.slice(0, 3) ?? "");
	await client.write("ABOR\r\nSYST\r\n");
	for (let count = 0; count < 4; count++) {
		codes.push((await client.reply())[0]?.slice(0, 3) ?? "");
	}
	expect(codes).toEqual(["150", "426", "200", "226", "215"]);
	data.close();
});

test("ABOR before the data connection was made, and with nothing to abort", async () => {
	const { login, network } = await lab();
	const client = await login();
	await client.say("EPSV");
	await client.write("LIST\r\nABOR\r\n");
	expect(await client.reply()).toEqual(["426 Transfer aborted"]);
	expect(await client.reply()).toEqual(["226 Nothing is transferred any more"]);
	await client.say("EPSV");
	expect(network.open.ports).toBe(2);
	expect(await client.say("ABOR")).toMatch(/^226 /);
	expect(network.open.ports).toBe(1);
});

test("when the control connection goes, the transfer ends", async () => {
	const { clock, login, server, network } = await lab();
	server.files.write("/f", large);
	const client = await login();
	const data = await client.passive();
	await client.say("RETR f");
	client.control.close();
	await clock.settle();
	expect(network.open).toEqual({ dialled: 1, accepted: 0, ports: 1 });
	data.close();
	expect(clock.pending).toBe(0);
	expect(server.errors).toEqual([]);
});

test("many transfers in one session, two sessions at once", async () => {
	const { login, server, network } = await lab();
	const [first, second] = [await login(), await login()];
	await Promise.all(
		[first, second].map(async (client, index) => {
			for (let count = 0; count < 30; count++) {
				await client.upload(`STOR f${index}-${count}`, `${index} ${count}`);
				expect((await client.download(`RETR f${index}-${count}`)).text).toBe(`${index} ${count}`);
			}
		}),
	);
	expect(server.files.list("/")).toHaveLength(60);
	expect(network.open).toEqual({ dialled: 2, accepted: 2, ports: 1 });
});
