import { until } from './until.js';

/** Waits until the negotiation of two people is in a state on both sides. */
export async function areBoth(state, one, other) {
  const connections = [await one.connectionTo(other), await other.connectionTo(one)];
  await until(`${one.name} and ${other.name} are both ${state}`, async () => {
    const states = connections.map((connection) =>
      connection.evaluate(({ signalingState }) => signalingState),
    );
    return (await Promise.all(states)).every((each) => each === state);
  });
}

/** What a connection calls its own end at the moment: another name after each restart of ICE. */
export async function iceName(person, other) {
  const connection = await person.connectionTo(other);
  return connection.evaluate(({ currentLocalDescription }) => {
    return /a=ice-ufrag:(\S+)/.exec(currentLocalDescription.sdp)?.[1];
  });
}

/** Begins a new negotiation, and waits until the offer is made. */
export async function offers(person, other) {
  const connection = await person.connectionTo(other);
  await connection.evaluate(async (connection) => {
    const offered = new Promise((done) => {
      connection.addEventListener('signalingstatechange', done, { once: true });
    });
    connection.restartIce();
    await offered;
  });
}
