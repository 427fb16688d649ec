/** @import { ClientEvents, Options, State } from '../signaling/client.js' */
/** @import { TypedEventTarget } from '../signaling/events.js' */
/** @import { LeaveReason, MessageEvent, Peer, Request } from '../signaling/protocol.js' */
/** @import { PeerConnectionEvents } from '../rtc/peer-connection.js' */
/** @import { Kind, LocalSources } from '../rtc/sent-sources.js' */
/** @import { MeshOptions, Recipients } from '../topology/mesh.js' */
import { SignalingClient } from '../signaling/client.js';
import { dispatch, onDetail } from '../signaling/events.js';
import { CONNECTION_EVENTS, MEDIA, Mesh, mediaControl } from '../topology/mesh.js';
import { Participant } from './participant.js';

/**
 * @typedef {EventTarget & { sources: LocalSources }} Media  such as `LocalMedia`: dispatches `change` when its sources change
 *
 * @typedef {Options & Pick<MeshOptions, 'newConnection' | 'newStream'> & { media?: Media }} RoomOptions  `media` is published
 *   as it is at each moment
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

/** @type {ReadonlyMap<string, Peer>} */
const NO_PEERS = new Map();

/** Events that the room passes on as they are. */
const FROM_CLIENT = ['joined', 'state', 'environment', 'reply', 'shared-state', 'history', 'bye'];

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
  /** The sources of local media that are published. @type {LocalSources} */
  #followed = new Map();
  /** Ends the listener of local media. @type {AbortController | undefined} */
  #following;

  /** @param {RoomOptions} options */
  constructor({ media, newConnection, newStream, features = [], ...options }) {
    super();
    this.client = new SignalingClient({ ...options, features: [...features, MEDIA] });
    const { clock, random } = options;
    this.mesh = new Mesh({ client: this.client, clock, random, newConnection, newStream });
    this.#listen();
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
   * @param {{ muted?: boolean } & Recipients} [options]  without recipients, they stay as they are
   */
  publish(name, track, options) {
    this.mesh.publish(name, { ...options, kind: /** @type {Kind} */ (track?.kind), track });
  }

  /** See `setRecipients`. @param {string} name */
  recipientsOf(name) {
    return this.mesh.recipientsOf(name);
  }

  /**
   * Sends a source to some participants only, also when it is published later, also from `media`.
   *
   * @param {string} name
   * @param {Recipients} recipients  ids; `{}` for everybody
   */
  setRecipients(name, recipients) {
    this.mesh.setRecipients(name, recipients);
  }

  /** @param {string} name */
  unpublish(name) {
    this.mesh.unpublish(name);
  }

  #listen() {
    // After the mesh: a participant has a connection, and leaves with it.
    for (const type of CONNECTION_EVENTS)
      onDetail(this.mesh, type, ({ id, ...detail }) => {
        const participant = this.#participant(id);
        if (participant) dispatch(this, type, { participant, ...detail });
      });
    onDetail(this.mesh, 'gone', ({ id, reason }) => this.#gone(id, reason));
    const { client } = this;
    for (const type of ['joined', 'peer-joined', 'peer-updated', 'peer-left'])
      onDetail(client, type, ({ reason = 'unseen' }) => this.#update(reason));
    onDetail(client, 'state', ({ state }) => state === 'closed' && this.#update('closed'));
    for (const type of FROM_CLIENT) onDetail(client, type, (detail) => dispatch(this, type, detail));
    onDetail(client, 'message', (message) => {
      if (!isOwn(message))
        dispatch(this, 'message', { ...message, participant: this.#participants.get(message.from) });
    });
    onDetail(client, 'error', (error) => {
      if (!isOwn(error.request)) dispatch(this, 'error', error);
    });
    onDetail(client, 'unsure', (detail) => {
      const requests = detail.requests.filter((/** @type {Request} */ request) => !isOwn(request));
      if (requests.length > 0) dispatch(this, 'unsure', { requests });
    });
  }

  /** Creates the participant with the first event of its connection. @param {string} id @returns {Participant | undefined} */
  #participant(id) {
    const peer = this.#peers.get(id);
    if (this.#participants.has(id) || !peer) return this.#participants.get(id);
    const participant = new Participant(peer, this);
    this.#participants.set(id, participant);
    dispatch(this, 'participant-joined', { participant });
    return participant;
  }

  /** The roster may have changed. @param {LeaveReason} reason  of those who have no connection either */
  #update(reason) {
    for (const id of this.#peers.keys()) this.#participant(id);
    for (const participant of this.#participants.values()) {
      const { id } = participant;
      const peer = this.#peers.get(id);
      if (!peer && !this.mesh.connections.has(id)) this.#gone(id, reason);
      else if (participant.update(peer)) dispatch(this, 'participant-updated', { participant });
    }
  }

  /** @param {string} id @param {LeaveReason} reason */
  #gone(id, reason) {
    const participant = this.#participants.get(id);
    if (this.#participants.delete(id)) dispatch(this, 'participant-left', { participant, reason });
  }

  /** The roster; empty without a seat. */
  get #peers() {
    return this.state === 'closed' ? NO_PEERS : this.client.peers;
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
        if (before?.track !== track || before.muted !== muted)
          this.mesh.publish(name, { kind, track, muted });
      }
    };
    media.addEventListener('change', publish, { signal: this.#following.signal });
    publish();
  }
}

/** Whether a message is one of the library, and not of the application. @param {any} [message]  an event or a request */
function isOwn(message) {
  return /^(offer|answer|candidate)$/.test(message?.type) || mediaControl(message?.data) !== undefined;
}
