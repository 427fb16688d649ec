import { until } from './until.js';

/** In which state the negotiation with a peer is. */
export function signalingState(person, { id }) {
  return person.page.evaluate((id) => {
    return globalThis.parley.mesh.connections.get(id)?.connection.signalingState;
  }, id);
}

/** Waits until the negotiation of two people is over on both sides. */
export async function haveSettled(one, other) {
  await until(`${one.name} and ${other.name} have settled`, async () => {
    const states = await Promise.all([signalingState(one, other), signalingState(other, one)]);
    return states.every((state) => state === 'stable');
  });
}

/** What a connection calls its own end at the moment: another name after each restart of ICE. */
export function iceName(person, { id }) {
  return person.page.evaluate((id) => {
    const { connection } = globalThis.parley.mesh.connections.get(id);
    return /a=ice-ufrag:(\S+)/.exec(connection.currentLocalDescription.sdp)?.[1];
  }, id);
}

/** Begins a new negotiation, and waits until the offer is made. */
export function offers(person, { id }) {
  return person.page.evaluate((id) => {
    const { connection } = globalThis.parley.mesh.connections.get(id);
    const offered = new Promise((done) => connection.addEventListener('signalingstatechange', done, { once: true }));
    connection.restartIce();
    return offered.then(() => {});
  }, id);
}
