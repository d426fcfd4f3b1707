import { equal, ok } from "node:assert/strict";
import { type FTPUrl, parseFTPUrl } from "../../packages/core/src/client/url.ts";
import { FTPUsageError } from "../../packages/core/src/errors/index.ts";
import { textOf } from "./input.ts";

/** A host, a port, a login and a path that FTP can carry, or FTPUsageError. */
export function fuzzUrl(bytes: Uint8Array): void {
	const text = textOf(bytes);
	let url: FTPUrl;
	try {
		url = parseFTPUrl(text);
	} catch (error) {
		ok(error instanceof FTPUsageError, String(error));
		equal(error.code, "BAD_ARGUMENT");
		return;
	}
	const { host, port, user = "", pass = "", path } = url;
	ok(!/[\r\n\0]/.test(host + user + pass + path), "no line end and no NUL");
	ok(host !== "" && !/[\s/@\p{Cc}]/u.test(host), "a host");
	ok(port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65535), "a port");
	// What needs no encoding can be written again, and is the same then.
	const encode = encodeURIComponent;
	if ([user, pass, path].some((part) => /\p{Cs}/u.test(part)) || user === "" || pass === "" || path === "") return;
	const again = parseFTPUrl(`ftp://${encode(user)}:${encode(pass)}@h/${path.split("/").map(encode).join("/")}`);
	equal(again.user, user);
	equal(again.pass, pass);
}
