import { type ExpectedError, equal, ok, rejects } from "./assert.ts";
import { type Check, session, type World } from "./world.ts";

/** No byte of a login has reached the server: not in this check, nor in any other. */
async function neverLoggedIn(log: string, user: string): Promise<void> {
	ok(!log.includes(user), "the server has never heard the user's name");
	ok(!/FTP command:.*"(?:USER|PASS)\b/.test(log), "the server has seen neither USER nor PASS");
}

/** For servers whose certificate must not be accepted: one for another name, one signed by nobody. */
export const badCertificateChecks: readonly Check[] = [
	{
		name: "is refused, before anything secret is sent",
		async run(world) {
			const client = world.newClient({ secure: true });
			try {
				await rejects(() => client.connect(), { name: "FTPTLSError", code: "HANDSHAKE_FAILED" }, "connecting");
				const works = await client.pwd().then(
					() => true,
					() => false,
				);
				equal(works, false, "whether a call works after that");
			} finally {
				await client.close();
			}
			await neverLoggedIn(await world.server.log(), world.server.user);
		},
	},
];

/** For a server without TLS. */
export const noTlsChecks: readonly Check[] = [
	{
		name: "gives nobody's password to a server without TLS, when TLS is asked for",
		async run(world) {
			const before = (await world.server.log()).length;
			const client = world.newClient({ secure: true });
			try {
				await rejects(() => client.connect(), { name: "FTPTLSError", code: "NOT_OFFERED" }, "connecting");
			} finally {
				await client.close();
			}
			await neverLoggedIn((await world.server.log()).slice(before), world.server.user);
			await session(world, async (plain) => ok((await plain.pwd()).startsWith("/"), "a plain session works"), { secure: false });
		},
	},
];

/** For servers that begin in the clear. */
export const notImplicitChecks: readonly Check[] = [
	{
		name: "fails clearly when implicit TLS meets a server that greets in the clear",
		run: (world) => refusesToBegin(world, { name: "FTPTLSError", code: "HANDSHAKE_FAILED" }),
	},
];

/**
 * The same for workerd's old TLS stack. It cannot tell that a handshake has not taken place; when the greeting is there before the
 * handshake begins, both sides wait for each other, and only time tells.
 */
export const notImplicitUnseenChecks: readonly Check[] = [
	{
		name: "fails in time when implicit TLS meets a server that greets in the clear",
		run: (world) =>
			refusesToBegin(world, { name: ["FTPTLSError", "FTPTimeoutError"], code: ["HANDSHAKE_FAILED", "REPLY_TIMEOUT"] }),
	},
];

async function refusesToBegin(world: World, expected: ExpectedError): Promise<void> {
	const client = world.newClient({ secure: "implicit", timeouts: { reply: 8_000 } });
	try {
		await rejects(() => client.connect(), expected, "connecting");
		equal(client.closed, true, "whether the session is closed");
	} finally {
		await client.close();
	}
}
