/** @import { ClientEvents, Options, State } from '../signaling/client.js' */
/** @import { TypedEventTarget } from '../signaling/events.js' */
/** @import { LeaveReason, MessageEvent, Peer } from '../signaling/protocol.js' */
/** @import { PeerConnectionEvents } from '../rtc/peer-connection.js' */
/** @import { LocalSources } from '../rtc/sent-sources.js' */
/** @import { MeshOptions, Publication } from '../topology/mesh.js' */
import { SignalingClient } from '../signaling/client.js';
import { onDetail } from '../signaling/events.js';
import { CONNECTION_EVENTS, MEDIA, Mesh, mediaControl } from '../topology/mesh.js';
import { Participant } from './participant.js';

/**
 * @typedef {EventTarget & { sources: LocalSources }} Media  such as `LocalMedia`: dispatches `change` when its sources change
 *
 * @typedef {Options & Pick<MeshOptions, 'newConnection' | 'newStream'> & { media?: Media }} RoomOptions  `media` is published
 *   as it is at each moment
 *
 * @typedef {Pick<Publication, 'to' | 'except'>} Recipients
 *
 * @typedef {{ participant: Participant }} ParticipantEvent
 *
 * @typedef {object} OwnEvents
 * @property {ParticipantEvent} participant-joined
 * @property {ParticipantEvent} participant-updated  the name, the data, or whether the participant is online
 * @property {ParticipantEvent & { reason: LeaveReason }} participant-left  a participant who has only lost the server stays until
 *   the media stops, too
 * @property {MessageEvent & { participant?: Participant }} message  `participant`: the sender, if present
 *
 * @typedef {OwnEvents & { [Type in Exclude<keyof PeerConnectionEvents, 'lost'>]: PeerConnectionEvents[Type] & ParticipantEvent }
 *   & Omit<ClientEvents, 'offer' | 'answer' | 'candidate' | 'ice-servers' | 'peer-joined' | 'peer-updated' | 'peer-left' | 'message'>}
 *   RoomEvents  the details of the events: of the room itself, of peer connections, and of the `SignalingClient`
 */

/** Events that the room passes on as they are. */
const FROM_CLIENT = ['state', 'reply', 'shared-state', 'history', 'error', 'bye'];

/**
 * A call: the participants of a room, and what they send. Lost connections are restored by themselves.
 */
export class Room extends /** @type {new () => TypedEventTarget<RoomEvents>} */ (EventTarget) {
  /** The seat in the room. Its events have no participants, but roster entries. */
  client;
  /** The peer connections. */
  mesh;
  /** @type {Map<string, Participant>} */
  #participants = new Map();
  /** @type {Map<string, Recipients>} by name of the source */
  #recipients = new Map();
  /** The sources of local media that are published. @type {LocalSources} */
  #followed = new Map();
  /** Ends the listener of local media. @type {AbortController | undefined} */
  #following;
  /** Why participants have left who are still shown, by id. @type {Map<string, string>} */
  #reasons = new Map();

