/** Records the peer connections of a page. To be called before the page is opened. */
export async function recordPeerConnections({ page }) {
  await page.addInitScript(() => {
    const all = [];
    globalThis.peerConnections = all;
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration) {
        super(configuration);
        all.push(this);
      }
    };
  });
}

/** The number of peer connections that the page has created, and of those that are open. */
export function connectionCount({ page }) {
  return page.evaluate(() => ({
    created: globalThis.peerConnections.length,
    open: globalThis.peerConnections.filter(({ connectionState }) => connectionState !== 'closed').length,
  }));
}

/** Lets a page use relayed candidates only, as if its network let nothing else through. To be called before it is opened. */
export async function relayOnly({ page }) {
  await page.addInitScript(() => {
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration) {
        super({ ...configuration, iceTransportPolicy: 'relay' });
      }
    };
  });
}
