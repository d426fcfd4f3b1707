import { equal, ok, rejects } from "./assert.ts";
import { type Check, session } from "./world.ts";

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
		async run(world) {
			const client = world.newClient({ secure: "implicit" });
			try {
				await rejects(() => client.connect(), { name: "FTPTLSError", code: "HANDSHAKE_FAILED" }, "connecting");
			} finally {
				await client.close();
			}
		},
	},
];
