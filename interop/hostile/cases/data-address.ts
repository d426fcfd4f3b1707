import { equal } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

export const dataAddressCases: readonly Case[] = [
	{
		number: 2,
		title: "a 227 with an address that is not the server's leads to the server all the same",
		async server(visit) {
			await visit.serve({
				files: { "a.txt": "hello" },
				on: {
					EPSV: "500 Not known",
					async PASV() {
						const own = await visit.ordinary("PASV", "");
						return own?.replace("127,0,0,1", "169,254,169,254");
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
		},
		after(seen) {
			equal(seen.dataConnections, 1, "data connections");
		},
	},
];
