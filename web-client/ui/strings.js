/**
 * Every text that a person sees or hears from a screen reader, by key, so that a translation replaces this file alone.
 *
 * Two exceptions are in index.html: the title and the description, which crawlers read, and the texts for a page whose
 * scripts do not run. Sentences start with what the person can do.
 */

/** Lobby. */
export const LOBBY = {
  titleNew: 'Talk face to face',
  titleInvited: 'Ready to join?',
  join: 'Join',
  joining: 'Joining…',
  nameMissing: 'Enter your name so that others know who you are.',
  askingForDevices: 'Allow the camera and the microphone if your browser asks.',
  cameraOff: 'Your camera is off.',
  released: 'Camera and microphone are off until you join.',
  noCamera: 'No camera. You can still join to watch and listen.',
  noWebRtc: 'Use another browser to talk: this one can only chat, because WebRTC is missing or turned off.',
  roomLink: (/** @type {string} */ link) => `The link will be ${link}`,
  suggestedLink: (/** @type {string} */ link) => `Leave this empty to use ${link}`,
  roomNameInvalid: 'Use letters from A to Z, digits or dashes for the name of the room.',
  linkWithoutRoom: 'Check the link: it does not lead to a room. Part of it may be missing.',
  linkElsewhere: (/** @type {string} */ host) =>
    `Open this link in your browser instead: it belongs to another site, ${host}. Or enter the name of a room here.`,
  addressWithoutRoom: 'Check the link, or start a room of your own: there is no room at this address.',
  /** @param {string} name  as in the address @param {string} nearest  a valid name, or empty */
  addressInvalid: (name, nearest) =>
    `Check the link: “\u2068${name}\u2069” cannot be the name of a room.${nearest && ` The nearest name is ${nearest}.`}`,
};

/** Buttons for the camera and the microphone. @type {Record<'microphone' | 'camera', { stop: string, start: string, on: string, off: string }>} */
export const MEDIA = {
  microphone: { stop: 'Mute', start: 'Unmute', on: 'Microphone on.', off: 'Microphone off.' },
  camera: { stop: 'Stop camera', start: 'Start camera', on: 'Camera on.', off: 'Camera off.' },
};

/** Button for the screen. */
export const SCREEN = {
  start: 'Share screen',
  stop: 'Stop sharing',
  stopped: 'You stopped sharing your screen.',
};

/** A problem with sharing the screen, by its name in `problems` of LocalMedia. @param {string} name */
export function screenProblem(name) {
  switch (name) {
    case 'InsecureContext':
      return 'Open this page with https:// (or on localhost): browsers share screens on secure pages only.';
    case 'NotSupportedError':
      return 'Use another browser or a computer: this one cannot share screens.';
    case 'NotAllowedError':
      return 'Allow screen recording for your browser in the settings of your system (on a Mac: Privacy & Security), then restart the browser.';
    case 'NotFoundError':
      return 'Share from another browser or computer: this one has no screen or window to share.';
    case 'NotReadableError':
    case 'AbortError':
      return 'Choose another screen or window: your system does not let the browser record this one.';
    case 'InvalidStateError':
      return 'Go back to this tab, then share again: browsers share a screen only right after a click.';
    default:
      return `Try to share again, or choose another screen or window (${name}).`;
  }
}

const DEVICES = { camera: 'the camera', microphone: 'the microphone', both: 'the camera and the microphone' };
const SOME_DEVICE = { camera: 'a camera', microphone: 'a microphone', both: 'a camera or a microphone' };

/**
 * A problem with a device, by its name in `problems` of LocalMedia.
 *
 * @param {'camera' | 'microphone' | 'both'} device
 * @param {string} name
 */
