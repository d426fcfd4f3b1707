"""Delays every packet between a client and a server on this machine: handshakes, acknowledgements and all.

To be run in a network namespace of its own (`unshare --net`), where it makes a TUN device. To whoever dials FARAWAY, the servers
that listen on 127.0.0.1 of this namespace answer. Their packets come out of the device, are held for half a round trip, get the
addresses of the other side, and go back in. So both ends speak real TCP over a network that is slow in both directions, and what
TCP itself waits for (an acknowledgement, because of Nagle's algorithm) takes as long as it would.

Each line on the standard input is a new round-trip time in milliseconds, answered with the same line; at its end all is over.
"""

import collections
import fcntl
import ipaddress
import os
import select
import socket
import struct
import sys
import time

NEAR = "10.77.0.1"  # The client's own address.
FARAWAY = "10.77.0.2"  # What the client dials.
VISITOR = "10.77.0.3"  # Whom the server sees.
SERVER = "127.0.0.1"

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C
IFF_UP, IFF_RUNNING = 0x1, 0x40
DEVICE = b"slow0"


def address(text):
    return ipaddress.IPv4Address(text).packed


def configure(control, request, device, payload):
    fcntl.ioctl(control, request, struct.pack("16s24s", device, payload))


def inet(text):
    return struct.pack("HH4s", socket.AF_INET, 0, address(text))


def open_device():
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", DEVICE, IFF_TUN | IFF_NO_PI))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        up = struct.pack("H", IFF_UP | IFF_RUNNING)
        configure(control, SIOCSIFFLAGS, b"lo", up)
        configure(control, SIOCSIFADDR, DEVICE, inet(NEAR))
        configure(control, SIOCSIFNETMASK, DEVICE, inet("255.255.255.0"))
        configure(control, SIOCSIFFLAGS, DEVICE, up)
    # Otherwise the kernel lets nobody from outside talk to a loopback address.
    with open(f"/proc/sys/net/ipv4/conf/{DEVICE.decode()}/route_localnet", "w", encoding="ascii") as file:
        file.write("1")
    return device


def words(data):
    return sum(struct.unpack(f"!{len(data) // 2}H", data))


def adjusted(checksum, change):
    """RFC 1624: a checksum after a known change of the data under it."""
    total = (~checksum & 0xFFFF) + change
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Route:
    """Packets from one pair of addresses, and the pair that they get."""

    def __init__(self, source, target, new_source, new_target):
        self.old = address(source) + address(target)
        self.new = address(new_source) + address(new_target)
        gone = sum(~word & 0xFFFF for word in struct.unpack("!4H", self.old))
        self.change = gone + words(self.new)

    def rewritten(self, packet):
        """With the new addresses, and the checksums of IP and TCP put right: both cover the addresses."""
        result = bytearray(packet)
        start = (packet[0] & 0x0F) * 4
        result[12:20] = self.new
        for offset in (10, start + 16):
            (checksum,) = struct.unpack_from("!H", packet, offset)
            struct.pack_into("!H", result, offset, adjusted(checksum, self.change))
        return bytes(result)


ROUTES = {route.old: route for route in (Route(NEAR, FARAWAY, VISITOR, SERVER), Route(SERVER, VISITOR, FARAWAY, NEAR))}
TCP = 6


def main():
    device = open_device()
    # The network stays punctual on a busy machine.
    os.nice(-10)
    print(FARAWAY, flush=True)
    half = 0.0
    held = collections.deque()
    while True:
        wait = max(0.0, held[0][0] - time.monotonic()) if held else None
        readable, _, _ = select.select([device, sys.stdin], [], [], wait)
        now = time.monotonic()
        while held and held[0][0] <= now:
            os.write(device, held.popleft()[1])
        if sys.stdin in readable:
            line = sys.stdin.readline()
            if not line:
                return
            half = float(line) / 2000
            print(line.strip(), flush=True)
        if device in readable:
            packet = os.read(device, 65536)
            # Only TCP over IPv4 is asked for here; the kernel also sends words of its own, about IPv6.
            route = ROUTES.get(packet[12:20]) if packet[0] >> 4 == 4 and packet[9] == TCP else None
            if route is not None:
                held.append((now + half, route.rewritten(packet)))


main()
