import { until } from './until.js';

/** Waits until both ends of a connection are in a signaling state. */
export async function waitForSignalingState(state, one, other) {
  const connections = [await one.connectionTo(other), await other.connectionTo(one)];
  await until(`${one.name} and ${other.name} are both ${state}`, async () => {
    const states = connections.map((connection) =>
      connection.evaluate(({ signalingState }) => signalingState),
    );
    return (await Promise.all(states)).every((each) => each === state);
  });
}

/** The ICE username fragment of a participant's end, which changes with each restart of ICE. */
export async function iceUfrag(person, other) {
  const connection = await person.connectionTo(other);
  return connection.evaluate(({ currentLocalDescription }) => {
    return /a=ice-ufrag:(\S+)/.exec(currentLocalDescription.sdp)?.[1];
  });
}

/** Restarts ICE, and waits until the offer is made. */
export async function startNegotiation(person, other) {
  const connection = await person.connectionTo(other);
  await connection.evaluate(async (connection) => {
    const offered = new Promise((resolve) => {
      connection.addEventListener('signalingstatechange', resolve, { once: true });
    });
    connection.restartIce();
    await offered;
  });
}