export function mediaProblem(device, name) {
  const the = DEVICES[device];
  switch (name) {
    case 'InsecureContext':
      return `Open this page with https:// (or on localhost): browsers give ${the} to secure pages only.`;
    case 'NotSupportedError':
      return `Use another browser: this one gives pages no access to ${the}.`;
    case 'NotAllowedError':
    case 'SecurityError':
      return `Allow ${the} in the browser's address bar or in the privacy settings of your system, then try again.`;
    case 'NotFoundError':
      return `Connect ${SOME_DEVICE[device]}, then try again: none was found.`;
    case 'NotReadableError':
    case 'AbortError':
      return `Close other programs that use ${the}, or plug in the device again, then try again.`;
    case 'OverconstrainedError':
      return `Connect ${SOME_DEVICE[device]}, or choose another one: none was found that fits.`;
    case 'TimeoutError':
      return `Allow ${the} if your browser asks, or unplug the device and plug it in again: it does not respond.`;
    case 'DeviceReplaced':
      return `Check that you use the right device: ${the} you used before is gone, so another one was chosen.`;
    case 'Ended':
      return `Turn ${the} on again: it was unplugged, or another program took it.`;
    default:
      return `Check that ${the} is connected, then try again (${name}).`;
  }
}

/** Call. */
export const CALL = {
  title: (/** @type {string} */ title) => `${title} – Parley`,
  joining: 'joining…',
  reconnecting: 'reconnecting…',
  /** @param {number} others */
  size: (others) => (others === 0 ? 'only you' : `${others + 1} people`),
  /** @param {string[]} names */
  joined: (names) =>
    names.length
      ? `You joined the call with ${list(names)}.`
      : 'You joined the call. No one else is here yet.',
  left: (/** @type {string} */ room) => `You left ${room}.`,
  linkCopied: 'Link copied. Send it to the people you want to invite.',
  copied: 'Copied',
  copyByHand: (/** @type {string} */ link) => `Copy this link by hand: ${link}`,
  soundBlocked: 'Turn on the sound: your browser blocks it until you tap here.',
  turnOnSound: 'Turn on sound',
  tryAgain: 'Try again',
};

/**
 * Why the server ended the call, by error code (docs/protocol.md, section 5). `forbidden` has several causes, such as a proxy
 * that changes the address, which only the sentence of the server tells apart.
 *
 * @param {{ code: string, message: string }} error
 */
export function callEnded({ code, message }) {
  if (code === 'forbidden' && /^[A-Z].* .*\.$/.test(message)) return message;
  return CALL_ENDED[code] ?? (message || `The call ended (${code}).`);
}

/** @type {Record<string, string>} */
const CALL_ENDED = {
  'room-full': 'Try again when someone has left: the room is full.',
  'room-locked': 'Ask someone in the room to let you in: it is locked.',
  replaced: 'You opened this call in another tab or window, so it ended here.',
  unauthorized: 'Ask for a new invitation: yours is missing or no longer valid.',
  forbidden: 'Ask the person who invited you: you are not allowed in this room.',
  'too-large': 'Try again: the call ended because a message was too large for the server.',
  'bad-message': 'Reload the page: it does not match the version of the server.',
  'not-found': 'Ask the operator: the server at this address has no calls.',
  'bad-url': 'Ask the operator: this address does not lead to a room.',
};

/**
 * The button that goes with `callEnded`.
 *
 * @param {{ code: string }} error
 */
export function rejoinLabel({ code }) {
  return code === 'replaced' ? 'Continue here' : CALL.tryAgain;
}

/** Connection to the server. */
export const CONNECTION = {
  joining: LOBBY.joining,
  reconnecting: 'Reconnecting…',
  /** @param {number} others @param {boolean} isFallback */
  open: (others, isFallback) => `${isFallback ? 'Connected indirectly' : 'Connected'} · ${CALL.size(others)}`,
  fallback:
    'This network blocks the fastest connection to the server. Chat may be a little slower; sound and video are not affected.',
  restarting: 'The server is restarting. Your call continues.',
  unreachable: 'Check your internet connection: the server cannot be reached. Still trying…',
  offlineShort: 'Offline',
  offline:
    'Check your network: you are offline. The call continues when it is back, and your messages are sent then.',
  lost: 'Connection lost. Reconnecting…',
  stillLost:
    'Check your internet connection: the server cannot be reached. Sound and video continue if they can. Still trying…',
  tryNow: 'Try now',
  restored: 'You are connected again.',
};

