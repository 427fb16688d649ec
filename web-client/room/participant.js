/** @import { SignalingClient } from '../signaling/client.js' */
/** @import { Peer } from '../signaling/protocol.js' */
/** @import { RemoteSource } from '../rtc/received-sources.js' */
/** @import { ConnectionStats } from '../rtc/connection-stats.js' */
/** @import { Mesh } from '../topology/mesh.js' */

/** @type {ReadonlyMap<string, RemoteSource>} */
const NO_SOURCES = new Map();

/** Another person or program in a room. The object stays the same for as long as the participant is there. */
export class Participant {
  #room;
  /** @type {Peer} */
  #entry;

  /**
   * @param {Peer} entry  of the roster
   * @param {{ client: SignalingClient, mesh: Mesh }} room
   */
  constructor(entry, room) {
    this.#entry = entry;
    this.#room = room;
  }

  get id() {
    return this.#entry.id;
  }

  /** @returns {string | undefined} the display name, as the participant has chosen it: not unique, and not trustworthy */
  get name() {
    return this.#entry.name;
  }

  /** Data of the application in the roster. */
  get data() {
    return this.#entry.data;
  }

  get role() {
    return this.#entry.role;
  }

  /** @returns {readonly string[]} features that the participant's client has announced */
  get features() {
    return this.#entry.features ?? [];
  }

  /** Whether the participant is connected to the server. Media does not depend on it. */
  get online() {
    return this.#entry.online;
  }

  /** The state of the peer connection; `closed` after the end. @returns {RTCPeerConnectionState} */
  get connectionState() {
    return this.#connection?.state ?? 'closed';
  }

  /** The sources of the participant, by name. */
  get sources() {
    return this.#connection?.sources ?? NO_SOURCES;
  }

  /**
   * Called by the room.
   *
   * @internal
   * @param {Peer} [entry]  of the roster; absent after a timeout
   * @returns {boolean} whether anything has changed that the application sees
   */
  update(entry = { ...this.#entry, online: false }) {
    const before = this.#entry;
    this.#entry = entry;
    return JSON.stringify({ ...before, seat: 0 }) !== JSON.stringify({ ...entry, seat: 0 });
  }

  /** Sends data to this participant only. @param {unknown} data  any JSON value */
  message(data) {
    return this.#room.client.message(data, { to: this.id });
  }

  /**
   * Sends a question, which the other application answers with `client.reply`.
   *
   * @param {unknown} data  any JSON value
   * @param {{ timeout?: number, signal?: AbortSignal }} [options]  `timeout`: in milliseconds, default: 10 s
   */
  ask(data, options) {
    return this.#room.client.ask(data, { ...options, to: this.id });
  }

  /**
   * Stops or resumes receiving a source. It may be one that the participant publishes later.
   *
   * @param {string} name  of the source
   * @param {boolean} [declined]
   */
  decline(name, declined) {
    this.#room.mesh.decline(this.id, name, declined);
  }

  /**
   * Reports at which height a video is shown, so that the participant sends no more pixels than that.
   *
   * @param {string} name  of the source
   * @param {number} height  in device pixels; 0 while it is hidden
   */
  setDisplayedHeight(name, height) {
    this.#room.mesh.setDisplayedHeight(this.id, name, height);
  }

  /** @returns {Promise<ConnectionStats | undefined>} undefined without a connection */
  async stats() {
    return this.#connection?.stats();
  }

  get #connection() {
    return this.#room.mesh.connections.get(this.id);
  }
}
