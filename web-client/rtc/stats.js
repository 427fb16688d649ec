/** Number of measurements in a row without anything received after which a connection is stalled. */
const SILENT_MEASUREMENTS = 4;
/** Number of sender reports, or of measurements with payload, that show a fault of one stream. */
const FAULTY_MEASUREMENTS = 3;

/**
 * Counts the bytes received on a connection. From a peer that sends no media, these are its RTCP reports and ICE checks,
 * so that the count grows as long as any packets arrive.
 *
 * @param {RTCPeerConnection} connection
 * @returns {Promise<number>} rejects if the browser has no statistics, as for a closed connection
 */
export async function bytesReceived(connection) {
  const reports = await connection.getStats();
  let sum = 0;
  reports.forEach(({ type, bytesReceived = 0 }) => {
    if (type === 'inbound-rtp' || type === 'candidate-pair') sum += bytesReceived;
  });
  return sum;
}

/**
 * @typedef {object} Stream  the last measurement of one received stream
 * @property {number} packets  received
 * @property {number} payload  bytes of video, without padding, which may be a retransmission of earlier packets
 * @property {number} decoded
 * @property {number} sent  packets that the peer has sent, by its last sender report
 * @property {number} [baseline]  `sent` in the first report after the last packet, which may count packets received before
 * @property {number} missing  number of later reports that show more packets sent, none of which has arrived
 * @property {number} undecoded  number of measurements with new payload, of which no frame was decoded
 */

/**
 * Decides by a series of measurements whether the media of a peer arrives. Silence of the peer is no fault: its own sender
 * reports say how many packets it has sent. Measurements are counted, not timed, because timers sleep with the computer.
 */
export class MediaMonitor {
  /** @type {Map<number, Stream>} by SSRC */
  #streams = new Map();
  #received = 0;
  #silent = 0;
  #tolerance = SILENT_MEASUREMENTS;

  /** The network may have changed: a shorter silence counts as a fault. */
  suspect() {
    this.#tolerance = 2;
  }

  get isStalled() {
    const isFaulty = (/** @type {Stream} */ { missing, undecoded }) =>
      Math.max(missing, undecoded) >= FAULTY_MEASUREMENTS;
    return this.#silent >= this.#tolerance || [...this.#streams.values()].some(isFaulty);
  }

  /** @param {RTCStatsReport} reports */
  add(reports) {
    /** @type {any[]} */
    const all = [];
    reports.forEach((report) => all.push(report));
    this.#addReceived(all);
    for (const report of all) if (report.type === 'inbound-rtp') this.#addStream(report, all);
  }

  /**
   * Between Chromium and Firefox, one side may go on with the old credentials after an ICE restart, and receives nothing
   * although both report `connected`. Without media, responses to ICE checks show that packets get through.
   *
   * @param {any[]} reports
   */
  #addReceived(reports) {
    let received = 0;
    for (const { type, bytesReceived = 0, responsesReceived = 0, reportsSent = 0 } of reports)
      if (/^(inbound-rtp|candidate-pair|remote-outbound-rtp)$/.test(type))
        received += bytesReceived + responsesReceived + reportsSent;
    const isSilent = received > 0 && received <= this.#received;
    this.#silent = isSilent ? this.#silent + 1 : 0;
    if (!isSilent) this.#tolerance = SILENT_MEASUREMENTS;
    this.#received = received;
  }

  /** @param {any} report @param {any[]} reports */
  #addStream(report, reports) {
    const { ssrc, kind, packetsReceived = 0, framesDecoded = 0 } = report;
    const { bytesReceived = 0, retransmittedBytesReceived = 0 } = report;
    const isReport = (/** @type {any} */ each) => each.type === 'remote-outbound-rtp' && each.ssrc === ssrc;
    const { packetsSent = 0 } = reports.find(isReport) ?? {};
    const before = this.#streams.get(ssrc);
    /** @type {Stream} */
    const now = {
      packets: packetsReceived,
      payload: kind === 'video' ? bytesReceived - retransmittedBytesReceived : 0,
      decoded: framesDecoded,
      sent: packetsSent,
      missing: 0,
      undecoded: 0,
    };
    this.#streams.set(ssrc, now);
    if (!before) return;
    if (packetsReceived === before.packets) {
      const isNewReport = packetsSent > before.sent;
      now.baseline = before.baseline ?? (isNewReport ? packetsSent : undefined);
      now.missing = before.missing + Number(isNewReport && before.baseline !== undefined);
    }
    if (framesDecoded === before.decoded)
      now.undecoded = before.undecoded + Number(now.payload > before.payload);
  }
}
