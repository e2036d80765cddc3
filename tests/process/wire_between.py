"""A wire between two network namespaces that loses and delays packets, and can be cut.

Each end is a TUN device of this process, moved into the namespace that another process lives in; a thread carries the packets. That
needs root and no more of the kernel than network namespaces and TUN devices, and nothing outlives the processes.
"""

import contextlib
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
IN_A_NAMESPACE = ("unshare", "--net", "--")  # in front of the command of a process, gives it a namespace of its own
LARGEST_PACKET = 65536


def reason_to_skip():
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    try:
        os.close(open_device()[0])
        subprocess.run([*IN_A_NAMESPACE, "ip", "link", "show", "lo"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as e:
        return f"no network namespaces or TUN devices here: {e}"
    return None


def open_device():
    """A new TUN device, as the descriptor that stands for it and its name. It goes when that is closed."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        request = fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"whimbrel%d", IFF_TUN | IFF_NO_PI))
    except OSError:
        os.close(device)
        raise
    return device, request[:16].rstrip(b"\0").decode()


class WireBetween:
    """Between the namespaces of two processes, which get the addresses 10.77.0.1 and 10.77.0.2."""

    ADDRESSES = ("10.77.0.1", "10.77.0.2")

    def __init__(self, pids, loss=0.0, delay=0.0, seed=1):
        self.loss, self.delay, self.up, self.carried = loss, delay, True, 0
        self._random, self._under_way, self._stop = random.Random(seed), [], False
        self._devices = [self._plug_in(*end) for end in zip(pids, self.ADDRESSES, reversed(self.ADDRESSES))]
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def close(self):
        self._stop = True
        self._thread.join()
        for device in self._devices:
            os.close(device)

    @staticmethod
    def _plug_in(pid, address, other):
        device, name = open_device()
        inside = ["nsenter", "--net", "--target", str(pid)]
        subprocess.run(["ip", "link", "set", name, "netns", str(pid)], check=True)
        subprocess.run([*inside, "ip", "address", "add", address, "peer", other, "dev", name], check=True)
        subprocess.run([*inside, "ip", "link", "set", name, "up"], check=True)
        return device

    def _carry(self):
        to = dict(zip(self._devices, reversed(self._devices)))
        while not self._stop:
            wait = 0.05 if not self._under_way else max(0.0, min(0.05, self._under_way[0][0] - time.monotonic()))
            for device in select.select(self._devices, [], [], wait)[0]:
                with contextlib.suppress(BlockingIOError):
                    self._take(os.read(device, LARGEST_PACKET), to[device])
            while self._under_way and self._under_way[0][0] <= time.monotonic():
                _, _, packet, device = heapq.heappop(self._under_way)
                with contextlib.suppress(OSError):
                    os.write(device, packet)

    def _take(self, packet, device):
        if not self.up or self._random.random() < self.loss:
            return
        self.carried += 1
        heapq.heappush(self._under_way, (time.monotonic() + self.delay, self.carried, packet, device))
