/**
 * @typedef {object} SourceStats  one source in one direction; a member is undefined if the browser does not report it
 * @property {'audio' | 'video'} kind
 * @property {number} bitrate  in bits per second, since the previous reading
 * @property {number} [loss]  share of the packets that were lost, 0 to 1: since the previous reading for a received source, in
 *   the receiver's latest report for a sent one
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [framesPerSecond]
 * @property {string} [codec]  MIME type, such as `video/VP8`
 * @property {'none' | 'cpu' | 'bandwidth' | 'other'} [limitation]  of a sent video (W3C WebRTC Statistics, `qualityLimitationReason`)
 *
 * @typedef {object} Path  the route of the media, from the selected pair of ICE candidates
 * @property {'host' | 'srflx' | 'prflx' | 'relay'} local
 * @property {'host' | 'srflx' | 'prflx' | 'relay'} remote
 * @property {'udp' | 'tcp'} protocol
 * @property {'udp' | 'tcp' | 'tls'} [relayProtocol]  between this browser and the TURN server, for a local `relay`
 *
 * @typedef {object} ConnectionStats
 * @property {Path} [path]  undefined without a connection
 * @property {number} [roundTripTime]  in milliseconds
 * @property {number} [availableBitrate]  estimate for all that is sent, in bits per second
 * @property {Map<string, SourceStats>} sent  by the name of the source
 * @property {Map<string, SourceStats>} received  by the name of the source
 *
 * @typedef {{ timestamp: number, bytes: number, packets: number, lost: number }} Sample  counters of a report
 */

/** Reads the statistics of one peer connection in a form that is the same in all browsers. */
export class StatsReader {
  /** The counters at the previous reading, by the id of the report. @type {Map<string, Sample>} */
  #before = new Map();

  /**
   * @param {RTCPeerConnection} connection
   * @param {(mid: string, isSent: boolean) => string | undefined} sourceOf  the name of the source on a line
   * @returns {Promise<ConnectionStats>}
   */
  async read(connection, sourceOf) {
    /** @type {Map<string, any>} */
    const reports = new Map();
    (await connection.getStats()).forEach((report, id) => reports.set(id, report));
    const pair = selectedPair(reports);
    /** @type {ConnectionStats} */
    const stats = {
      path: pair && pathOf(pair, reports),
      roundTripTime: seconds(pair?.currentRoundTripTime),
      availableBitrate: pair?.availableOutgoingBitrate,
      sent: new Map(),
      received: new Map(),
    };
    /** @type {Map<string, Sample>} */
    const samples = new Map();
    for (const report of reports.values()) {
      const isSent = report.type === 'outbound-rtp';
      if (!isSent && report.type !== 'inbound-rtp') continue;
      const source = sourceOf(report.mid, isSent);
      if (source === undefined) continue;
      const sample = sampleOf(report);
      samples.set(report.id, sample);
      const change = difference(this.#before.get(report.id), sample);
      const result = isSent ? sentStats(report, reports) : { loss: change.loss };
      stats[isSent ? 'sent' : 'received'].set(source, {
        ...mediaStats(report, reports),
        ...result,
        bitrate: change.bitrate,
      });
    }
    this.#before = samples;
    return stats;
  }
}

/** @param {Map<string, any>} reports */
function selectedPair(reports) {
  const all = [...reports.values()];
  const transport = all.find(
    ({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId,
  );
  // Firefox has no transport reports.
  return (
    reports.get(transport?.selectedCandidatePairId) ??
    all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded')
  );
}

/** @param {any} pair @param {Map<string, any>} reports @returns {Path | undefined} */
function pathOf({ localCandidateId, remoteCandidateId }, reports) {
  const local = reports.get(localCandidateId);
  const remote = reports.get(remoteCandidateId);
  if (!local || !remote) return undefined;
  const { candidateType, protocol, relayProtocol } = local;
  return {
    local: candidateType,
    remote: remote.candidateType,
    protocol,
    ...(relayProtocol && { relayProtocol }),
  };
}

/** @param {any} report @param {Map<string, any>} reports */
function mediaStats({ kind, codecId, frameWidth, frameHeight, framesPerSecond }, reports) {
  return {
    kind,
    width: frameWidth,
    height: frameHeight,
    framesPerSecond,
    codec: reports.get(codecId)?.mimeType,
  };
}

/** @param {any} report @param {Map<string, any>} reports */
function sentStats({ remoteId, qualityLimitationReason }, reports) {
  return { loss: reports.get(remoteId)?.fractionLost, limitation: qualityLimitationReason };
}

/** @param {any} report @returns {Sample} */
function sampleOf({ timestamp, bytesSent, bytesReceived, packetsReceived = 0, packetsLost = 0 }) {
  return { timestamp, bytes: bytesSent ?? bytesReceived ?? 0, packets: packetsReceived, lost: packetsLost };
}

/** @param {Sample | undefined} before @param {Sample} now */
function difference(before, now) {
  const elapsed = before ? now.timestamp - before.timestamp : 0;
  if (!before || elapsed <= 0) return { bitrate: 0, loss: undefined };
  // Late packets make the number of lost ones smaller.
  const lost = Math.max(0, now.lost - before.lost);
  const expected = lost + now.packets - before.packets;
  return { bitrate: ((now.bytes - before.bytes) * 8000) / elapsed, loss: expected > 0 ? lost / expected : 0 };
}

/** @param {number | undefined} time  in seconds @returns {number | undefined} in milliseconds */
function seconds(time) {
  return time === undefined ? undefined : time * 1000;
}
