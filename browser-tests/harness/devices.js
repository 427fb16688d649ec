/** Records the tracks of all devices that a page opens. To be called before the page is opened. */
export async function recordTracks({ page }) {
  await page.addInitScript(() => {
    const tracks = [];
    globalThis.openedTracks = tracks;
    const devices = navigator.mediaDevices;
    if (!devices) return; // about:blank in Firefox
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
}

/** The kinds of the devices in use. */
export function devicesInUse({ page }) {
  return page.evaluate(() => {
    const live = globalThis.openedTracks.filter(({ readyState }) => readyState === 'live');
    return live.map(({ kind }) => kind).sort();
  });
}

/** Makes requests for a camera hang, as with a broken driver. To be called before the page is opened. */
export async function hangCamera({ page }) {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    if (!devices) return; // about:blank in Firefox
    const open = devices.getUserMedia.bind(devices);
    globalThis.answerRequests = () => {};
    devices.getUserMedia = async (constraints) => {
      if (constraints.video) await new Promise((resolve) => (globalThis.answerRequests = resolve));
      return open(constraints);
    };
  });
}

/** Refuses a camera while another one is open, as many phones do. To be called before the page is opened. */
export async function openOneCameraAtATime({ page }) {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    let camera;
    devices.getUserMedia = async (constraints) => {
      if (constraints.video && camera?.readyState === 'live')
        throw new DOMException('Could not start video source', 'NotReadableError');
      const stream = await open(constraints);
      camera = stream.getVideoTracks()[0] ?? camera;
      return stream;
    };
  });
}
