#!/usr/bin/env python3
"""Connections that go wrong on their way: closed at once, half closed before or in the middle of an answer, reset,
silent, drop by drop, ended behind our back between two questions. A proxy before each server does so by chance; then
it stops, and everything has to be there."""
import random, re, socket, struct, threading
from campaign import Broken, Network, Setting, options, run, said_by, wait_until
from timeline import Timeline

WAYS = ["closed", "half closed", "reset", "cut", "cut and half closed", "silent", "dripping", "stale", "right"]
FACTOR = 20


class Proxy:
    """Passes connections on to a port, in the ways that chance gives."""

    def __init__(self, port, chance):
        self.target, self.chance, self.troubled = port, chance, True
        self.met = {}
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            way = self.chance.choice(WAYS) if self.troubled else "right"
            self.met[way] = self.met.get(way, 0) + 1
            threading.Thread(target=self.guarded, args=(client, way), daemon=True).start()

    def guarded(self, client, way):
        with client:
            try:
                self.serve(client, way)
            except OSError:
                pass  # the other side has gone

    def serve(self, client, way):
        if way == "closed":
            return
        if way == "half closed":
            client.shutdown(socket.SHUT_WR)
            client.recv(65536)
            self.held(client)
            return
        while True:
            question = client.recv(65536)
            if not question:
                return
            if way == "silent":
                return self.held(client)
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                server.sendall(re.sub(rb"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", question, count=1))
                answer = b"".join(iter(lambda: server.recv(65536), b""))
            # The server's own word would end the connection that we keep.
            answer = re.sub(rb"(?i)\r\nconnection: close", b"", answer, count=1)
            if not self.answer(client, way, answer):
                return

    def answer(self, client, way, answer):
        """False when that was the connection's last."""
        if way in ("cut", "cut and half closed"):
            client.sendall(answer[:len(answer) // 2])
            if way == "cut":
                return False
            client.shutdown(socket.SHUT_WR)
            self.held(client)
            return False
        if way == "reset":
            client.sendall(answer[:len(answer) // 3])
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if way == "dripping":
            for i in range(0, min(len(answer), 40)):
                client.sendall(answer[i:i + 1])
                threading.Event().wait(0.1)
            return False
        client.sendall(answer)
        return way != "stale"

    def held(self, client):
        """Says nothing more until the other side goes, or the trouble ends."""
        client.settimeout(0.5)
        while self.troubled:
            try:
                if not client.recv(65536):
                    return
            except TimeoutError:
                continue


def campaign(chosen):
    chance = random.Random(chosen.seed)
    with Setting(chosen, "sockets") as setting:
        clock = Timeline(setting, factor=FACTOR)
        network = Network(setting, mastodon=3, feeds=1, bluesky=1, posts=120, seed=chosen.seed, every="5s",
                          environment=clock.environment())
        proxies = []

        def through_proxy(port):
            proxies.append(Proxy(int(port.group(1)), random.Random(chance.random())))
            return f"127.0.0.1:{proxies[-1].port}"
        setting.watch(re.sub(r"127\.0\.0\.1:(\d+)", through_proxy, network.sources()))
        daemon = setting.start(environment=clock.environment())
        met = lambda: sum(sum(proxy.met.values()) for proxy in proxies)
        while met() < chosen.count:
            so_far = met()
            network.tell("happen 4")
            wait_until(lambda: met() > so_far or daemon.poll() is not None, "no more is asked", 7 * 3600 / FACTOR)
            if daemon.poll() is not None:
                raise Broken(f"it ended with {daemon.returncode}: {said_by(daemon)[-300:]}")
        for proxy in proxies:
            proxy.troubled = False
        daemon.terminate()
        daemon.wait()
        setting.catch_up(clock.environment())
        posts = setting.check_all(network.ledger())
        ways = {way: sum(proxy.met.get(way, 0) for proxy in proxies) for way in WAYS}
        network.end()
    return (f"{sum(ways.values())} connections (seed {chosen.seed}; " + ", ".join(f"{n} {way}" for way, n in ways.items()) +
            f"): {posts} posts, none lost, none doubled")


if __name__ == "__main__":
    chosen = options(__doc__, 2000)
    run("sockets", lambda: campaign(chosen))
