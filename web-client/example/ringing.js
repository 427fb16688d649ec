// Calls between two people, who wait in a lobby: /example/ringing.html?name=Ana#lobby
//
// A call is a question in the lobby, `{ call: room }`. Its reply is `{ answer: 'accepted' | 'declined' | 'busy' }`; after
// 'accepted', both join that room. `{ ended: room }` takes the question back, or ends the call.
import { LocalMedia, Room, SignalingClient } from '../parley.js';
import { element, playSources, roomUrl } from './players.js';

/** @import { Peer } from '../parley.js' */
/** @typedef {{ room: string, peer: Peer, end: () => void }} Call  `end`: releases what the call uses */

const parameters = new URLSearchParams(location.search);
const name = parameters.get('name') ?? 'Guest';
/** Time after which an unanswered call ends, in milliseconds. */
const ringingTime = Number(parameters.get('seconds') ?? 30) * 1000;

const status = element('status', HTMLElement);
const buttons = {
  accept: element('accept', HTMLButtonElement),
  decline: element('decline', HTMLButtonElement),
  end: element('end', HTMLButtonElement),
};
const lobby = new SignalingClient({ url: roomUrl(location.hash.slice(1) || 'lobby'), name });

/** The call of this person, also while it rings. @type {Call | undefined} */
let current;

/** @param {string} text @param {...keyof typeof buttons} choices */
function show(text, ...choices) {
  status.textContent = text;
  for (const [choice, button] of Object.entries(buttons))
    button.hidden = !choices.includes(/** @type {keyof typeof buttons} */ (choice));
}

/** Ends a call, unless it has ended. @param {string} room @param {string} text  the reason */
function end(room, text) {
  if (current?.room !== room) return;
  const { end, peer } = current;
  current = undefined;
  end();
  if (lobby.peers.has(peer.id)) lobby.message({ ended: room }, { to: peer.id });
  show(text);
}

/** @param {Peer} peer */
async function call(peer) {
  if (current) return;
  const room = crypto.randomUUID();
  const ringing = new AbortController();
  current = { room, peer, end: () => ringing.abort() };
  show(`Calling ${peer.name} …`, 'end');
  try {
    const options = { to: peer.id, timeout: ringingTime, signal: ringing.signal };
    const { data } = await lobby.ask({ call: room }, options);
    const { answer } = /** @type {{ answer: string }} */ (data);
    if (answer === 'accepted') await talk(room, peer);
    else end(room, answer === 'busy' ? `${peer.name} is busy.` : `${peer.name} has declined.`);
  } catch (error) {
    const { code } = /** @type {{ code?: string }} */ (error);
    const reasons = new Map([
      ['ask-timeout', `${peer.name} does not answer.`],
      ['peer-gone', `${peer.name} has left.`],
    ]);
    end(room, reasons.get(code ?? '') ?? `The call has failed: ${code}`);
  }
}

/** @param {{ from: string, seq: number }} question @param {string} room */
function ring(question, room) {
  const peer = lobby.peers.get(question.from);
  if (!peer) return;
  if (current) {
    lobby.reply(question, { answer: 'busy' });
    return;
  }
  current = { room, peer, end: () => {} };
  show(`${peer.name} calls.`, 'accept', 'decline');
  buttons.accept.onclick = () => {
    lobby.reply(question, { answer: 'accepted' });
    void talk(room, peer);
  };
  buttons.decline.onclick = () => {
    lobby.reply(question, { answer: 'declined' });
    end(room, 'Declined.');
  };
}

/** @param {string} name  of the room @param {Peer} peer */
async function talk(name, peer) {
  const media = new LocalMedia();
  const room = new Room({ url: roomUrl(name), name: lobby.self?.name, media });
  const sources = element('sources', HTMLElement);
  current = {
    room: name,
    peer,
    end: () => {
      room.leave();
      media.close();
      sources.replaceChildren();
    },
  };
  show(`In a call with ${peer.name}.`, 'end');
  playSources(room, sources);
  await media.open();
  if (current?.room === name) await room.join();
}

function showPeople() {
  const people = [...lobby.peers.values()].map((peer) => {
    const button = document.createElement('button');
    button.textContent = `Call ${peer.name}`;
    button.onclick = () => void call(peer);
    const item = document.createElement('li');
    item.append(button);
    return item;
  });
  element('people', HTMLElement).replaceChildren(...people);
}

buttons.end.onclick = () => current && end(current.room, 'Ended.');
lobby.addEventListener('message', ({ detail }) => {
  const { call, ended } = /** @type {{ call?: string, ended?: string }} */ (detail.data ?? {});
  if (call && detail.ask) ring(detail, call);
  if (ended) end(ended, 'The call has ended.');
});
lobby.addEventListener('peer-left', ({ detail: { from } }) => {
  if (current && current.peer.id === from) end(current.room, `${current.peer.name} has left.`);
});
for (const type of /** @type {const} */ (['joined', 'peer-joined', 'peer-updated', 'peer-left']))
  lobby.addEventListener(type, showPeople);

await lobby.join();
show(`${name} waits for calls.`);
