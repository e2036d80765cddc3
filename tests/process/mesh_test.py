"""Nodes that forward in a circle: everybody gets every message exactly once, also those that say the same."""

import time
import unittest

from nodes import ONE, ProcessTest, number_of

COUNT = 500
SAME = 20


class MeshTest(ProcessTest):
    def ring(self, size=4):
        nodes = [self.node("m/") for _ in range(size)]
        for i, node in enumerate(nodes):
            self.connect(node, nodes[(i + 1) % size])
        return nodes

    def settled(self, nodes):
        """Copies that come late have come."""
        def received():
            return [node.statistics()["received"] for node in nodes]

        before = received()
        while True:
            time.sleep(0.2)
            after = received()
            if after == before:
                return
            before = after

    def publish(self, publishers):
        for node in publishers:
            topic = "m/" + node.info["node_id"]
            for _ in range(COUNT // 50):
                node.publish_numbered(topic, 50)
            for _ in range(SAME):
                node.publish(topic + "/same", ONE)

    def check_exactly_once(self, nodes, publishers):
        expected = [i % 50 for i in range(COUNT)]
        for node in nodes:
            others = [p.info["node_id"] for p in publishers if p is not node]
            node.stream_so_far = node.stream_until(lambda so_far: len(so_far) >= len(others) * (COUNT + SAME))
        self.settled(nodes)
        for node in nodes:
            others = [p.info["node_id"] for p in publishers if p is not node]
            stream = node.stream_so_far + node.take_stream()
            self.assertEqual({e["event"] for e in stream}, {"message"} if others else set())
            for other in others:
                self.assertEqual([number_of(e) for e in stream if e["topic"] == "m/" + other], expected)
                self.assertEqual(sum(e["topic"] == f"m/{other}/same" for e in stream), SAME)
            self.assertEqual(len(stream), len(others) * (COUNT + SAME))

    def test_a_ring_of_four_with_two_publishers(self):
        nodes = self.ring()
        publishers = [nodes[0], nodes[2]]
        self.publish(publishers)
        self.check_exactly_once(nodes, publishers)
        self.assertGreater(sum(n.statistics()["duplicates_cut"] for n in nodes), COUNT, "a ring without second copies is none")

    def test_a_ring_of_four_where_all_publish_at_the_same_time(self):
        nodes = self.ring()
        for node in nodes:
            topic = "m/" + node.info["node_id"]
            for _ in range(COUNT // 50):
                node.publish_numbered(topic, 50, wait=False)
            for _ in range(SAME):
                node.send("publish", topic=topic + "/same", data={"@data-type": "count", "data": 1})
        self.check_exactly_once(nodes, nodes)

    def test_a_ring_that_is_cut_by_a_kill_goes_on_as_a_line(self):
        nodes = self.ring()
        self.publish(nodes[:1])
        self.check_exactly_once(nodes, nodes[:1])
        nodes[1].kill()
        rest = [nodes[0], *nodes[2:]]
        nodes[0].status("peer_lost")
        nodes[2].status("peer_lost")
        for node in rest:  # those who lost it tell the others
            node.wait_event(lambda e: e["event"] == "gap" and e["reason"] == "path_lost")
        self.settled(rest)
        for node in rest:
            node.take_stream()
        self.publish(rest)
        self.check_exactly_once(rest, rest)

    def test_a_line_that_becomes_a_ring_while_messages_pass(self):
        nodes = [self.node("m/") for _ in range(4)]
        for a, b in zip(nodes, nodes[1:]):
            self.connect(a, b)
        for _ in range(COUNT // 50):
            nodes[0].publish_numbered("m/" + nodes[0].info["node_id"], 50, wait=False)
        nodes[0].peer(nodes[3].port)
        for _ in range(SAME):
            nodes[0].send("publish", topic=f"m/{nodes[0].info['node_id']}/same", data={"@data-type": "count", "data": 1})
        self.check_exactly_once(nodes, nodes[:1])


if __name__ == "__main__":
    unittest.main()
