/** Which of the two connections of FTP something happens to. */
export type Kind = "control" | "data";

/** Which way bytes go: up to the server, down to the client. */
export type Direction = "up" | "down";

/** When something goes wrong on a connection. */
export type Moment =
	/** When it is made: the server never hears of it. */
	| { readonly type: "accept" }
	/** When so many bytes have passed that way; the next one does not. */
	| { readonly type: "bytes"; readonly direction: Direction; readonly count: number }
	/** In place of what passes that way for the so manieth time, from 1: with TLS the nearest thing to a command or a reply. */
	| { readonly type: "flight"; readonly direction: Direction; readonly count: number }
	/** At a command or the last line of a reply that can be read: before it passes, or once it has been answered, whose answer is lost. */
	| { readonly type: "line"; readonly starts: string; readonly side: "before" | "after" }
	/** When that side has ended its direction: the end itself does not pass. */
	| { readonly type: "end"; readonly direction: Direction };

/** What goes wrong. */
export type Action =
	/** RST to both. */
	| { readonly type: "reset" }
	/** Nobody listens on the port. Where one port is for many connections, it is a reset instead. */
	| { readonly type: "refuse" }
	/** FIN to both; whatever else they send is lost. */
	| { readonly type: "cut" }
	/** FIN to the client, RST to the server. */
	| { readonly type: "truncate" }
	/** FIN to whom the bytes go; whoever sends them goes on, and nobody tells. */
	| { readonly type: "swallow" }
	/** Nothing passes any more, and the connection stays; so long, where that is told, until it is reset: servers keep few sessions that nobody ends. */
	| { readonly type: "stall"; readonly milliseconds?: number }
	/** All that passes from here on comes that much later: bytes, and the end. */
	| { readonly type: "delay"; readonly milliseconds: number };

/** One thing that goes wrong, once. */
export interface Fault {
	readonly kind: Kind;
	/** On which connection of its kind, from 0, in the order in which they are made. */
	readonly connection: number;
	readonly moment: Moment;
	readonly action: Action;
}

/** For a report: `data 1, bytes down 512 → reset`. */
export function inWords({ kind, connection, moment, action }: Fault): string {
	const { type: when, ...details } = moment;
	const { type: what, ...more } = action;
	return [`${kind} ${connection},`, when, ...Object.values(details), "→", what, ...Object.values(more)].join(" ");
}
