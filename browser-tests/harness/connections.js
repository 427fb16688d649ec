/** Keeps count of a page's peer connections. To be called before the page is opened. */
export async function countConnections({ page }) {
  await page.addInitScript(() => {
    const all = [];
    globalThis.connectionsMade = all;
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration) {
        super(configuration);
        all.push(this);
      }
    };
  });
}

/** How many connections the page has made, and how many of them are open. */
export function connectionCount({ page }) {
  return page.evaluate(() => ({
    made: globalThis.connectionsMade.length,
    open: globalThis.connectionsMade.filter(({ connectionState }) => connectionState !== 'closed').length,
  }));
}
