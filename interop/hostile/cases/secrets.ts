import { equal, fail, ok } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const SECRETS = ["hunter2", "sales-account"];

/** Everything that hangs on a value, as text. */
function everything(value: unknown, seen: Set<unknown> = new Set()): string {
	if (typeof value !== "object" || value === null) return String(value);
	if (seen.has(value)) return "";
	seen.add(value);
	const own = Reflect.ownKeys(value).map((key) => everything(Object.getOwnPropertyDescriptor(value, key)?.value, seen));
	return [JSON.stringify(value), String(value instanceof Error ? value : ""), ...own].join("\n");
}

function isSilent(value: unknown, what: string): void {
	const shown = everything(value);
	for (const secret of SECRETS) if (shown.includes(secret)) fail(`${what} shows "${secret}": ${shown}`);
}

export const secretCases: readonly Case[] = [
	{
		number: 102,
		title:
			"a server that knows the password and repeats it in whatever it says does not get it into an error, a trace or a profile",
		async server(visit) {
			const all = SECRETS.join(", ");
			await visit.serve({
				greeting: `220 Back again, ${all}?`,
				on: {
					PASS: visit.number === 1 ? `530-${all} is wrong:\r\n hunt\r\n530 er2` : `230 ${all} it is`,
					FEAT: `211-Features:\r\n MLST ${all}\r\n211 End`,
					TYPE: `200 ${all}`,
					PWD: `257 ${all}`,
					SIZE: `213 ${all}`,
					DELE: `550 ${all}`,
					EPSV: `229 ${all}`,
					PASV: `227 ${all}`,
					NOOP: `${all}`,
					QUIT: `221 ${all}`,
				},
			});
		},
		async client({ newClient }) {
			const events: unknown[] = [];
			const make = () => newClient({ account: "sales-account", onTrace: (event) => events.push(event) });
			const first = make();
			const errors: unknown[] = [];
			const keep = async (attempt: () => Promise<unknown>): Promise<void> => {
				await attempt().then(
					(value) => fail(`It succeeded with ${JSON.stringify(value)}`),
					(error: unknown) => errors.push(error),
				);
			};
			await first.connect();
			await keep(() => first.pwd());
			await keep(() => first.size("a.txt"));
			await keep(() => first.remove("a.txt"));
			await keep(() => first.download("a.txt"));
			await first.close();
			await keep(() => make().connect());
			const last = make();
			await last.connect();
			await keep(() => last.command("NOOP"));
			ok(last.closed, "a line that is no reply ends the session");
			equal(errors.length, 6, "errors");
			for (const error of errors) isSilent(error, "an error");
			isSilent(events, "the trace");
			for (const client of [first, last]) isSilent([client, client.profile, client.greeting], "a client");
		},
	},
];
