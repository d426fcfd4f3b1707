// Written as for workerd-ftp, and moved over by changing this line: it keeps to the members that have the same names and shapes
// (the constructor and its options, connect, download, upload, close) and gives on what list() gives, which are entries here.
import { FTPClient } from "@isoftp/adapter-workerd";

interface Env {
	FTP_HOST: string;
	FTP_PORT: string;
	FTP_USER: string;
	FTP_PASS: string;
	FTP_SECURE: string;
}

function newClient(env: Env): FTPClient {
	return new FTPClient(env.FTP_HOST, {
		user: env.FTP_USER,
		pass: env.FTP_PASS,
		port: Number.parseInt(env.FTP_PORT, 10),
		secure: env.FTP_SECURE === "true",
	});
}

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		const path = searchParams.get("path") ?? "";
		const client = newClient(env);
		try {
			await client.connect();
			switch (`${request.method} ${pathname}`) {
				case "GET /list":
					return Response.json(await client.list(path));
				case "GET /download": {
					const data = await client.download(path);
					return new Response(data, { headers: { "Content-Length": String(data.byteLength) } });
				}
				case "POST /upload": {
					await client.upload(path, new Uint8Array(await request.arrayBuffer()));
					return Response.json({ success: true });
				}
				default:
					return new Response("Not found", { status: 404 });
			}
		} catch (error) {
			return Response.json({ error: error instanceof Error ? error.name : "unknown" }, { status: 502 });
		} finally {
			await client.close();
		}
	},
};
