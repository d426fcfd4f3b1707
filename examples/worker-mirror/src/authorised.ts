/** Whether a request has the token. How long this takes tells nothing about where a wrong one is wrong, or how long the right one is. */
export async function isAuthorised(request: Request, token: string): Promise<boolean> {
	const given = request.headers.get("authorization") ?? "";
	const [one, other] = await Promise.all([digest(given), digest(`Bearer ${token}`)]);
	// An empty secret is one that somebody forgot to set.
	return crypto.subtle.timingSafeEqual(one, other) && token !== "";
}

async function digest(text: string): Promise<ArrayBuffer> {
	return await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}
