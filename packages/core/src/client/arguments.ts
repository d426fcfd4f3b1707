import { FTPUsageError } from "../errors/index.ts";

/** A path goes to the server as it is; only what is no path at all is stopped here. @throws FTPUsageError BAD_ARGUMENT */
export function checkPath(path: string): string {
	if (typeof path !== "string" || path === "")
		throw new FTPUsageError("BAD_ARGUMENT", "A path must be a string that is not empty");
	return path;
}

/** Options are an object, a signal is an AbortSignal. @throws FTPUsageError BAD_ARGUMENT */
export function checkOptions<T extends { readonly signal?: AbortSignal | undefined }>(options: T): T {
	if (typeof options !== "object" || options === null) throw new FTPUsageError("BAD_ARGUMENT", "Options must be an object");
	const { signal } = options;
	if (signal === undefined || typeof signal.addEventListener === "function") return options;
	throw new FTPUsageError("BAD_ARGUMENT", "signal must be an AbortSignal");
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function checkCount(value: number | undefined, name: string): number | undefined {
	if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
	throw new FTPUsageError("BAD_ARGUMENT", `${name} must be a whole number of bytes, 0 or more`);
}

/** Like a path, but empty for the current directory. @throws FTPUsageError BAD_ARGUMENT */
export function checkDirectory(path: string): string {
	return path === "" ? path : checkPath(path);
}
