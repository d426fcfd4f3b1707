/** The ways to write a listing. */
export type Format = "MLSD" | "LIST as on Unix" | "LIST as on Windows";

export const formats: readonly Format[] = ["MLSD", "LIST as on Unix", "LIST as on Windows"];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const LINES_IN_A_PIECE = 1000;

function pad(value: number, width = 2): string {
	return String(value).padStart(width, "0");
}

/** The line of the file of this number. Every second file is from another year, which `ls -l` shows in place of the time. */
const lineOf: Readonly<Record<Format, (number: number) => string>> = {
	MLSD: (number) =>
		`modify=2024${pad(1 + (number % 12))}${pad(1 + (number % 28))}10${pad(number % 60)}00;perm=adfrw;size=${number * 37};type=file;` +
		`unique=801U${number.toString(16)};UNIX.group=1000;UNIX.groupname=ftp;UNIX.mode=0644;UNIX.owner=1000;UNIX.ownername=ftp; ` +
		`file number ${number}.txt\r\n`,
	"LIST as on Unix": (number) =>
		`-rw-r--r--    1 ftp      ftp      ${String(number * 37).padStart(10)} ${MONTHS[number % 12]} ${pad(1 + (number % 28))} ` +
		`${number % 2 === 0 ? `10:${pad(number % 60)}` : " 2023"} file number ${number}.txt\r\n`,
	"LIST as on Windows": (number) =>
		`${pad(1 + (number % 12))}-${pad(1 + (number % 28))}-24  10:${pad(number % 60)}AM ${String(number * 37).padStart(20)} ` +
		`file number ${number}.txt\r\n`,
};

/** A listing of so many files, in pieces. */
export function* listing(format: Format, count: number): Generator<Buffer> {
	const line = lineOf[format];
	for (let first = 0; first < count; first += LINES_IN_A_PIECE) {
		const length = Math.min(LINES_IN_A_PIECE, count - first);
		yield Buffer.from(Array.from({ length }, (_, index) => line(first + index)).join(""));
	}
}