/** Other people in the call. The names are as `inSentence` returns them. */
export const PERSON = {
  guest: 'Guest',
  ownScreen: 'Your screen',
  sharing: 'You are sharing your screen.',
  screen: (/** @type {string} */ name) => `Screen of ${name}`,
  shares: (/** @type {string} */ name) => `${name} shares a screen.`,
  menu: (/** @type {string} */ name) => `Options for ${name}`,
  you: 'You',
  self: (/** @type {string} */ name) => `${name} (you)`,
  video: (/** @type {string} */ name) => `Video of ${name}`,
  joined: (/** @type {string} */ name) => `${name} joined.`,
  left: (/** @type {string} */ name) => `${name} left.`,
  lost: (/** @type {string} */ name) => `${name} lost the connection.`,
  back: (/** @type {string} */ name) => `${name} is back.`,
  reconnecting: (/** @type {string} */ name) => `${name} lost the connection. Reconnecting…`,
  connecting: (/** @type {string} */ name) => `Connecting to ${name}…`,
  interrupted: (/** @type {string} */ name) => `The connection to ${name} is interrupted…`,
  chatOnly: (/** @type {string} */ name) =>
    `${name} and you can only chat: WebRTC is missing in one of your browsers.`,
  blocked: 'No sound or video: a firewall may block them. Try another network.',
  blockedFrom: (/** @type {string} */ name) =>
    `No sound or video from ${name}: a firewall may block them. Try another network.`,
};

/** Chat. */
export const CHAT = {
  title: 'Chat',
  message: (/** @type {string} */ name, /** @type {string} */ text) => `${name}: ${text}`,
  sentAt: (/** @type {string} */ time) => `sent at ${time}`,
  notSent: 'Send your message again when you are connected: it was not sent.',
  cut: (/** @type {number} */ longest) =>
    `Send the rest in another message: the text was cut to ${longest} characters.`,
  mayBeLost:
    'Ask whether your last message arrived, or send it again: the connection was lost at that moment.',
  keptForLater: 'People who join later can read these messages for a while.',
  notKept: 'Only people who are here now can read your messages.',
  earlier: 'Earlier messages',
  earlierAnnounced: 'Earlier messages are in the chat.',
  missed: 'While you were away',
  missedAnnounced: (/** @type {number} */ count) =>
    count === 1
      ? 'One message arrived while you were away.'
      : `${count} messages arrived while you were away.`,
  /** Label of the button that opens the chat. @param {number} count */
  button: (count) => (count ? `${CHAT.title}, ${count} unread` : CHAT.title),
};

/**
 * The static texts of index.html, by key. There, `data-text="key"` makes a text the content of an element, and
 * `data-aria-label`, `data-title` and `data-placeholder` make it an attribute (see static-text.js). Where the
 * scripts change a text, this is the first one.
 */
export const STATIC = {
  title: LOBBY.titleNew,
  lead: 'No account, nothing to install. Anyone with the link can join.',
  preview: 'Your camera preview',
  'show-preview': 'Show preview',
  name: 'Your name',
  room: 'Room',
  suggest: 'Suggest another room name',
  join: LOBBY.join,
  cancel: 'Cancel',
  microphone: 'Microphone',
  camera: 'Camera',
  notices: 'Notices',
  'copy-link': 'Copy link',
  people: 'People in this call',
  alone: 'No one else is here yet. Send this link to invite people.',
  chat: CHAT.title,
  'close-chat': 'Close chat',
  messages: 'Messages',
  write: 'Message to everyone',
  send: 'Send',
  controls: 'Call controls',
  mute: MEDIA.microphone.stop,
  'stop-camera': MEDIA.camera.stop,
  leave: 'Leave',
  share: SCREEN.start,
  settings: 'Devices',
  devices: 'Choose devices',
  speaker: 'Speaker',
  'no-choice': 'There is only one device of each kind.',
  done: 'Done',
  'receive-camera': 'Show their video',
  'receive-screen': 'Show their screen',
  'send-camera': 'Send them my video',
  'send-screen': 'Send them my screen',
  'badge-reconnecting': 'reconnecting',
  'badge-muted': 'muted',
  'badge-camera-off': 'camera off',
  dismiss: 'Dismiss',
};

/**
 * "Ana", "Ana and Ben", "Ana, Ben and 3 more"
 *
 * @param {string[]} names
 */
function list(names) {
  if (names.length < 2) return names.join('');
  if (names.length === 2) return names.join(' and ');
  return `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}
