/**
 * What a name must not contain: path separators of any system, control characters (they end names early or command terminals),
 * line separators and bidirectional overrides (they show another name than there is), and halves of surrogate pairs (no file
 * system takes them as they are).
 */
const HARMFUL = /[/\\\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Devices to Windows, in whatever folder and with whatever extension: what is written to `COM1.txt` goes out of the serial port. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|con(?:in|out)\$) *(?:[.:]|$)/i;

/**
 * Whether a name from a server can be joined to a local folder and stay inside it, on any system. Names are a stranger's: a hostile
 * server lists `../../.ssh/authorized_keys`. Not a promise that the local file system accepts it: Windows has no `?` in names.
 */
export function isSafeName(name: string): boolean {
	// Windows drops dots and spaces at the end, so ".. " and "..." are ".." or "." to it; and "C:x" is on another drive.
	return !/^[. ]*$/.test(name) && !HARMFUL.test(name) && !/^[a-z]:/i.test(name) && !DEVICE.test(name);
}