  /** @param {RoomOptions} options */
  constructor({ media, newConnection, newStream, features = [], ...options }) {
    super();
    this.client = new SignalingClient({ ...options, features: [...features, MEDIA] });
    // Before the mesh: a participant exists before the events of its connection.
    this.#listen(this.client);
    const { clock, random, environment } = options;
    this.mesh = new Mesh({ client: this.client, clock, random, environment, newConnection, newStream });
    this.#listenToMesh();
    if (media) this.client.addEventListener('state', ({ detail }) => this.#follow(media, detail.state));
  }

  get state() {
    return this.client.state;
  }

  /** @returns {ReadonlyMap<string, Participant>} the others, by id */
  get participants() {
    return this.#participants;
  }

  /** See `SignalingClient.join`. @param {Parameters<SignalingClient['join']>} options */
  join(...options) {
    return this.client.join(...options);
  }

  /** Gives up the seat, and closes all connections. The others see it at once. */
  leave() {
    this.client.leave();
  }

  /**
   * Publishes a track as a source, or changes a published source. Another track of the same kind needs no negotiation.
   *
   * @param {string} name  `microphone`, `camera`, `screen`, `screen-audio`, or a name of the application: 1 to 32 characters
   *   of A-Z a-z 0-9 . _ -
   * @param {MediaStreamTrack} track
   * @param {Pick<Publication, 'muted' | 'to' | 'except'>} [options]
   */
  publish(name, track, options) {
    const kind = /** @type {Publication['kind']} */ (track.kind);
    this.mesh.publish(name, { ...this.#recipients.get(name), ...options, kind, track });
  }

  /** See `setRecipients`. @param {string} name @returns {Recipients} */
  recipientsOf(name) {
    return this.#recipients.get(name) ?? {};
  }

  /**
   * Sends a source to some participants only, also when it is published later from `media`.
   *
   * @param {string} name
   * @param {Recipients} recipients  ids; `{}` for everybody
   */
  setRecipients(name, recipients) {
    this.#recipients.set(name, recipients);
    const publication = this.mesh.publications.get(name);
    if (!publication) return;
    const { kind, track, muted } = publication;
    this.mesh.publish(name, { ...recipients, kind, track, muted });
  }

  /** @param {string} name */
  unpublish(name) {
    this.mesh.unpublish(name);
  }

  /** @param {SignalingClient} client */
  #listen(client) {
    for (const type of FROM_CLIENT) onDetail(client, type, (detail) => this.#dispatch(type, detail));
    onDetail(client, 'joined', (detail) => {
      for (const peer of client.peers.values()) this.#put(peer);
      this.#dispatch('joined', detail);
    });
    for (const type of ['peer-joined', 'peer-updated']) onDetail(client, type, ({ peer }) => this.#put(peer));
    onDetail(client, 'peer-left', ({ from, reason }) => {
      if (this.#participants.has(from)) this.#reasons.set(from, reason);
    });
    onDetail(client, 'message', (message) => this.#message(message));
    client.addEventListener('unsure', ({ detail }) => {
      const requests = detail.requests.filter((request) => !isControl(request));
      if (requests.length > 0) this.#dispatch('unsure', { requests });
    });
  }

  #listenToMesh() {
    for (const type of CONNECTION_EVENTS)
      onDetail(this.mesh, type, ({ id, ...detail }) =>
        this.#dispatch(type, { participant: this.#participants.get(id), ...detail }),
      );
    onDetail(this.client, 'peer-left', ({ from }) => this.#offline(from));
    onDetail(this.mesh, 'gone', ({ id }) => this.#gone(id));
  }

  /**
   * Publishes the sources of local media until the seat is given up. The media may outlive the room.
   *
   * @param {Media} media
   * @param {State} state
   */
  #follow(media, state) {
    if (state === 'closed') this.#following?.abort();
    if (state !== 'connecting' || this.#following?.signal.aborted === false) return;
    this.#following = new AbortController();
    const publish = () => {
      for (const name of this.#followed.keys()) if (!media.sources.has(name)) this.unpublish(name);
      this.#followed = new Map(media.sources);
      for (const [name, { kind, track, muted }] of this.#followed) {
        const before = this.mesh.publications.get(name);
        if (before?.track === track && before.muted === muted) continue;
        this.mesh.publish(name, { ...this.#recipients.get(name), kind, track, muted });
      }
    };
    media.addEventListener('change', publish, { signal: this.#following.signal });
    publish();
  }

  /** @param {Peer} peer */
  #put(peer) {
    const participant = this.#participants.get(peer.id);
    if (!participant) this.#add(peer);
    else if (participant.update(peer)) this.#dispatch('participant-updated', { participant });
  }

  /** @param {Peer} peer */
  #add(peer) {
    const participant = new Participant(peer, this);
    this.#participants.set(peer.id, participant);
    this.#dispatch('participant-joined', { participant });
  }

  /** The mesh has kept the connection: it closes it when no more media arrives. @param {string} id */
  #offline(id) {
    const participant = this.#participants.get(id);
    if (participant && !this.mesh.connections.has(id)) this.#gone(id);
    else if (participant?.update({ online: false })) this.#dispatch('participant-updated', { participant });
  }

  /** @param {string} id */
  #gone(id) {
    const participant = this.#participants.get(id);
    const reason = this.#reasons.get(id) ?? 'closed';
    this.#participants.delete(id);
    this.#reasons.delete(id);
    this.#dispatch('participant-left', { participant, reason });
  }

  /** @param {MessageEvent} message */
  #message(message) {
    if (!isControl(message))
      this.#dispatch('message', { ...message, participant: this.#participants.get(message.from) });
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Whether a message is for the mesh, and not for the application. @param {{ type: string, data?: unknown }} message */
function isControl({ data }) {
  return mediaControl(data) !== undefined;
}
