/**
 * @typedef {'camera' | 'microphone' | 'both'} Device
 * @typedef {{ device: Device, name: string, message: string }} MediaProblem
 *   `name` is that of the DOMException, or 'InsecureContext'; `message` says what to do
 */

/**
 * Opens the camera and the microphone, or as much of the two as there is: never throws, so that somebody
 * with neither can still join and watch.
 *
 * @param {{ audio?: boolean | MediaTrackConstraints, video?: boolean | MediaTrackConstraints }} [wanted]
 * @param {MediaDevices | undefined} [mediaDevices]  undefined on a page that was not loaded securely
 * @returns {Promise<{ stream: MediaStream | null, problems: MediaProblem[] }>}
 */
export async function openMedia({ audio = true, video = true } = {}, mediaDevices = navigator.mediaDevices) {
  const device = deviceOf(audio, video);
  if (!device) return { stream: null, problems: [] };
  if (!mediaDevices) return { stream: null, problems: [problemOf(device, 'InsecureContext')] };
  try {
    return { stream: await mediaDevices.getUserMedia({ audio, video }), problems: [] };
  } catch (error) {
    const problem = problemOf(device, nameOf(error));
    return device === 'both'
      ? openOneByOne(audio, video, mediaDevices, problem)
      : { stream: null, problems: [problem] };
  }
}

/**
 * @param {boolean | MediaTrackConstraints} audio
 * @param {boolean | MediaTrackConstraints} video
 * @param {MediaDevices} mediaDevices
 * @param {MediaProblem} problem  what stood in the way of opening both
 */
async function openOneByOne(audio, video, mediaDevices, problem) {
  const microphone = await openMedia({ audio, video: false }, mediaDevices);
  const camera = await openMedia({ audio: false, video }, mediaDevices);
  const stream = microphone.stream ?? camera.stream;
  if (microphone.stream) camera.stream?.getTracks().forEach((track) => microphone.stream?.addTrack(track));
  const problems = [...microphone.problems, ...camera.problems];
  return { stream, problems: stream || differ(problems) ? problems : [problem] };
}

/** @param {MediaProblem[]} problems */
function differ(problems) {
  return new Set(problems.map(({ name }) => name)).size > 1;
}

/**
 * @param {boolean | MediaTrackConstraints} audio
 * @param {boolean | MediaTrackConstraints} video
 * @returns {Device | undefined}
 */
function deviceOf(audio, video) {
  if (audio && video) return 'both';
  if (audio) return 'microphone';
  return video ? 'camera' : undefined;
}

/** @param {unknown} error */
function nameOf(error) {
  return error instanceof Error ? error.name : String(error);
}

/**
 * @param {Device} device
 * @param {string} name
 * @returns {MediaProblem}
 */
function problemOf(device, name) {
  return { device, name, message: sentence(name, device) };
}

const NOUNS = { camera: 'camera', microphone: 'microphone', both: 'camera and microphone' };

/**
 * @param {string} name
 * @param {Device} device
 */
function sentence(name, device) {
  const noun = NOUNS[device];
  switch (name) {
    case 'InsecureContext':
      return `The browser gives the ${noun} to secure pages only: open this page with https:// (or on localhost).`;
    case 'NotAllowedError':
    case 'SecurityError':
      return `This page may not use the ${noun}: allow it in the browser's address bar or in the system's privacy settings, then try again.`;
    case 'NotFoundError':
      return `No ${noun} was found: connect one, then try again.`;
    case 'NotReadableError':
    case 'AbortError':
      return `The ${noun} could not be started: close other programs that use it, or plug it in again, then try again.`;
    case 'OverconstrainedError':
      return `The chosen ${noun} is not there or cannot do what was asked: choose another one.`;
    default:
      return `The ${noun} could not be opened (${name}): check that it is connected, then try again.`;
  }
}
