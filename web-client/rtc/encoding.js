/**
 * @typedef {object} Video  a video source, as it is sent to one peer
 * @property {string} source  its name
 * @property {string} [contentHint]  of the track
 * @property {number} [width]  of the captured picture; this and the two below as in `MediaTrackSettings`
 * @property {number} [height]
 * @property {number} [frameRate]
 * @property {number} peers  number of peers to which the source is sent
 * @property {number} [displayedHeight]  at which the peer shows it, in device pixels: 0 if it is hidden, absent if unknown
 *
 * @typedef {object} Encoding  RTCRtpEncodingParameters of the only encoding, and the preference for all of them
 * @property {boolean} active
 * @property {number} [scaleResolutionDownBy]
 * @property {number} [maxBitrate]  in bits per second
 * @property {number} [maxFramerate]
 * @property {RTCDegradationPreference} [degradationPreference]
 *
 * @typedef {object} Quality  how the network and the processor cope
 * @property {number} loss  fraction of the packets, 0 to 1
 * @property {string} [limitation]  `qualityLimitationReason`
 *
 * @typedef {object} Reduction  of an encoding, after loss or with a busy processor
 * @property {number} level  0 for none; each one takes a smaller picture or fewer of them, and less bandwidth
 * @property {number} changedAt
 * @property {number} badSince  start of the present loss or limitation; Infinity for none
 * @property {number} patience  without either, before the level goes down
 */

/** Bits per second that a camera may upload to all peers together: many home connections have little more. */
const UPLOAD = 1_800_000;

/** Same for a screen. Texts need more bits per picture, but few pictures. */
const SCREEN_UPLOAD = 3_000_000;

/** Heights of pictures. Few steps, so that a tile whose size changes does not restart the encoder with each pixel. */
const HEIGHTS = [90, 180, 270, 360, 540, 720];

/**
 * Height and frame rate of a camera, by number of peers. Each peer costs an encoder of its own, so the pixels per second of all
 * encoders together stay near those of one with 720p at 30 fps (28 million), which a small laptop encodes in software.
 */
const CAMERA = [
  [720, 30],
  [720, 30],
  [540, 30],
  [360, 30],
  [360, 30],
  [360, 24],
  [270, 30],
  [270, 24],
  [180, 24],
];

const HIGH_LOSS = 0.1;
const LOW_LOSS = 0.02;
/** Encoders are briefly slow when they start, and the receiver's report of loss is about the time before the last change. */
const DELAY = 4_000;
const PATIENCE = 10_000;
const MAX_PATIENCE = 480_000;
const MAX_LEVEL = 4;

/** @type {Readonly<Reduction>} */
export const NO_REDUCTION = { level: 0, changedAt: -Infinity, badSince: Infinity, patience: PATIENCE };

/**
 * How to encode a video for one peer.
 *
 * @param {Video} video
 * @param {number} [level]  of the reduction
 * @returns {Encoding}
 */
export function encodingFor(video, level = 0) {
  const { source, contentHint, peers, displayedHeight, frameRate = 30 } = video;
  if (displayedHeight === 0) return { active: false };
  const share = 0.7 ** level;
  if (contentHint ? contentHint !== 'motion' : source === 'screen') {
    return {
      active: true,
      scaleResolutionDownBy: 1,
      maxBitrate: Math.round((SCREEN_UPLOAD / Math.max(2, peers)) * share),
      // Unlike a smaller picture, a slower one can still be read.
      maxFramerate: (peers > 2 ? 5 : 15) >> level || 1,
      degradationPreference: 'maintain-resolution',
    };
  }
  const [most = 0, fps = 0] = CAMERA[Math.min(peers, CAMERA.length - 1)] ?? [];
  const shown = HEIGHTS.findIndex((height) => height >= Math.min(displayedHeight ?? most, most));
  const height = HEIGHTS[Math.max(0, shown - level)] ?? most;
  // Of a portrait video, the shorter side counts.
  const captured = Math.min(video.height ?? height, video.width ?? Infinity);
  return {
    active: true,
    scaleResolutionDownBy: Math.max(1, Math.round((captured / height) * 100) / 100),
    // Small pictures need more bits for each pixel.
    maxBitrate: Math.round(Math.min(UPLOAD / peers, UPLOAD * (height / 720) ** 1.5) * share),
    maxFramerate: Math.min(frameRate, fps),
    degradationPreference: 'balanced',
  };
}

