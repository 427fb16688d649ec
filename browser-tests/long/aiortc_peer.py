"""A peer that uses aiortc, sends video and answers all offers. Its arguments are the URL of the room, and the number of offers that
it makes: one whenever a connection has been connected for some seconds.

The offers of aiortc 1.4.0 have other header extension ids than the descriptions before, which Chromium refuses.
"""

import asyncio
import json
import re
import secrets
import sys

import websockets
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import VideoStreamTrack
from aiortc.sdp import candidate_from_sdp


OFFER_DELAY = 3


def fingerprint(description):
    return re.search("a=fingerprint:.*", description.sdp).group() if description else None


class Peer:
    def __init__(self, socket, offers):
        self.socket = socket
        self.offers = offers
        self.last_id = 0
        self.sink = MediaBlackhole()
        self.connect()

    def connect(self):
        connection = self.connection = RTCPeerConnection()
        connection.on("track", self.consume)
        connection.on("connectionstatechange", lambda: asyncio.ensure_future(self.offer_later(connection)))

    async def offer_later(self, connection):
        if connection.connectionState != "connected" or self.offers == 0:
            return
        await asyncio.sleep(OFFER_DELAY)
        if connection is not self.connection or connection.signalingState != "stable":
            return
        self.offers -= 1
        await self.describe(await connection.createOffer(), self.peer)
        print("offer", flush=True)

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
            self.peer = peer
            offer = RTCSessionDescription(message["sdp"], "offer")
            before = self.connection.remoteDescription
            if before and fingerprint(before) != fingerprint(offer):
                await self.connection.close()
                self.connect()
            elif self.connection.signalingState != "stable":
                return
            await self.connection.setRemoteDescription(offer)
            if not any(sender.track for sender in self.connection.getSenders()):
                self.connection.addTrack(VideoStreamTrack())
            await self.describe(await self.connection.createAnswer(), peer)
        elif kind == "answer" and self.connection.signalingState == "have-local-offer":
            await self.connection.setRemoteDescription(RTCSessionDescription(message["sdp"], "answer"))
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


async def main(url, offers):
    async with websockets.connect(url, subprotocols=["signaling.v1"]) as socket:
        await Peer(socket, int(offers)).run()


asyncio.run(main(*sys.argv[1:]))
