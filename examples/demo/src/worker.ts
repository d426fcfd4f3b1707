import { FTPClient } from "@isoftp/adapter-workerd";
import { mainJob } from "./main-job.ts";

interface Env {
	readonly FTP_HOST: string;
	readonly FTP_USER: string;
	readonly FTP_PASS: string;
}

/** Does the main job with the file that is posted to it. */
export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		const { searchParams } = new URL(request.url);
		const client = new FTPClient(env.FTP_HOST, {
			user: env.FTP_USER,
			pass: env.FTP_PASS,
			port: Number(searchParams.get("port")),
			secure: searchParams.get("secure") === "yes",
		});
		const content = new Uint8Array(await request.arrayBuffer());
		return Response.json(await mainJob(client, searchParams.get("name") ?? "file", content));
	},
};
