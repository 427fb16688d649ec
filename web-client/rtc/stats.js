/** Number of measurements in a row without anything received after which a connection is stalled. */
const SILENT_MEASUREMENTS = 4;
/** Number of sender reports, or of measurements, that show a fault of the media. */
const FAULTY_MEASUREMENTS = 3;
/** Bytes between two measurements that are more than those of ICE checks and RTCP reports. */
const MEDIA_BYTES = 1000;
/** Same for one video: less may be padding. */
const VIDEO_BYTES = 30_000;

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
  /** All that was received, in streams, and on the path. */
  #received = 0;
  #inStreams = 0;
  #onPath = 0;
  /** Growth of `#received` in the last interval that was not silent. */
  #growth = 0;
  #silent = 0;
  /** Number of measurements in a row in which most bytes belong to no stream. */
  #unassigned = 0;

  get isStalled() {
    return (
      this.isSilent ||
      [
        this.#unassigned,
        ...[...this.#streams.values()].flatMap(({ missing, undecoded }) => [missing, undecoded]),
      ].some((count) => count >= FAULTY_MEASUREMENTS)
    );
  }

  /** Whether nothing arrives. */
  get isSilent() {
    return this.#silent >= SILENT_MEASUREMENTS;
  }

  /** Whether media has arrived, and nothing arrives in the last two intervals: a fault if the network has just changed. */
  get hasStopped() {
    return this.#silent >= 2 && this.#growth >= MEDIA_BYTES;
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
    const sum = (/** @type {string} */ wanted, /** @type {(report: any) => number} */ count) =>
      reports.reduce((total, report) => total + (report.type === wanted ? count(report) || 0 : 0), 0);
    const inStreams = sum('inbound-rtp', ({ bytesReceived }) => bytesReceived);
    const onPath = sum('candidate-pair', ({ bytesReceived }) => bytesReceived);
    const received =
      inStreams +
      onPath +
      sum('candidate-pair', ({ responsesReceived }) => responsesReceived) +
      sum('remote-outbound-rtp', ({ reportsSent }) => reportsSent);
    const arrived = onPath - this.#onPath;
    // Packets of a stream that the browser cannot identify have no report of their own.
    const isUnassigned =
      this.#received > 0 && arrived > VIDEO_BYTES && inStreams - this.#inStreams < arrived / 2;
    this.#unassigned = isUnassigned ? this.#unassigned + 1 : 0;
    const isSilent = received > 0 && received <= this.#received;
    this.#silent = isSilent ? this.#silent + 1 : 0;
    if (!isSilent) this.#growth = received - this.#received;
    this.#received = received;
    this.#inStreams = inStreams;
    this.#onPath = onPath;
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
