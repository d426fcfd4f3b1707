import { expect, test } from "vitest";
import { SessionTickets } from "./tickets.ts";

const ticket = (name: string): Buffer => Buffer.from(name);

test("a ticket of TLS 1.3 is used once, the newest first; the last one again rather than none", () => {
	const tickets = new SessionTickets();
	expect(tickets.take("TLSv1.3")).toBeUndefined();
	tickets.add(ticket("first"));
	tickets.add(ticket("second"));
	expect(tickets.take("TLSv1.3")?.toString()).toBe("second");
	tickets.add(ticket("third"));
	expect(tickets.take("TLSv1.3")?.toString()).toBe("third");
	expect(tickets.take("TLSv1.3")?.toString()).toBe("first");
	expect(tickets.take("TLSv1.3")?.toString()).toBe("first");
	tickets.add(ticket("fourth"));
	expect(tickets.take("TLSv1.3")?.toString()).toBe("fourth");
});

test("a session of TLS 1.2 is used again and again", () => {
	const tickets = new SessionTickets();
	tickets.add(ticket("only"));
	expect(tickets.take("TLSv1.2")?.toString()).toBe("only");
	expect(tickets.take("TLSv1.2")?.toString()).toBe("only");
	tickets.add(ticket("newer"));
	expect(tickets.take("TLSv1.2")?.toString()).toBe("newer");
});

test("a server that hands out tickets without end does not fill the memory", () => {
	const tickets = new SessionTickets();
	for (let number = 0; number < 1000; number++) {
		tickets.add(ticket(`${number}`));
	}
	const taken = new Set<string | undefined>();
	for (let use = 0; use < 20; use++) {
		taken.add(tickets.take("TLSv1.3")?.toString());
	}
	expect([...taken]).toEqual(["999", "998", "997", "996", "995", "994", "993", "992"]);
});
