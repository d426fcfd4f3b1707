import { FTPUsageError, isSafeName, resolveWithin } from "@isoftp/adapter-workerd";
import { isAuthorised } from "./authorised.ts";
import { type Env, progressOf } from "./env.ts";
import type { MirrorParams } from "./shapes.ts";

/** Begins mirrors, and tells how far they have come. */
export async function answer(request: Request, env: Env): Promise<Response> {
	if (!(await isAuthorised(request, env.TOKEN))) return problem(401, "The token is missing, or another one");
	const { pathname } = new URL(request.url);
	if (pathname === "/mirrors" && request.method === "POST") return await begin(request, env);
	const [, id] = /^\/mirrors\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
	if (id !== undefined && request.method === "GET") return await tell(id, env);
	return problem(404, "There are POST /mirrors and GET /mirrors/ID");
}

async function begin(request: Request, env: Env): Promise<Response> {
	let params: MirrorParams;
	try {
		params = checked(await request.json(), env.FTP_ROOT);
	} catch (error) {
		if (error instanceof FTPUsageError || error instanceof SyntaxError) return problem(400, error.message);
		throw error;
	}
	const { id } = await env.MIRRORS.create({ id: crypto.randomUUID(), params });
	return Response.json({ id }, { status: 202, headers: { location: `/mirrors/${id}` } });
}

async function tell(id: string, env: Env): Promise<Response> {
	const instance = await env.MIRRORS.get(id).catch(() => undefined);
	if (!instance) return problem(404, "There is no such mirror");
	const [{ status, error, output }, progress] = await Promise.all([instance.status(), progressOf(env, id).sum()]);
	return Response.json({ id, status, ...(error && { error }), ...progress, output });
}

/** @throws FTPUsageError for what cannot be right, or leads out of the directory that mirrors are made of */
function checked(input: unknown, root: string): MirrorParams {
	const { path = "", prefix = path, delete: remove = false, ...rest } = Object(input) as Record<string, unknown>;
	const [unknown] = Object.keys(rest);
	if (unknown !== undefined) throw new FTPUsageError("BAD_ARGUMENT", "There are path, prefix and delete, and nothing else");
	if (typeof remove !== "boolean") throw new FTPUsageError("BAD_ARGUMENT", "delete must be true or false");
	const remote = resolveWithin(root, path as string);
	const isPrefix = typeof prefix === "string" && prefix.length <= 512 && prefix.split("/").every(isSafeName);
	if (!isPrefix) throw new FTPUsageError("BAD_ARGUMENT", "prefix must be names with slashes between them");
	return { remote, prefix, delete: remove };
}

function problem(status: number, message: string): Response {
	return Response.json({ problem: message }, { status });
}