/**
 * Backs off soon, and recovers slowly.
 *
 * @param {Reduction} before
 * @param {Quality} quality
 * @param {number} now  in milliseconds
 * @returns {Reduction}
 */
export function adapt({ level, changedAt, badSince, patience }, { loss, limitation }, now) {
  const isBad = loss > HIGH_LOSS || limitation === 'cpu';
  badSince = isBad ? Math.min(badSince, now) : Infinity;
  if (now - badSince >= DELAY && level < MAX_LEVEL) {
    // The previous level was not enough. The next attempt to return to it comes later, or the size would alternate without end.
    return {
      level: level + 1,
      changedAt: now,
      badSince: now,
      patience: Math.min(MAX_PATIENCE, patience * 2),
    };
  }
  if (!isBad && loss < LOW_LOSS && now - changedAt >= patience)
    return { level: Math.max(0, level - 1), changedAt: now, badSince, patience: level ? patience : PATIENCE };
  return { level, changedAt, badSince, patience };
}

/** Adapts the encoding of one sender of video. The caller calls `update` every two seconds or so. */
export class EncodingControl {
  #sender;
  #now;
  /** @type {Reduction} */
  #reduction = NO_REDUCTION;
  #running = false;
  /** The encoding in use, as JSON. Some browsers return other values from `getParameters` than were set. */
  #applied = '';

  /**
   * @param {RTCRtpSender} sender
   * @param {() => number} [now]  in milliseconds
   */
  constructor(sender, now = () => performance.now()) {
    this.#sender = sender;
    this.#now = now;
  }

  /**
   * Measures the quality, and changes the encoding if it needs to be different. Never rejects.
   *
   * @param {string} source
   * @param {number} peers
   * @param {number} [displayedHeight]
   */
  async update(source, peers, displayedHeight) {
    const { track } = this.#sender;
    // Parameters are valid until the next ones are set, so there is one change at a time.
    if (!track || this.#running) return;
    this.#running = true;
    try {
      this.#reduction = adapt(this.#reduction, qualityOf(await this.#sender.getStats()), this.#now());
      const { contentHint } = track;
      const video = { ...track.getSettings(), source, contentHint, peers, displayedHeight };
      await this.#apply(encodingFor(video, this.#reduction.level));
    } catch {
      // The connection is being negotiated or is closed, or the browser does not accept a value. The call goes on without it.
    }
    this.#running = false;
  }

  /** @param {Encoding} encoding */
  async #apply(encoding) {
    const json = JSON.stringify(encoding);
    const { degradationPreference, ...wanted } = encoding;
    const parameters = this.#sender.getParameters();
    const [present] = parameters.encodings ?? [];
    // Firefox has no encodings before a negotiation.
    if (!present || json === this.#applied) return;
    Object.assign(present, wanted);
    if (degradationPreference) parameters.degradationPreference = degradationPreference;
    await this.#sender.setParameters(parameters);
    this.#applied = json;
  }
}

/** @param {Iterable<[string, any]> | RTCStatsReport} reports  of a sender @returns {Quality} */
export function qualityOf(reports) {
  /** @type {Quality} */
  const quality = { loss: 0 };
  for (const [, { type, qualityLimitationReason, fractionLost = 0 }] of /** @type {any} */ (reports)) {
    if (type === 'outbound-rtp') quality.limitation = qualityLimitationReason;
    if (type === 'remote-inbound-rtp') quality.loss = Math.max(quality.loss, fractionLost);
  }
  return quality;
}
