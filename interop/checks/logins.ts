import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, fresh, session, type World } from "./world.ts";

/** What the client has sent, as it may be shown. */
async function commandsOf(world: World, options: object): Promise<string[]> {
	const commands: string[] = [];
	const onTrace = (event: { readonly type: string; readonly line?: string }): void => {
		if (event.type === "command" && event.line) commands.push(event.line);
	};
	await session(world, (client) => client.pwd(), { ...options, onTrace });
	return commands;
}

async function features(world: World): Promise<ReadonlyMap<string, unknown>> {
	return await session(world, async (client) => client.features);
}

export const loginChecks: readonly Check[] = [
	{
		name: "asks for the password when the server wants it",
		async run(world) {
			const challenges: string[] = [];
			const onChallenge = async (challenge: string): Promise<string> => {
				challenges.push(challenge);
				return world.server.pass;
			};
			await session(world, (client) => client.pwd(), { pass: undefined, onChallenge });
			equal(challenges.length, 1, "how often the caller was asked");
			ok(/password/i.test(challenges[0] ?? ""), "the server's own words");
			const client = world.newClient({ pass: undefined, onChallenge: () => "not-the-password" });
			try {
				const error = await rejects(() => client.connect(), { name: "FTPReplyError", code: 530 }, "the login");
				ok(!String(error).includes("not-the-password"), "the error does not contain the answer");
			} finally {
				await client.close();
			}
		},
	},
	{
		name: "names the host that is meant, and stays away from servers that do not know it",
		async run(world) {
			const knowsHost = (await features(world)).has("HOST");
			if (knowsHost) {
				// ProFTPD takes its own address for one of its names.
				const commands = await commandsOf(world, { virtualHost: "127.0.0.1" });
				equal(commands[0], "HOST 127.0.0.1", "the first command");
			}
			const client = world.newClient({ virtualHost: "nobody.example" });
			try {
				// Pure-FTPd and vsftpd call it 530: to log in comes first.
				const code = knowsHost ? 504 : [500, 530];
				await rejects(() => client.connect(), { name: "FTPReplyError", code }, "the login");
			} finally {
				await client.close();
			}
		},
	},
	{
		name: "says who it is, and which language it wants, where the server offers that",
		async run(world) {
			const offered = await features(world);
			const commands = await commandsOf(world, { clientName: "isoftp check", language: "en-US" });
			equal(commands.includes("CLNT isoftp check"), offered.has("CLNT"), "CLNT was sent");
			equal(commands.includes("LANG en-US"), offered.has("LANG"), "LANG was sent");
		},
	},
	{
		name: "goes on with what another client has learnt",
		async run(world) {
			const folder = fresh("learnt");
			await world.disk.mkdir(folder);
			await world.disk.write(`${folder}/a.bin`, pattern(100));
			const path = `${world.path}/${folder}`;
			const profile = await session(world, async (client) => {
				await client.list(path);
				return JSON.parse(JSON.stringify(client.profile)) as object;
			});
			await session(
				world,
				async (client) => {
					equal(
						(await client.list(path)).map(({ name }) => name),
						["a.bin"],
						"the listing",
					);
				},
				{ profile },
			);
			// And with one of another server, which is wrong here.
			const wrong = { isLockStep: true, refusesAhead: true, refusesEPSV: true, refusesMLSD: true, needsPRET: true };
			const bytes = await session(world, (client) => client.download(`${path}/a.bin`), { profile: wrong });
			equal(bytes.length, 100, "the file");
		},
	},
	{
		name: "sends data in the clear through an encrypted session, where that is wanted",
		async run(world) {
			if (world.server.tls === "none") {
				await rejects(
					() => world.newClient({ dataProtection: "clear", secure: false }),
					{ name: "FTPUsageError" },
					"without TLS",
				);
				return;
			}
			const path = `${world.path}/${fresh("clear.bin")}`;
			const bytes = pattern(5000);
			const secure = world.server.tls === "implicit" ? "implicit" : true;
			const commands = await commandsOf(world, { secure, dataProtection: "clear" });
			ok(commands.includes("PROT C") && !commands.includes("PROT P"), "the server was asked for data in the clear");
			await session(
				world,
				async (client) => {
					await client.upload(path, bytes);
					equal(await sha256(await client.download(path)), await sha256(bytes), "what came back");
				},
				{ secure, dataProtection: "clear" },
			);
		},
	},
];
