"""A peer that uses aiortc, sends video and answers all offers. Its argument is the URL of the room.

It makes no offers of its own: those of aiortc 1.4.0 have other header extension ids than the offers before, which Chromium refuses.
"""

import asyncio
import json
import secrets
import sys

import websockets
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import VideoStreamTrack
from aiortc.sdp import candidate_from_sdp


class Peer:
    def __init__(self, socket):
        self.socket = socket
        self.connection = RTCPeerConnection()
        self.last_id = 0
        self.sink = MediaBlackhole()
        self.connection.on("track", self.consume)

    async def consume(self, track):
        self.sink.addTrack(track)
        await self.sink.start()

    async def run(self):
        await self.send({"type": "join", "key": secrets.token_urlsafe(32), "name": "aiortc"})
        while True:
            try:
                message = json.loads(await asyncio.wait_for(self.socket.recv(), 5))
            except asyncio.TimeoutError:
                await self.send({"type": "ping"})
                continue
            await self.receive(message)

    async def receive(self, message):
        kind, peer = message["type"], message.get("from")
        if kind == "joined":
            print("joined", flush=True)
        elif kind == "offer":
            await self.connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "offer"))
            if not any(sender.track for sender in self.connection.getSenders()):
                self.connection.addTrack(VideoStreamTrack())
            await self.describe(await self.connection.createAnswer(), peer)
        elif kind == "candidate" and (message["candidate"] or {}).get("candidate"):
            candidate = candidate_from_sdp(message["candidate"]["candidate"].split(":", 1)[1])
            candidate.sdpMid = message["candidate"]["sdpMid"]
            candidate.sdpMLineIndex = message["candidate"]["sdpMLineIndex"]
            await self.connection.addIceCandidate(candidate)

    async def describe(self, description, peer):
        await self.connection.setLocalDescription(description)
        description = self.connection.localDescription
        await self.request({"type": description.type, "to": peer, "sdp": description.sdp})

    async def request(self, message):
        self.last_id += 1
        await self.send({**message, "id": self.last_id})

    async def send(self, message):
        await self.socket.send(json.dumps(message))


async def main(url):
    async with websockets.connect(url, subprotocols=["signaling.v1"]) as socket:
        await Peer(socket).run()


asyncio.run(main(sys.argv[1]))
